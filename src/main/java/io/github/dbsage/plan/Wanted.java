package io.github.dbsage.plan;

import java.util.List;

/**
 * What files are to be written for.
 *
 * @param owners objects of a database that belong to somebody else than they should
 */
public record Wanted(List<Handover> owners) {

  public Wanted {
    owners = List.copyOf(owners);
  }

  /**
   * An object that changes hands.
   *
   * @param mend the statement that gives it to whom it should belong to
   * @param back the statement that gives it back
   */
  public record Handover(String mend, String back) {}
}
