package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.jdbc.PgConnection;

/**
 * One connection to PostgreSQL, always in autocommit: transactions are BEGIN and COMMIT in the text
 * that is sent, where they can be seen. Not thread-safe, but for {@link #cancel}.
 */
public final class Session implements AutoCloseable {

  private static final int COPY_CHUNK = 1 << 16;

  /** What DISCARD ALL does (PostgreSQL manual, DISCARD), piece by piece. */
  private static final List<String> RESETTING =
      List.of(
          "CLOSE ALL",
          "SET SESSION AUTHORIZATION DEFAULT",
          "RESET ALL",
          "DEALLOCATE ALL",
          "UNLISTEN *",
          "SELECT pg_catalog.pg_advisory_unlock_all()",
          "DISCARD PLANS",
          "DISCARD TEMP",
          "DISCARD SEQUENCES");

  private final PgConnection connection;
  private final BooleanSupplier stopping;
  private final int announced;
  private int pid;
  private Pooling pooling = Pooling.NONE;
  private boolean checked = true;
  private Map<String, String> asked = Map.of();
  private volatile boolean working;

  Session(PgConnection connection, BooleanSupplier stopping) {
    this.connection = connection;
    this.stopping = stopping;
    this.announced = connection.getBackendPID();
    this.pid = announced;
  }

  /** The process id of the server's backend; 0 where a pooler lends another to each transaction. */
  public int pid() {
    return pid;
  }

  /** Whether each transaction may meet another backend, which is somebody else's in between. */
  public boolean isShared() {
    return pooling.isShared();
  }

  /** Whether a backslash in a string is one, as those who split the files take it. */
  boolean readsStandardStrings() {
    return connection.getStandardConformingStrings();
  }

  /** Takes note of what answers; whether it is the very process that greeted us. */
  boolean isAnsweredBy(int backend) {
    pid = backend;
    return backend == announced;
  }

  /**
   * Makes up for what a pooler did not pass on.
   *
   * @return itself
   */
  Session behind(Pooling kind) {
    pooling = kind;
    if (kind.isShared()) {
      pid = 0;
      checked = canCheck("BEGIN; SET LOCAL " + SharedState.CHECK + "; ROLLBACK");
    } else if (kind == Pooling.SESSION) {
      pid = (int) (long) one("SELECT pg_catalog.pg_backend_pid()", row -> row.number(1));
      asked = SharedState.asked(connection.getParameterStatuses());
      setUp();
    }
    return this;
  }

  private void setUp() {
    send(String.join("; ", SharedState.settings()));
    canCheck("SET " + SharedState.CHECK);
  }

  private boolean canCheck(String sql) {
    try {
      send(sql);
      return true;
    } catch (ServerFailure e) {
      if (!e.is("22023")) {
        throw e;
      }
      if (pooling.isShared()) {
        send("ROLLBACK");
      }
      return false;
    }
  }

  /** Makes it what it was when it was opened, where it is ours alone. */
  public void reset() {
    if (pooling.isShared()) {
      return;
    }
    send("DISCARD ALL");
    if (pooling == Pooling.SESSION) {
      send(String.join("; ", SharedState.again(asked)));
      setUp();
    }
  }

  /**
   * The same in statements that may stand behind a COMMIT in its message, where DISCARD ALL may
   * not; empty where only {@link #reset} does it.
   */
  public List<String> resetting() {
    return pooling == Pooling.NONE ? RESETTING : List.of();
  }

  /** What a transaction begins with: nothing where the session is ours alone. */
  public List<String> entering() {
    return isShared() ? SharedState.entering(checked) : List.of();
  }

  /** What stands before its first statement that is not ours, for {@link #leaving}. */
  public List<String> remembering() {
    return isShared() ? List.of(SharedState.remembering()) : List.of();
  }

  /** What stands right before COMMIT, so that the backend's next user finds nothing of ours. */
  public List<String> leaving() {
    return isShared() ? SharedState.leaving() : List.of();
  }

  /** One row of an answer; columns from 1. */
  public interface Row {
    /** A column as text, or null. */
    @Nullable String text(int column);

    /** A column that is never null, as text. */
    default String string(int column) {
      String value = text(column);
      if (value == null) {
        throw new IllegalStateException("column " + column + " is null");
      }
      return value;
    }

    /** A whole number; 0 where it is null. */
    default long number(int column) {
      String value = text(column);
      return value == null ? 0 : Long.parseLong(value);
    }

    /** A boolean; false where it is null. */
    default boolean flag(int column) {
      return "t".equals(text(column));
    }
  }

  /** Turns a row into a value. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(Row row);
  }

  /**
   * Asks, with values bound to {@code ?}.
   *
   * @throws ServerFailure when the server refuses
   */
  public <T> List<T> query(String sql, Mapper<T> mapper, Object... values) {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(mapper.map(column -> get(rows, column)));
      }
      return result;
    } catch (SQLException e) {
      throw new ServerFailure(e);
    }
  }

  /** The first row's value; there must be one. */
  public <T> T one(String sql, Mapper<T> mapper, Object... values) {
    List<T> rows = query(sql, mapper, values);
    if (rows.isEmpty()) {
      throw new IllegalStateException("no row: " + sql);
    }
    return rows.get(0);
  }

  /**
   * Changes rows, with values bound to {@code ?}; returns how many.
   *
   * @throws ServerFailure when the server refuses
   */
  public int update(String sql, Object... values) {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new ServerFailure(e);
    }
  }

  /**
   * Sends text as one message of the simple protocol: several statements without their own BEGIN
   * are one implicit transaction, a single one is by itself.
   *
   * @throws ServerFailure when the server refuses; {@link Batch#completed} then tells how far it
   *     came
   */
  public void send(String sql, Batch batch) {
    requireGoingOn();
    working = true;
    try {
      batch.send(connection, sql);
    } finally {
      working = false;
    }
  }

  /** Sends text of ours whose answers do not matter. */
  public void send(String sql) {
    new Batch(notice -> {}).send(connection, sql);
  }

  /**
   * Sends text as one message of the simple protocol, and brings the rows of its last query;
   * notices are dropped. {@link #cancel} reaches it.
   *
   * @throws ServerFailure when the server refuses; a transaction that the text began is still open
   *     then
   */
  public List<Row> exchange(String sql) {
    requireGoingOn();
    working = true;
    try {
      return Reply.to(connection, sql);
    } finally {
      working = false;
    }
  }

  /**
   * The same, and brings what its last statement did.
   *
   * @throws ServerFailure when the server refuses
   */
  public Answer answer(String sql) {
    requireGoingOn();
    working = true;
    try {
      return Reply.last(connection, sql);
    } finally {
      working = false;
    }
  }

  /** Data for COPY, piece by piece. */
  @FunctionalInterface
  public interface CopySource {
    /** The next piece, or null at the end. */
    @Nullable String next() throws IOException;
  }

  /**
   * Runs COPY … FROM STDIN; returns the rows.
   *
   * @param notices hears what the server says meanwhile
   * @throws ServerFailure when the server refuses
   * @throws IOException when the source cannot be read: the COPY was cancelled then
   */
  public long copyIn(String sql, CopySource source, Consumer<Batch.Notice> notices)
      throws IOException {
    requireGoingOn();
    working = true;
    try {
      CopyIn copy = new CopyManager(connection).copyIn(sql);
      try {
        for (String piece = source.next(); piece != null; piece = source.next()) {
          byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
          for (int from = 0; from < bytes.length; from += COPY_CHUNK) {
            copy.writeToCopy(bytes, from, Math.min(COPY_CHUNK, bytes.length - from));
          }
          tell(notices);
        }
        return copy.endCopy();
      } finally {
        if (copy.isActive()) {
          copy.cancelCopy();
        }
        tell(notices);
      }
    } catch (SQLException e) {
      throw new ServerFailure(e);
    } finally {
      working = false;
    }
  }

  /** During a COPY, the driver keeps what the server says as warnings. */
  private void tell(Consumer<Batch.Notice> notices) throws SQLException {
    SQLWarning warning = connection.isClosed() ? null : connection.getWarnings();
    if (warning != null) {
      connection.clearWarnings();
    }
    for (; warning != null; warning = warning.getNextWarning()) {
      notices.accept(Batch.notice(warning));
    }
  }

  /** Whether the server still answers within the time. */
  public boolean alive(Duration within) {
    try {
      return connection.isValid(Math.toIntExact(Math.max(1, within.toSeconds())));
    } catch (SQLException e) {
      return false;
    }
  }

  /** Cancels the piece of a migration that the session runs now; from any thread; never fails. */
  public void cancel() {
    if (!working) {
      return;
    }
    try {
      connection.cancelQuery();
    } catch (SQLException e) {
      // The session is gone, and with it what it ran.
    }
  }

  private void requireGoingOn() {
    if (stopping.getAsBoolean()) {
      throw new UserError(DbProblems.stopped());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      // It is gone either way.
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static @Nullable String get(ResultSet rows, int column) {
    try {
      return rows.getString(column);
    } catch (SQLException e) {
      throw new ServerFailure(e);
    }
  }
}
