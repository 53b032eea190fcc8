package bench.fill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** A client's loop along the key, as pgroll has it: how far it is, only the client knows. */
final class KeysetLoop implements Contestant {

  private static final int BATCH = 1_000;

  private static final String SQL =
      """
      WITH batch AS (
        SELECT id FROM items WHERE id > ? ORDER BY id LIMIT ? FOR UPDATE
      ), filled AS (
        UPDATE items SET email_address = items.email FROM batch WHERE items.id = batch.id
        RETURNING items.id
      )
      SELECT max(id) FROM filled
      """;

  private volatile boolean stopped;

  @Override
  public String name() {
    return "pgroll's loop";
  }

  @Override
  public Ending run(Arena arena) throws SQLException {
    try (Connection connection = arena.server().connect(arena.database(), "bench-work");
        PreparedStatement statement = connection.prepareStatement(SQL)) {
      long last = 0;
      while (!stopped) {
        statement.setLong(1, last);
        statement.setInt(2, BATCH);
        try (ResultSet rows = statement.executeQuery()) {
          rows.next();
          last = rows.getLong(1);
          if (rows.wasNull()) {
            return Ending.DONE;
          }
        }
      }
      return Ending.STOPPED;
    }
  }

  @Override
  public void stop(Arena arena) {
    stopped = true;
  }
}
