package io.github.dbsage.model;

import java.util.List;

/**
 * What a statement did to relations that were there before, as the server showed it in a dry run.
 *
 * @param locks taken by it, weak ones too
 * @param rewrites tables that were written anew
 * @param scans tables that were read from end to end
 * @param builds indexes that were built
 */
public record StatementTrace(
    List<TakenLock> locks, List<String> rewrites, List<String> scans, List<String> builds) {

  /** Nothing, or nobody looked. */
  public static final StatementTrace NONE =
      new StatementTrace(List.of(), List.of(), List.of(), List.of());

  public StatementTrace {
    locks = List.copyOf(locks);
    rewrites = List.copyOf(rewrites);
    scans = List.copyOf(scans);
    builds = List.copyOf(builds);
  }

  /**
   * A lock on a table or an index.
   *
   * @param relation with its schema
   * @param mode as SQL writes it: {@code ACCESS EXCLUSIVE}
   * @param blocks commands that wait meanwhile
   */
  public record TakenLock(String relation, String mode, List<String> blocks) {

    public TakenLock {
      blocks = List.copyOf(blocks);
    }
  }
}
