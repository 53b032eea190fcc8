package io.github.dbsage.report.format;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.Kind;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.model.StepReport.StatementReport;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.Version;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same few reports for every format. */
final class Samples {

  static final String FOLDER = "src/main/db/migrations/";
  static final DatabaseInfo DATABASE = new DatabaseInfo("127.0.0.1", 54321, "shop", "app", "18.6");

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
                new StatementReport(7, "INSERT INTO customers VALUES ('Ünï \"x\" 😀')", 4L, 12L)),
            21L,
            RollbackState.PROVEN);
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
            0,
            List.of(),
            null,
            RollbackState.DIFFERS);
    StepReport check =
        new StepReport(null, "smoke", Kind.CHECK, State.RESUMED, 0, List.of(), 0L, null);
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
        error);
  }

  /** Every key that can be null is null. */
  static Report bare() {
    return new Report(
        "validate-plan",
        true,
        null,
        null,
        List.of(new StepReport(null, "x", Kind.SQL, State.PENDING, 0, List.of(), null, null)),
        List.of(),
        Problem.of("NO_SERVER", "No server answers.", null, null));
  }

  /** Nothing at all. */
  static Report empty() {
    return new Report("status", true, null, null, List.of(), List.of(), null);
  }
}
