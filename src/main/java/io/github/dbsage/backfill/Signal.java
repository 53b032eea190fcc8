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

  /** How often it is worth a look: 1 for each time, 4 for every fourth. */
  default int every() {
    return 1;
  }

  /**
   * Whether the presets with a fixed pause heed it too: the file sets its limit, or it is urgent.
   */
  default boolean isBasic() {
    return false;
  }
}
