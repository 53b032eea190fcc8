package io.github.dbsage.preflight;

import io.github.dbsage.db.Session;
import java.util.ArrayList;
import java.util.List;

/** Standbys that lag, or that commits would wait for and that are not there. */
final class Replicas {

  /** Seconds from which a lag is worth a word. */
  private static final int LAG = 10;

  private Replicas() {}

  private record State(boolean hidden, String synchronous, long present) {}

  static List<String> of(Session session) {
    State state =
        session.one(
            """
            SELECT NOT pg_catalog.pg_has_role('pg_monitor', 'USAGE')
                   AND NOT (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user),
                   pg_catalog.current_setting('synchronous_standby_names'),
                   (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_replication
                     WHERE sync_state IN ('sync', 'quorum'))
            """,
            row -> new State(row.flag(1), row.string(2), row.number(3)));
    List<String> found = new ArrayList<>();
    if (!state.synchronous().isEmpty() && state.present() == 0 && !state.hidden()) {
      found.add(
          "no synchronous standby is connected, and synchronous_standby_names is "
              + state.synchronous()
              + ": commits wait until one is");
    }
    found.addAll(
        session.query(
            """
            SELECT pg_catalog.format('the standby %%s lags behind by %%s s: it replays what a'
                     ' migration writes later still',
                     coalesce(nullif(application_name, ''), host(client_addr), '?'),
                     pg_catalog.round(extract(epoch FROM replay_lag)))
              FROM pg_catalog.pg_stat_replication
             WHERE replay_lag > %d * interval '1 second'
             ORDER BY replay_lag DESC
            """
                .formatted(LAG),
            row -> row.string(1)));
    return found;
  }
}
