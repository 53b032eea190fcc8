package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import io.github.dbsage.model.BackfillSpec.Throttling;

/** Clients that are at work, the backfill's own sessions left out. */
final class ActiveBackends implements Signal {

  private static final int DEFAULT_LIMIT = 50;

  /** Where all whose state is not seen would stay below this part of the limit, none has to be. */
  private static final double CALM = 0.7;

  /** A plain role is shown neither state nor type of other roles' sessions. */
  private static final String QUERY =
      Ours.WITH
          + """
          SELECT pg_catalog.count(*) FILTER (WHERE a.state = 'active'),
                 pg_catalog.count(*) FILTER (WHERE a.backend_type IS NULL),
                 pg_catalog.count(*) FILTER (WHERE a.state = 'disabled'),
                 current_user
          FROM pg_catalog.pg_stat_activity a
          WHERE (a.backend_type = 'client backend'
                 OR (a.backend_type IS NULL AND a.usesysid IS NOT NULL))
            AND a.pid NOT IN (SELECT pid FROM ours)
          """;

  @Override
  public String name() {
    return "active backends";
  }

  @Override
  public boolean isBasic() {
    return true;
  }

  @Override
  public Reading look(Probe probe) {
    Throttling asked = probe.spec().throttle();
    int limit = asked.activeBackends() == null ? DEFAULT_LIMIT : asked.activeBackends();
    return probe
        .session()
        .one(
            QUERY,
            row ->
                judge(
                    row.number(1), row.number(2), row.number(3), Math.max(1, limit), row.string(4)),
            Ours.application(probe),
            Ours.pids(probe));
  }

  private static Reading judge(long active, long hidden, long silent, int limit, String role) {
    double use = (double) active / limit;
    double most = (double) (active + hidden + silent) / limit;
    String limits = ", the limit is " + limit;
    if (use >= 1 || hidden + silent == 0) {
      return Reading.of(
          use, Words.count(active, "backend is", "backends are") + " active" + limits);
    }
    if (most < CALM) {
      return Reading.of(
          most,
          "at most "
              + Words.count(active + hidden + silent, "backend is", "backends are")
              + " active"
              + limits);
    }
    return Reading.unwatched(
        hidden == 0
            ? "track_activities is off for " + Words.count(silent, "session", "sessions")
            : Words.hidden(
                "whether "
                    + Words.count(
                        hidden, "session of another role is", "sessions of other roles are")
                    + " active is not shown to",
                role));
  }
}
