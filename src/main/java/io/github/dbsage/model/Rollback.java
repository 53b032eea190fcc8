package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * How a migration is undone.
 *
 * @param script the rollback script as the file holds it, or null
 * @param forwardOnly the reason given with {@code -- Rollback: none because …}, or null
 */
public record Rollback(@Nullable String script, @Nullable String forwardOnly) {

  /** Neither a script nor a declaration. */
  public static final Rollback MISSING = new Rollback(null, null);

  public Rollback {
    if (script != null && forwardOnly != null) {
      throw new IllegalArgumentException("a rollback script and 'none because' at once");
    }
  }
}
