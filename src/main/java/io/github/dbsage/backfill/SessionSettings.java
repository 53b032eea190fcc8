package io.github.dbsage.backfill;

import io.github.dbsage.model.BackfillSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is set in a worker's session. */
final class SessionSettings {

  /** A batch that takes so much longer than it should is given up, and tried smaller. */
  private static final int TARGETS = 20;

  private static final Duration LEAST = Duration.ofSeconds(30);

  /** Who waits for a row wants to see it as it is then, whatever the database's default. */
  static final String ISOLATION = "SET default_transaction_isolation = 'read committed'";

  private SessionSettings() {}

  /** Names and values, as SQL. */
  static Map<String, String> of(BackfillSpec spec) {
    Map<String, String> settings = new LinkedHashMap<>();
    Duration statement = spec.target().multipliedBy(TARGETS);
    settings.put("lock_timeout", ms(spec.lockTimeout()));
    settings.put("statement_timeout", ms(statement.compareTo(LEAST) < 0 ? LEAST : statement));
    settings.put("idle_in_transaction_session_timeout", "'10s'");
    settings.put("synchronous_commit", spec.asyncCommit() ? "off" : "on");
    settings.put("jit", "off");
    if (spec.statement() == null) {
      // The ranges are small, whatever the statistics say of the table's end.
      settings.put("enable_seqscan", "off");
    }
    return settings;
  }

  /** How the server finds out that this host is gone, where the connection goes over a network. */
  static Map<String, String> keepalives() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("tcp_keepalives_idle", "5");
    settings.put("tcp_keepalives_interval", "2");
    settings.put("tcp_keepalives_count", "3");
    settings.put("tcp_user_timeout", "10000");
    return settings;
  }

  static String ms(Duration duration) {
    return "'" + duration.toMillis() + "ms'";
  }
}
