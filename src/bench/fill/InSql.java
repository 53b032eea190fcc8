package bench.fill;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What is one statement: an UPDATE, or a procedure that commits each of its batches. Each worker
 * sends it.
 *
 * @param procedure what makes it; empty where there is none
 */
record InSql(String name, String procedure, String call, int workers) implements Contestant {

  /** The name of the yardstick. */
  static final String YARDSTICK = "one UPDATE";

  private static final String APPLICATION = "bench-work";
  private static final String CANCELED = "57014";

  /** The loop of all patterns: a COMMIT behind each batch, the pause behind the COMMIT. */
  private static final String LOOP =
      """
      CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$
      DECLARE
        last_id bigint := 0;
        reached bigint;
        changed bigint;
      BEGIN
        LOOP
          %s
          EXIT WHEN changed = 0;
          %s
          COMMIT;
          %s
        END LOOP;
      END $$
      """;

  private static final String BATCH =
      """
      WITH batch AS (
        SELECT id FROM items WHERE %s LIMIT %d FOR UPDATE SKIP LOCKED
      )
      UPDATE items SET email_address = email FROM batch WHERE items.id = batch.id;
      GET DIAGNOSTICS changed = ROW_COUNT;
      """;

  /** The template's own fails as soon as a batch has two rows; this is what it means. */
  private static final String REACHING =
      """
      WITH batch AS (
        SELECT id FROM items WHERE %s LIMIT %d FOR UPDATE SKIP LOCKED
      ), filled AS (
        UPDATE items SET email_address = email FROM batch WHERE items.id = batch.id
        RETURNING items.id
      )
      SELECT count(*), max(id) INTO changed, reached FROM filled;
      """;

  private static final String PROGRESS =
      """
      CREATE TABLE migration_progress (
        migration_name text PRIMARY KEY, last_processed_id bigint, total_processed bigint DEFAULT 0,
        started_at timestamptz DEFAULT now(), updated_at timestamptz DEFAULT now());
      INSERT INTO migration_progress VALUES ('items', 0);
      """;

  static InSql update() {
    return new InSql(YARDSTICK, "", "UPDATE items SET email_address = email", 1);
  }

  /** Batches of whatever has none yet. */
  static InSql first(boolean pauses) {
    return pattern("pattern 1", "email_address IS NULL", 1_000, "", pauses ? 0.1 : 0, 1);
  }

  /** The same in the key's order, by several at once. */
  static InSql second(int workers, boolean pauses) {
    return pattern(
        "pattern 2 × " + workers,
        "email_address IS NULL ORDER BY id",
        5_000,
        "",
        pauses ? 0.05 : 0,
        workers);
  }

  /** Along the key, with the progress in a table. */
  static InSql third(boolean pauses) {
    return pattern(
        "pattern 3",
        "id > last_id AND email_address IS NULL ORDER BY id",
        5_000,
        """
        last_id := reached;
        UPDATE migration_progress
        SET last_processed_id = reached, total_processed = total_processed + changed,
            updated_at = now()
        WHERE migration_name = 'items';
        """,
        pauses ? 0.1 : 0,
        1);
  }

  private static InSql pattern(
      String name, String where, int batch, String progress, double pause, int workers) {
    String waiting = pause == 0 ? "" : String.format(Locale.ROOT, "PERFORM pg_sleep(%.2f);", pause);
    return new InSql(
        name + (pause == 0 ? "" : ", its pauses"),
        (progress.isEmpty() ? "" : PROGRESS)
            + LOOP.formatted(
                (progress.isEmpty() ? BATCH : REACHING).formatted(where, batch), progress, waiting),
        "CALL fill()",
        workers);
  }

  @Override
  public void prepare(Arena arena) throws SQLException {
    if (!procedure.isEmpty()) {
      arena.server().ask(arena.database(), procedure);
    }
  }

  @Override
  public Ending run(Arena arena) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(workers);
    try {
      List<Future<Ending>> all = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        all.add(threads.submit(() -> send(arena)));
      }
      Ending ending = Ending.DONE;
      for (Future<Ending> one : all) {
        ending = one.get() == Ending.DONE ? ending : Ending.STOPPED;
      }
      return ending;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SQLException cause ? cause : e;
    } finally {
      threads.shutdown();
    }
  }

  private Ending send(Arena arena) throws SQLException {
    try (Connection connection = arena.server().connect(arena.database(), APPLICATION);
        Statement statement = connection.createStatement()) {
      statement.execute(call);
      return Ending.DONE;
    } catch (SQLException e) {
      if (CANCELED.equals(e.getSQLState())) {
        return Ending.STOPPED;
      }
      throw e;
    }
  }

  @Override
  public void stop(Arena arena) {
    try {
      arena
          .server()
          .ask(
              arena.database(),
              "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND application_name = '"
                  + APPLICATION
                  + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
