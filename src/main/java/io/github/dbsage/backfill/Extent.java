package io.github.dbsage.backfill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a table, between two bounds of its key.
 *
 * @param relation what an UPDATE is of, as SQL: {@code ONLY "public"."users_p1" AS "users"}; the
 *     alias is always the name of the whole table, so that expressions may use it
 * @param lower the first that belongs to it; null where it is open
 * @param upper the first that does not; null where it is open
 * @param closed whether {@code upper} still belongs to it
 */
record Extent(
    String relation, @Nullable List<String> lower, @Nullable List<String> upper, boolean closed) {

  Extent {
    lower = lower == null ? null : List.copyOf(lower);
    upper = upper == null ? null : List.copyOf(upper);
    if (closed && upper == null) {
      throw new IllegalArgumentException("an extent that is closed at nothing: " + relation);
    }
  }

  /** All of a table. */
  static Extent all(String relation) {
    return new Extent(relation, null, null, false);
  }
}
