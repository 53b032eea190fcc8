package io.github.dbsage.db;

import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.UserError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/**
 * A database that can be talked to: opens sessions that are set up for migrations, and closes all
 * of them. {@link #open}, {@link #stop} and {@link #close} may be called from any thread.
 */
public final class Database implements AutoCloseable {

  private static final int OLDEST = 140_000;

  /**
   * Session defaults, so that RESET ALL and DISCARD ALL return to them: the server never ends a
   * session for being idle, and reads strings as those who split the files do, whatever the
   * database or the role sets. Timeouts are set where a statement needs one.
   */
  private static final String OPTIONS =
      "-c idle_session_timeout=0 -c idle_in_transaction_session_timeout=0"
          + " -c lock_timeout=0 -c statement_timeout=0"
          + " -c standard_conforming_strings=on";

  /** The server notices within a second that the client is gone. */
  private static final String CHECK = " -c client_connection_check_interval=1000";

  private final Target target;
  private final String applicationName;
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;
  private volatile Pooling pooling = Pooling.NONE;
  private boolean direct = true;
  private Endpoint endpoint = new Endpoint(null, 0);

  private Database(Target target, String applicationName) {
    this.target = target;
    this.applicationName = applicationName;
  }

  /** A database at an address; nothing is connected yet. */
  public static Database at(Target target, String applicationName) {
    return new Database(target, applicationName);
  }

  public Target target() {
    return target;
  }

  /**
   * Opens a session.
   *
   * @throws UserError one clear sentence, when that fails
   */
  public Session open() {
    try {
      Session session = new Session(connect(), () -> stopping);
      sessions.add(session);
      return session.behind(pooling);
    } catch (ServerFailure e) {
      throw new UserError(DbProblems.cannotConnect(target, e), e);
    } catch (SQLException e) {
      throw new UserError(DbProblems.cannotConnect(target, new ServerFailure(e)), e);
    }
  }

  /**
   * What the session is connected to; refuses a server that is too old.
   *
   * @throws UserError when it is
   */
  public DatabaseInfo inspect(Session session) {
    record Server(long number, String version, String user, int backend, Endpoint endpoint) {}
    Server server =
        session.one(
            """
            SELECT pg_catalog.current_setting('server_version_num'),
                   pg_catalog.split_part(pg_catalog.current_setting('server_version'), ' ', 1),
                   current_user, pg_catalog.pg_backend_pid(),
                   pg_catalog.host(pg_catalog.inet_server_addr()),
                   pg_catalog.current_setting('port')
            """,
            row ->
                new Server(
                    row.number(1),
                    row.string(2),
                    row.string(3),
                    (int) row.number(4),
                    new Endpoint(row.text(5), (int) row.number(6))));
    direct = session.isAnsweredBy(server.backend());
    endpoint = server.endpoint();
    if (server.number() < OLDEST) {
      throw new UserError(DbProblems.tooOld(target, server.version()));
    }
    return target.info(server.user(), server.version());
  }

  /**
   * Refuses what cannot be written: a standby, a read-only default.
   *
   * @throws UserError when the database is one
   */
  public void requireWritable(Session session) {
    record Mode(boolean standby, boolean readOnly, String user) {}
    Mode mode =
        session.one(
            """
            SELECT pg_catalog.pg_is_in_recovery(),
                   pg_catalog.current_setting('default_transaction_read_only') = 'on',
                   current_user
            """,
            row -> new Mode(row.flag(1), row.flag(2), row.string(3)));
    if (mode.standby()) {
      throw new UserError(DbProblems.standby(target));
    }
    if (mode.readOnly()) {
      throw new UserError(DbProblems.readOnly(target, mode.user()));
    }
  }

  /**
   * Refuses what a run lock does not hold behind; sets the session, and those that are opened
   * later, up for the pooler that is in between.
   *
   * @param session that was inspected
   * @param leased whether the run lock needs no session of its own
   * @throws UserError behind a pooler that lends its connections for a transaction and without a
   *     lease, and behind one that lends them for a statement
   */
  public void requireLockable(Session session, boolean leased) {
    if (direct) {
      return;
    }
    Pooling found;
    try (Session second = open()) {
      found = Pooler.between(session, second);
      sessions.remove(second);
    }
    if (found == Pooling.STATEMENT || (found == Pooling.TRANSACTION && !leased)) {
      throw new UserError(DbProblems.pooled(target, found, endpoint));
    }
    if (found.isShared() && !session.readsStandardStrings()) {
      throw new UserError(DbProblems.pooledStrings(target));
    }
    pooling = found;
    session.behind(found);
  }

  /**
   * Cancels the migration that runs now, and lets no further piece of one begin; what is ours to
   * write down still can be. Never fails.
   */
  public void stop() {
    stopping = true;
    sessions.forEach(Session::cancel);
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
    sessions.clear();
  }

  private PgConnection connect() throws SQLException {
    try {
      return connect(OPTIONS + CHECK);
    } catch (SQLException e) {
      // Some server platforms have no client_connection_check_interval: do without.
      if ("22023".equals(e.getSQLState())) {
        return connect(OPTIONS);
      }
      // A pooler does not know what to do with options; the session is set up by statements then.
      if ("08P01".equals(e.getSQLState())) {
        return connect("");
      }
      throw e;
    }
  }

  private PgConnection connect(String options) throws SQLException {
    Properties properties = new Properties();
    for (Map.Entry<String, String> entry : target.parameters().entrySet()) {
      properties.setProperty(entry.getKey(), entry.getValue());
    }
    if (target.user() != null) {
      properties.setProperty("user", target.user());
    }
    if (target.password() != null) {
      properties.setProperty("password", target.password());
    }
    String given = properties.getProperty("options", "");
    String all = (given + " " + options).strip();
    if (!all.isEmpty()) {
      properties.setProperty("options", all);
    }
    properties.setProperty("ApplicationName", applicationName);
    // Only then does the driver send the name with the start-up message, where DISCARD ALL finds
    // it.
    properties.setProperty("assumeMinServerVersion", "9.0");
    properties.setProperty("preferQueryMode", "simple");
    properties.setProperty("autosave", "never");
    properties.setProperty("readOnly", "false");
    properties.setProperty("tcpKeepAlive", "true");
    // The driver would give up a statement that is at work; statement_timeout is the honest way.
    properties.setProperty("socketTimeout", "0");
    properties.putIfAbsent("connectTimeout", "10");
    String database = URLEncoder.encode(target.database(), StandardCharsets.UTF_8);
    String url = "jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + database;
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new UserError(DbProblems.unreadableUrl("pgJDBC does not understand its host"));
    }
    return connection.unwrap(PgConnection.class);
  }
}
