package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * Something that stops a goal, told to its user.
 *
 * @param code stable, upper-case: {@code FILE_NAME}, {@code CONNECTION_REFUSED}
 * @param what one sentence: what happened
 * @param where the place in a file, where there is one
 * @param why what PostgreSQL or the system said beyond {@code what} (its DETAIL, a cause), or null
 * @param fix what to type or write next, or null
 * @param sqlState PostgreSQL's error code, where the server spoke
 * @param hint PostgreSQL's own hint, or null
 */
public record Problem(
    String code,
    String what,
    @Nullable Place where,
    @Nullable String why,
    @Nullable String fix,
    @Nullable String sqlState,
    @Nullable String hint) {

  public Problem {
    if (code.isEmpty() || what.isEmpty()) {
      throw new IllegalArgumentException("a problem needs a code and a sentence");
    }
  }

  /** A problem that is no server error. */
  public static Problem of(String code, String what, @Nullable Place where, @Nullable String fix) {
    return new Problem(code, what, where, null, fix, null, null);
  }

  /** The same with a reason. */
  public Problem because(@Nullable String reason) {
    return new Problem(code, what, where, reason, fix, sqlState, hint);
  }

  /** The same at a place. */
  public Problem at(@Nullable Place place) {
    return new Problem(code, what, place, why, fix, sqlState, hint);
  }
}
