package bench.fill;

import java.sql.SQLException;

/** A way to fill the column. Made anew for each run. */
interface Contestant {

  /** How a run ended. */
  enum Ending {
    DONE,
    STOPPED,
    /** Our engine has not been written yet. */
    NOT_THERE
  }

  String name();

  /** What is made beforehand, and not measured. */
  default void prepare(Arena arena) throws SQLException {}

  /**
   * Fills the column.
   *
   * @throws Exception where it cannot: it has failed then
   */
  Ending run(Arena arena) throws Exception;

  /** Ends it early, from another thread. */
  void stop(Arena arena);

  /** Where it takes place. */
  record Arena(Postmaster server, String database, Shape shape, long rows) {}
}
