package io.github.dbsage.run;

import java.util.List;

/** A transaction would take away what nobody has looked into yet; travels within this room only. */
final class DataAtRisk extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Loss> losses;

  DataAtRisk(List<Loss> losses) {
    super("data are at risk");
    this.losses = List.copyOf(losses);
  }

  List<Loss> losses() {
    return losses;
  }
}
