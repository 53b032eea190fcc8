package io.github.dbsage.report.format;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.DriftReport;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Hazard;
import io.github.dbsage.model.HistoryReport;
import io.github.dbsage.model.LockMeeting;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.SchemaDrift;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Standing;
import io.github.dbsage.model.StatementTrace;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.Kind;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.model.StepReport.StatementReport;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.Version;
import io.github.dbsage.model.Withdrawn;
import io.github.dbsage.sql.LockMode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same few reports for every format. */
final class Samples {

  static final String FOLDER = "src/main/db/migrations/";
  static final DatabaseInfo DATABASE = new DatabaseInfo("127.0.0.1", 54321, "shop", "app", "18.6");

  static final Hazard DROP_COLUMN =
      new Hazard(
          "DROP_COLUMN",
          Severity.ERROR,
          "Dropping a column breaks what reads it, and loses its data.",
          "hazards/DROP_COLUMN.md");

  private Samples() {}

  static Place place(String name, int line, int column) {
    return new Place(FOLDER + name + ".sql", line, column);
  }

  static Step step(String title) {
    String version = title.substring(0, Version.LENGTH);
    Source source =
        new Source() {
          @Override
          public String file() {
            return FOLDER + title + ".sql";
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(new byte[0]);
          }
        };
    return new SqlStep(
        new Version(version),
        title.substring(Version.LENGTH + 1),
        Checksum.OF_NOTHING,
        Checksum.OF_NOTHING,
        source,
        Rollback.MISSING,
        TransactionMode.AUTO,
        Timeouts.NONE,
        Map.of(),
        true,
        new SqlStep.Shape(1, false, false, 1));
  }

  static StepReport report(String title, State state, int statements, @Nullable Long ms) {
    return new StepReport(
        new Version(title.substring(0, Version.LENGTH)),
        title.substring(Version.LENGTH + 1),
        Kind.SQL,
        state,
        statements,
        List.of(),
        ms,
        null);
  }

  /** One that a dry run tried. */
  static StepReport tried(String title, RollbackState rollback, StepReport.HeldLock... locks) {
    return new StepReport(
        new Version(title.substring(0, Version.LENGTH)),
        title.substring(Version.LENGTH + 1),
        Kind.SQL,
        State.APPLIED,
        1,
        List.of(),
        7L,
        rollback,
        null,
        List.of(locks),
        null);
  }

  static StepReport.HeldLock held(String relation, LockMode mode) {
    return new StepReport.HeldLock(relation, mode.words(), 3, 5, mode.blocks());
  }

  static StepReport pending(String title) {
    return new StepReport(
        new Version(title.substring(0, Version.LENGTH)),
        title.substring(Version.LENGTH + 1),
        Kind.SQL,
        State.PENDING,
        1,
        List.of(),
        null,
        null);
  }

  /** How a backfill went that met everything. */
  static BackfillReport filled() {
    return new BackfillReport(
        "emails",
        "failed",
        "public.users",
        "id",
        List.of("batches of 5,000 rows: a row has about 80 bytes"),
        1_000_000,
        600_000,
        1_000_120,
        240,
        2,
        3,
        5,
        List.of(
            new BackfillReport.Poison(
                "id = 4711", "23514", "new row for relation \"users\" violates check \"lower\"")),
        12,
        List.of(
            new BackfillReport.SlowDown(
                "active backends", "62 backends are active, the limit is 50", 12_300)),
        List.of(
            new BackfillReport.Point(0, 400_000, 0, 5_000, 100, null),
            new BackfillReport.Point(12_000, 700_000, 25_000, 2_500, 60, "active backends")),
        List.of(
            new BackfillReport.Check("remaining", 0, 0L, true),
            new BackfillReport.Check("mismatches", 7, 0L, false),
            new BackfillReport.Check("sample", 100, null, true)),
        24_300);
  }

  /** Every key has a value. */
  static Report full() {
    StepReport applied =
        new StepReport(
            new Version("20251027120000"),
            "create_customers",
            Kind.SQL,
            State.APPLIED,
            2,
            List.of(
                new StatementReport(3, "CREATE TABLE customers (name text)", null, null),
                new StatementReport(
                    7,
                    "INSERT INTO customers VALUES ('Ünï \"x\" 😀')",
                    4L,
                    12L,
                    new StatementTrace(
                        List.of(
                            new StatementTrace.TakenLock(
                                "public.customers", "SHARE", List.of("INSERT"))),
                        List.of("public.customers"),
                        List.of("public.orders"),
                        List.of("public.customers_name")))),
            21L,
            RollbackState.PROVEN,
            "added table public.customers\n",
            List.of(new StepReport.HeldLock("public.customers", "SHARE", 7, 4, List.of("INSERT"))),
            new Standing(
                true,
                true,
                Standing.State.INTERRUPTED,
                Difference.COMMENTS,
                false,
                Standing.WayBack.UNRECORDED,
                "sql",
                "2025-10-27T12:00:00Z",
                "app",
                "0.1.0",
                3,
                "running",
                "repair on 2025-10-28 12:00:00 UTC by app"));
    StepReport failed =
        new StepReport(
            new Version("20251027120100"),
            "total",
            Kind.SQL,
            State.FAILED,
            1,
            List.of(),
            3L,
            RollbackState.FORWARD_ONLY);
    StepReport gate =
        new StepReport(
            null, "app-v2", Kind.GATE, State.WAITING, 0, List.of(), null, RollbackState.MISSING);
    StepReport backfill =
        new StepReport(
            new Version("20251027120200"),
            "emails",
            Kind.BACKFILL,
            State.ROLLED_BACK,
            1,
            List.of(),
            null,
            RollbackState.DIFFERS,
            null,
            List.of(),
            filled(),
            null);
    StepReport check =
        StepReport.check(
            "emails copied",
            12,
            Problem.of(
                "CHECK_FAILED",
                "The check emails copied does not hold: expected 0, found 3.",
                new Place("src/main/db/migration-plan.yaml", 14, 60),
                null));
    Finding finding =
        new Finding(
            "PLACEHOLDER_UNKNOWN",
            Severity.ERROR,
            Certainty.POSSIBLE,
            place("20251027120100_total", 2, 9),
            "SELECT '${x}'",
            "The placeholder ${x} has no value.",
            "The statement would not run.",
            "Give it one with -Ddbsage.placeholders.x=….");
    Problem error =
        new Problem(
            "STATEMENT_FAILED",
            "column \"totl\" does not exist",
            place("20251027120100_total", 3, 8),
            "It was never there.",
            "Correct the file, then run mvn dbsage:apply again.",
            "42703",
            "Perhaps you meant to reference the column \"orders.total\".");
    return new Report(
        "apply",
        false,
        new Report.Waiting("app-v2", "deploy"),
        DATABASE,
        List.of(applied, failed, gate, backfill, check),
        List.of(
            finding,
            Finding.warning(
                "CHECKSUM_HEADER", Place.startOf("a.sql"), "The header is not stamped.", null)),
        List.of(
            new Suppressed(
                new Finding(
                    "DROP_COLUMN",
                    Severity.WARNING,
                    Certainty.CONFIRMED,
                    place("20251027120100_total", 9, 5),
                    "ALTER TABLE orders DROP COLUMN vat",
                    "The column vat goes, with its data.",
                    "What reads it fails.",
                    null),
                "the application stopped reading it in v2",
                place("20251027120100_total", 8, 1))),
        List.of(
            new Withdrawn(
                new Finding(
                    "SET_NOT_NULL_SCAN",
                    Severity.ERROR,
                    Certainty.POSSIBLE,
                    place("20251027120100_total", 11, 5),
                    "ALTER TABLE orders ALTER total SET NOT NULL",
                    "The table orders is scanned.",
                    "Nobody reads it meanwhile.",
                    null),
                "it was not read from end to end")),
        List.of(DROP_COLUMN),
        new DriftReport(
            List.of(
                new DriftReport.Changed(
                    new Version("20251027120000"), "create_customers", Difference.CODE)),
            List.of(new DriftReport.Named(new Version("20251027110000"), "gone")),
            List.of(new DriftReport.Named(new Version("20251027115900"), "late")),
            new SchemaDrift(
                "target/dbsage/drift.diff",
                List.of("table public.extra"),
                List.of("index public.lost"),
                List.of("table public.orders"),
                List.of(
                    new SchemaDrift.WrongOwner(
                        "table public.orders",
                        "alice",
                        "app",
                        "ALTER TABLE public.orders OWNER TO app;")))),
        new HistoryReport(
            "public",
            HistoryReport.Tables.TEMPLATE,
            false,
            "This database holds the history of Flyway.",
            new HistoryReport.Counts(1, 2, 3, 4, 5, 6, 7, 8),
            new HistoryReport.Action(
                "2025-10-27T12:00:00Z",
                "apply",
                "20251027120000",
                "app",
                "alice",
                "build-7",
                "the release"),
            "0.1.0",
            new HistoryReport.Running(
                "dbsage apply alice@build-7", 123, "app", "10.0.0.7", "2025-10-27T12:00:00Z"),
            "target/dbsage/status.sql"),
        new SnapshotReport(
            "target/dbsage/schema.diff",
            7,
            "old.txt",
            "new.txt",
            List.of("table public.orders"),
            List.of("index public.orders_total"),
            List.of("view public.open_orders")),
        List.of(
            new LockMeeting(
                new Version("20251027120100"),
                "pid 7, user app",
                "ACCESS SHARE on public.orders",
                List.of("dbsage apply"),
                1_200)),
        error);
  }

  /** Every key that can be null is null, or stands in something that can be. */
  static Report bare() {
    Standing standing =
        new Standing(
            true,
            false,
            Standing.State.PENDING,
            null,
            true,
            Standing.WayBack.NONE,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return new Report(
        "validate-plan",
        true,
        null,
        null,
        List.of(
            new StepReport(null, "x", Kind.SQL, State.PENDING, 0, List.of(), null, null),
            new StepReport(null, "y", Kind.SQL, State.PENDING, 0, List.of(), null, null, standing)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        new DriftReport(
            List.of(),
            List.of(),
            List.of(),
            new SchemaDrift(null, List.of(), List.of(), List.of(), List.of())),
        new HistoryReport(
            "public",
            HistoryReport.Tables.ABSENT,
            true,
            null,
            new HistoryReport.Counts(0, 0, 0, 0, 0, 0, 0, 0),
            new HistoryReport.Action(
                "2025-10-27T12:00:00Z", "adopt", null, "app", null, null, null),
            null,
            new HistoryReport.Running("a session", 1, "?", null, null),
            null),
        new SnapshotReport(null, 0, null, null, List.of(), List.of(), List.of()),
        List.of(new LockMeeting(null, "pid 7", "a lock", List.of(), 0)),
        Problem.of("NO_SERVER", "No server answers.", null, null));
  }

  /** Nothing at all. */
  static Report empty() {
    return new Report("status", true, null, null, List.of(), List.of(), null);
  }
}
