package io.github.dbsage.testing;

import io.github.dbsage.db.Target;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A database that one test has for itself, seen by its owner, who is nobody special.
 *
 * <p>Closing drops it and the roles that were made through it, and complains about whoever is still
 * connected. Not thread-safe in what it creates; connections may be used anywhere.
 */
public final class TestDatabase implements AutoCloseable {

  /** A server needs a moment to notice that a client has gone. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final long LOOK_NANOS = Duration.ofMillis(20).toNanos();

  private static final String CONNECTED =
      """
      SELECT pid, usename, application_name, state, left(query, 100),
             (SELECT count(*) FROM pg_locks l WHERE l.pid = a.pid AND locktype = 'advisory')
      FROM pg_stat_activity a
      WHERE datname = '%s'
      """;

  private final Postgres server;
  private final String name;
  private final String user;
  private final String password;
  private final List<String> roles;
  private boolean closed;

  private TestDatabase(
      Postgres server, String name, String user, String password, List<String> roles) {
    this.server = server;
    this.name = name;
    this.user = user;
    this.password = password;
    this.roles = roles;
  }

  /** Creates a database with an owner of its own. */
  static TestDatabase create(Postgres server) {
    String id = UUID.randomUUID().toString().substring(0, 8);
    String owner = "owner_" + id;
    String name = "test_" + id;
    String password = UUID.randomUUID().toString();
    run(
        server,
        "CREATE ROLE "
            + owner
            + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '"
            + password
            + "'",
        "CREATE DATABASE " + name + " OWNER " + owner);
    List<String> roles = new ArrayList<>(List.of(owner));
    return new TestDatabase(server, name, owner, password, roles);
  }

  /** A second database with an owner of its own, which the caller closes. */
  public TestDatabase another() {
    return create(server);
  }

  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  public String host() {
    return server.host();
  }

  public int port() {
    return server.port();
  }

  public String name() {
    return name;
  }

  public String user() {
    return user;
  }

  public String password() {
    return password;
  }

  /** The same as our own rooms name a database. */
  public Target target() {
    return new Target(host(), port(), name, user, password, Map.of());
  }

  /** The server's major version. */
  public int major() {
    String number = value("SHOW server_version_num");
    return Integer.parseInt(number == null ? "0" : number) / 10_000;
  }

  /**
   * The same database seen by the superuser, to look around or to arrange what the owner cannot.
   */
  public TestDatabase asSuperuser() {
    return new TestDatabase(server, name, server.user(), server.password(), roles);
  }

  /** The same database seen by another role. */
  public TestDatabase as(String role, String itsPassword) {
    return new TestDatabase(server, name, role, itsPassword, roles);
  }

  /**
   * Creates a role that goes with the database.
   *
   * @param attributes for example {@code LOGIN PASSWORD 'x'}
   * @return its name, which no other test's role has
   */
  public String createRole(String attributes) {
    String role = "role_" + UUID.randomUUID().toString().substring(0, 8);
    run(server, "CREATE ROLE " + role + " " + attributes);
    roles.add(role);
    return role;
  }

  /** A new connection, which the caller closes. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user, password);
  }

  /** Runs statements, each committed by itself, on a connection of their own. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** A query's rows, values as PostgreSQL writes them. */
  public List<List<@Nullable String>> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      List<List<@Nullable String>> result = new ArrayList<>();
      while (rows.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(rows.getString(column));
        }
        result.add(Collections.unmodifiableList(row));
      }
      return Collections.unmodifiableList(result);
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /** The only value of the only row. */
  public @Nullable String value(String sql) {
    List<List<@Nullable String>> rows = query(sql);
    if (rows.size() != 1 || rows.get(0).size() != 1) {
      throw new IllegalStateException("not one value but " + rows + ": " + sql);
    }
    return rows.get(0).get(0);
  }

  /** Drops it; throws when a connection is still open, and with it perhaps an advisory lock. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<String> left = connectedAfterGrace();
    List<String> drops = new ArrayList<>();
    drops.add("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    roles.forEach(role -> drops.add("DROP ROLE IF EXISTS " + role));
    run(server, drops.toArray(String[]::new));
    if (!left.isEmpty()) {
      throw new AssertionError(
          "connections left open (pid, user, application, state, query, advisory locks): " + left);
    }
  }

  private List<String> connectedAfterGrace() {
    long deadline = System.nanoTime() + GRACE.toNanos();
    TestDatabase observer =
        new TestDatabase(server, server.database(), server.user(), server.password(), roles);
    try (Connection connection = observer.connect();
        Statement statement = connection.createStatement()) {
      List<String> left = connected(statement);
      while (!left.isEmpty() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(LOOK_NANOS);
        left = connected(statement);
      }
      return left;
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private List<String> connected(Statement statement) throws SQLException {
    List<String> left = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(CONNECTED.formatted(name))) {
      while (rows.next()) {
        List<@Nullable String> row = new ArrayList<>();
        for (int column = 1; column <= 6; column++) {
          row.add(rows.getString(column));
        }
        left.add(row.toString());
      }
    }
    return left;
  }

  private static void run(Postgres server, String... statements) {
    try (Connection connection = server.connect(server.database());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
