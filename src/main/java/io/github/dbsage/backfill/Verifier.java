package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillReport.Check;
import io.github.dbsage.model.BackfillSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Looks whether all is as it should be, behind a backfill; changes nothing. */
final class Verifier {

  private final Job job;
  private final Batches batches;
  private final JobTables tables;

  /** Rests as workers do. */
  private final Consumer<Duration> rest;

  Verifier(Job job, Consumer<Duration> rest) {
    this.job = job;
    this.batches = new Batches(job);
    this.tables = job.tables();
    this.rest = rest;
  }

  List<Check> verify(Session session) {
    BackfillSpec.Verification wanted = job.spec().verify();
    List<Check> checks = new ArrayList<>();
    Long remaining = wanted.remaining();
    if (remaining != null && !job.needs().equals("true")) {
      checks.add(check("remaining", remaining(session), remaining));
    }
    BackfillSpec.Mismatches mismatches = wanted.mismatches();
    if (mismatches != null) {
      List<Session.Row> answer = session.exchange(readOnly(mismatches.sql()));
      long found = answer.isEmpty() ? 0 : answer.get(0).number(1);
      checks.add(check("mismatches", found, mismatches.max()));
    }
    BackfillSpec.Sample sample = wanted.sample();
    if (sample != null) {
      String limited =
          "SELECT pg_catalog.count(*) FROM ("
              + sample.sql().strip().replaceFirst(";$", "")
              + "\nLIMIT "
              + sample.limit()
              + ") s";
      checks.add(
          new Check("sample", session.exchange(readOnly(limited)).get(0).number(1), null, true));
    }
    return checks;
  }

  private static Check check(String what, long found, long limit) {
    return new Check(what, found, limit, found <= limit);
  }

  private static String readOnly(String sql) {
    return "BEGIN READ ONLY; " + sql.strip().replaceFirst(";$", "") + "\n; COMMIT";
  }

  /**
   * How many rows still need it. In physical order, a row that moves while extents are counted one
   * by one may be missed or counted twice: there, one snapshot counts all.
   */
  private long remaining(Session session) {
    if (job.key().isTid()) {
      return session
          .exchange(
              "SELECT pg_catalog.count(*) FROM "
                  + job.spec().table().quoted()
                  + " AS "
                  + batches.qualifier()
                  + " WHERE "
                  + job.needs())
          .get(0)
          .number(1);
    }
    long found = 0;
    for (Extent extent : extents(session)) {
      long start = System.nanoTime();
      found +=
          session
              .exchange(
                  "SELECT pg_catalog.count(*) FROM "
                      + batches.bare(extent.relation())
                      + " AS "
                      + batches.qualifier()
                      + " WHERE "
                      + batches.rest(extent, extent.lower())
                      + " AND "
                      + job.needs())
              .get(0)
              .number(1);
      rest.accept(Duration.ofNanos(System.nanoTime() - start));
    }
    return found;
  }

  /** The ranges; the last of each relation without its end: what came behind it counts too. */
  private List<Extent> extents(Session session) {
    return session.query(
        """
        SELECT x.relation, x.lower_key, CASE WHEN x.closed THEN NULL ELSE x.upper_key END
          FROM %s x WHERE x.job = ? AND x.kind = 'range' ORDER BY x.id
        """
            .formatted(tables.extents()),
        row ->
            new Extent(
                row.string(1), TextArray.read(row.text(2)), TextArray.read(row.text(3)), false),
        job.name());
  }
}
