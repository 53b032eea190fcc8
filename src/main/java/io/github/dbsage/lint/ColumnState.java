package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Type;
import org.jspecify.annotations.Nullable;

/** What the files tell of a column. Not thread-safe. */
public final class ColumnState {

  private String name;
  private @Nullable Type type;
  private @Nullable Boolean notNull;
  private boolean hasDefault;
  private @Nullable String collation;
  private @Nullable Boolean stored;
  private final @Nullable Birth birth;

  ColumnState(String name, @Nullable Type type, @Nullable Boolean notNull, @Nullable Birth birth) {
    this.name = name;
    this.type = type;
    this.notNull = notNull;
    this.birth = birth;
  }

  public String name() {
    return name;
  }

  /** Null where the files do not tell. */
  public @Nullable Type type() {
    return type;
  }

  /** Null where the files do not tell. */
  public @Nullable Boolean notNull() {
    return notNull;
  }

  public boolean hasDefault() {
    return hasDefault;
  }

  /** Null for the one of its type. */
  public @Nullable String collation() {
    return collation;
  }

  /**
   * Of a generated column, whether it is stored; null where it is none or the files do not tell.
   */
  public @Nullable Boolean stored() {
    return stored;
  }

  /** Null where it was there before the files. */
  public @Nullable Birth birth() {
    return birth;
  }

  void rename(String to) {
    name = to;
  }

  void type(Type to) {
    type = to;
  }

  void notNull(boolean now) {
    notNull = now;
  }

  void collation(@Nullable String now) {
    collation = "default".equals(now) ? null : now;
  }

  void stored(boolean now) {
    stored = now;
  }

  void hasDefault(boolean now) {
    hasDefault = now;
  }
}
