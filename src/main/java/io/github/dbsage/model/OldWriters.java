package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * The comment of a sequence that moves when somebody still writes what is about to go: those who
 * make one and those who look for it must spell it alike.
 */
public final class OldWriters {

  private OldWriters() {}

  /**
   * The whole comment: {@code dbsage:old-writer public.users.email}.
   *
   * @param column null where the whole table goes
   */
  public static String comment(QualifiedName table, @Nullable String column) {
    return "dbsage:old-writer "
        + SafeName.of(table)
        + (column == null ? "" : "." + SafeName.of(column));
  }
}
