package io.github.dbsage.model;

import java.util.Locale;

/**
 * What is done to a database object. A renamed one is dropped by its old name, added by its new.
 */
public enum ChangeKind {
  ADD("added"),
  ALTER("altered"),
  DROP("dropped");

  private final String done;

  ChangeKind(String done) {
    this.done = done;
  }

  /** The key in plans: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** For sentences: {@code is added}. */
  public String done() {
    return done;
  }
}
