package io.github.dbsage.lint;

/** One hazard. A rule keeps nothing between two calls. */
public interface Rule {

  /** What it is about. */
  About about();

  /** Judges a statement, the state as it is before it; most rules do all their work here. */
  default void judge(Scene scene) {}

  /** Judges a whole file once everything was read: the state is what it is behind the last file. */
  default void conclude(Judged file) {}

  /** Whether it says nothing until a user asks for it with {@code severities}. */
  default boolean offByDefault() {
    return false;
  }
}
