package io.github.dbsage.db;

import org.jspecify.annotations.Nullable;

/**
 * Values written into SQL, for text that travels in one message with others and so cannot bind
 * them. The result does not depend on {@code standard_conforming_strings}.
 */
public final class Literal {

  private Literal() {}

  /** A string constant, or {@code NULL}. */
  public static String of(@Nullable String value) {
    if (value == null) {
      return "NULL";
    }
    String quoted = value.replace("'", "''");
    return value.indexOf('\\') < 0 ? "'" + quoted + "'" : "E'" + quoted.replace("\\", "\\\\") + "'";
  }
}
