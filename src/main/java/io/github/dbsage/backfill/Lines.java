package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Opens the sessions of a job, and opens them again when they were lost: on the same database, in
 * the same cluster, which takes writes. Thread-safe.
 */
final class Lines {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Job job;
  private final Crew crew;
  private final String host;
  private final Duration patience;
  private final AtomicReference<@Nullable Identity> first = new AtomicReference<>();
  private volatile boolean ended;

  /**
   * @param patience how long a server may be away before it is given up
   */
  Lines(Job job, Crew crew, String host, Duration patience) {
    this.job = job;
    this.crew = crew;
    this.host = host;
    this.patience = patience;
  }

  private record Identity(boolean recovering, String system, String started) {}

  /** Takes note of why a session is gone. */
  void lost(ServerFailure failure) {
    ended |= failure.is("57P01");
  }

  /** Names a session that only looks. */
  void name(Session session) {
    setUp(session, 0);
  }

  /**
   * A session that is set up. A worker's is not waited for when all is over; what became of it must
   * still be written down by the one that looks.
   *
   * @param number of the worker; 0 for one that only looks
   * @throws UserError where the server stays away, or is another one
   */
  Session open(Database database, int number) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Session session = null;
      try {
        session = database.openOnce();
        Identity identity = identity(session);
        if (!identity.recovering()) {
          known(identity);
          setUp(session, number);
          return session;
        }
        session.close();
        if (System.nanoTime() > end || gone(number)) {
          throw new UserError(JobProblems.standby(job));
        }
      } catch (UserError e) {
        close(session);
        if (first.get() == null || System.nanoTime() > end || gone(number)) {
          throw e;
        }
      } catch (ServerFailure e) {
        close(session);
        if (!e.connectionLost() || System.nanoTime() > end || gone(number)) {
          throw e;
        }
      }
      if (number == 0) {
        crew.pauseFor(pause);
      } else {
        crew.rest(pause);
      }
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
              ? LONGEST_PAUSE
              : pause.multipliedBy(2);
    }
  }

  private boolean gone(int number) {
    return number > 0 && crew.isOver();
  }

  private static void close(@Nullable Session session) {
    if (session != null) {
      session.close();
    }
  }

  private void known(Identity now) {
    Identity before = first.getAndUpdate(old -> old == null ? now : old);
    if (before == null) {
      return;
    }
    if (!before.system().equals(now.system())) {
      throw new UserError(JobProblems.otherCluster(job, before.system(), now.system()));
    }
    boolean restarted = !before.started().equals(now.started());
    if (restarted) {
      first.set(now);
    } else if (ended && crew.isUnwelcome()) {
      crew.pause("57P01: somebody ended its sessions three times within a minute");
    }
    ended = false;
  }

  private Identity identity(Session session) {
    return session.one(
        """
        SELECT pg_catalog.pg_is_in_recovery(),
               (SELECT system_identifier FROM pg_catalog.pg_control_system()),
               pg_catalog.pg_postmaster_start_time()
        """,
        row -> new Identity(row.flag(1), row.string(2), row.string(3)));
  }

  private void setUp(Session session, int number) {
    if (session.isShared()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    text.append(SessionSettings.ISOLATION)
        .append("; SET application_name = ")
        .append(Literal.of(job.application() + host + ":" + number));
    if (number == 0) {
      session.send(text.toString());
      return;
    }
    SessionSettings.of(job.spec())
        .forEach((name, value) -> text.append("; SET " + name + " = " + value));
    session.send(text.toString());
    SessionSettings.keepalives()
        .forEach(
            (name, value) -> {
              try {
                session.send("SET " + name + " = " + value);
              } catch (ServerFailure e) {
                if (!e.is("22023")) {
                  throw e;
                }
                // This platform has no such thing.
              }
            });
  }
}
