package io.github.dbsage.db;

import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.UserError;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A database that can be talked to: opens sessions that are set up for migrations, and closes all
 * of them. {@link #open}, {@link #stop} and {@link #close} may be called from any thread.
 */
public final class Database implements AutoCloseable {

  private static final int OLDEST = 140_000;

  /** The newest major version that all of this was tried on. */
  private static final int NEWEST = 18;

  private final String applicationName;
  private final Retries retries;
  private final List<Session> sessions = new CopyOnWriteArrayList<>();
  private volatile boolean stopping;
  private volatile Pooling pooling = Pooling.NONE;
  private boolean direct = true;
  private ServerAddress address = new ServerAddress(null, 0);

  /** Of several hosts, after the first connection the one that answered. */
  private volatile Target target;

  private Database(Target target, String applicationName, Retries retries) {
    this.target = target;
    this.applicationName = applicationName;
    this.retries = retries;
  }

  /** A database at an address; nothing is connected yet, and nothing will be tried twice. */
  public static Database at(Target target, String applicationName) {
    return new Database(target, applicationName, Retries.NONE);
  }

  /** A database at an address; nothing is connected yet. */
  public static Database at(Target target, String applicationName, Retries retries) {
    return new Database(target, applicationName, retries);
  }

  public Target target() {
    return target;
  }

  /**
   * Opens a session, if need be at the second or third try. The first one of several hosts settles
   * which host it is: the run lock and the work must meet on one server.
   *
   * @throws UserError one clear sentence, when that fails
   */
  public Session open() {
    for (int number = 1; ; number++) {
      List<ConnectFailure> failures = new ArrayList<>();
      Session session = connectAny(failures);
      if (session != null) {
        return session;
      }
      Optional<ConnectFailure> passing = passing(failures);
      if (passing.isEmpty() || number > retries.most() || stopping) {
        throw ConnectFailure.error(target, failures);
      }
      retries.pause(number, passing.get());
    }
  }

  /** Opens a session at the first try, for those who wait in a way of their own. */
  public Session openOnce() {
    List<ConnectFailure> failures = new ArrayList<>();
    Session session = connectAny(failures);
    if (session == null) {
      throw ConnectFailure.error(target, failures);
    }
    return session;
  }

  /** The failure that makes it worth while to try again, unless one is for good. */
  private static Optional<ConnectFailure> passing(List<ConnectFailure> failures) {
    return failures.stream().anyMatch(f -> f.kind() == ConnectFailure.Kind.FINAL)
        ? Optional.empty()
        : failures.stream().filter(f -> f.kind() == ConnectFailure.Kind.PASSING).findFirst();
  }

  private @Nullable Session connectAny(List<ConnectFailure> failures) {
    ServerRole role = target.role();
    Session session = connectAny(role, failures);
    if (session != null || role != ServerRole.PREFER_STANDBY) {
      return session;
    }
    failures.clear();
    return connectAny(ServerRole.ANY, failures);
  }

  /** The endpoints in their order, until one is right or has said no for good. */
  private @Nullable Session connectAny(ServerRole role, List<ConnectFailure> failures) {
    Target all = target;
    for (Endpoint endpoint : all.endpoints()) {
      Target one = all.at(endpoint);
      try {
        Session session = new Session(Connector.connect(one, applicationName), () -> stopping);
        if (isWanted(session, role)) {
          return settled(session, one);
        }
        session.close();
        failures.add(ConnectFailure.otherRole(one, role));
      } catch (SQLException e) {
        ConnectFailure failure = ConnectFailure.of(one, e);
        failures.add(failure);
        if (failure.kind() == ConnectFailure.Kind.FINAL) {
          return null;
        }
      }
    }
    return null;
  }

  private Session settled(Session session, Target one) {
    sessions.add(session);
    target = one;
    try {
      return session.behind(pooling);
    } catch (ServerFailure e) {
      throw new UserError(DbProblems.cannotConnect(one, e), e);
    }
  }

  private static boolean isWanted(Session session, ServerRole role) {
    if (role == ServerRole.ANY) {
      return true;
    }
    record Mode(boolean standby, boolean readOnly) {}
    Mode mode =
        session.one(
            """
            SELECT pg_catalog.pg_is_in_recovery(),
                   pg_catalog.current_setting('transaction_read_only') = 'on'
            """,
            row -> new Mode(row.flag(1), row.flag(2)));
    return role.accepts(mode.standby(), mode.readOnly());
  }

  /**
   * What the session is connected to; refuses a server that is too old.
   *
   * @throws UserError when it is
   */
  public DatabaseInfo inspect(Session session) {
    record Server(long number, String version, String user, int backend, ServerAddress address) {}
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
                    new ServerAddress(row.text(5), (int) row.number(6))));
    direct = session.isAnsweredBy(server.backend());
    address = server.address();
    if (server.number() < OLDEST) {
      throw new UserError(DbProblems.tooOld(target, server.version()));
    }
    return target.info(server.user(), server.version());
  }

  /** What to say of a server newer than those that all of this was tried on; else null. */
  public @Nullable String newer(DatabaseInfo info) {
    String major = info.serverVersion().split("\\D", 2)[0];
    Integer number = Values.number(major);
    return number == null || number <= NEWEST
        ? null
        : "PostgreSQL "
            + major
            + " is newer than DB Sage knows ("
            + OLDEST / 10_000
            + " to "
            + NEWEST
            + "): look for a newer DB Sage";
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
      throw new UserError(DbProblems.pooled(target, found, address));
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
}
