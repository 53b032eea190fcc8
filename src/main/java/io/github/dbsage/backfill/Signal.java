package io.github.dbsage.backfill;

/** One thing that tells whether the database is busy with others. Keeps its own baseline. */
public interface Signal {

  /** How people call it: {@code replication lag}. */
  String name();

  /**
   * Looks once.
   *
   * @return what was seen; {@link Reading#unwatched} where this role or server does not let it look
   * @throws io.github.dbsage.db.ServerFailure when the server refuses what should work
   */
  Reading look(Probe probe);
}
