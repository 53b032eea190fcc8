package io.github.dbsage.plan;

import org.jspecify.annotations.Nullable;

/** A change that comes up again and again, and that the files for can be written for anybody. */
public interface ChangePattern {

  /** What {@code dbsage.pattern} calls it. */
  String name();

  /** Whether it has to know who owns what in a database. */
  default boolean needsOwners() {
    return false;
  }

  /** The file; null where there is nothing to change. */
  @Nullable NewFile file(Wanted wanted);
}
