package io.github.dbsage.report.format;

import static io.github.dbsage.report.format.Samples.DATABASE;
import static io.github.dbsage.report.format.Samples.place;
import static io.github.dbsage.report.format.Samples.report;
import static io.github.dbsage.report.format.Samples.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Sink;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.StepReport.State;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.Version;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.testing.Goldens;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsoleFormatTest {

  private static final String CUSTOMERS = "20251027120000_create_customers";
  private static final String PRODUCTS = "20251027120100_create_products";
  private static final String INDEX = "20251027120200_index_products_by_name";
  private static final String TOTAL = "20251027120300_orders_total";
  private static final String SEARCH = "20251027120400_search";

  @Test
  void showsARunThatAppliesEverything() {
    golden("apply-success", applySuccess());
  }

  @Test
  void showsARunThatFailsInAStatement() {
    golden("apply-failure", applyFailure());
  }

  @Test
  void showsARunWithNothingToDo() {
    golden(
        "apply-nothing",
        List.of(
            new Event.GoalStarted("apply"),
            new Event.Connected(DATABASE),
            new Event.Planned(0, 14),
            ended("apply", true, List.of(), List.of(), null)));
  }

  @Test
  void showsARunThatIsContinuedBehindSomebodyElses() {
    golden("apply-resumed", applyResumed());
  }

  @Test
  void showsWhatADryRunSawOfLocksAndRollbacks() {
    List<StepReport> steps =
        List.of(
            Samples.tried(CUSTOMERS, RollbackState.PROVEN),
            Samples.tried(PRODUCTS, RollbackState.DIFFERS),
            Samples.tried(INDEX, RollbackState.MISSING),
            Samples.tried(
                INDEX,
                RollbackState.FORWARD_ONLY,
                Samples.held("public.orders", LockMode.ACCESS_EXCLUSIVE),
                Samples.held("public.b\u001bad", LockMode.SHARE),
                Samples.held("public.weak", LockMode.SHARE_UPDATE_EXCLUSIVE)));
    List<Event> events = new ArrayList<>();
    events.add(new Event.Planned(4, 9));
    steps.forEach(step -> events.add(new Event.StepEnded(step, null)));
    events.add(
        new Event.GoalEnded(
            new Report("dry-run", true, null, null, steps, List.of(), null),
            Duration.ofMillis(420)));
    golden("dry-run", events);
  }

  @Test
  void showsARunThatStopsInFrontOfAGate() {
    golden(
        "apply-waiting",
        List.of(
            new Event.Connected(DATABASE),
            new Event.Planned(3, 9),
            new Event.StepStarted(step(CUSTOMERS), 1, 3, 1, 1),
            new Event.StepEnded(report(CUSTOMERS, State.APPLIED, 1, 9L), null),
            new Event.StepEnded(report(PRODUCTS, State.SKIPPED, 2, null), null),
            new Event.StepEnded(Samples.pending(INDEX), null),
            new Event.GoalEnded(
                new Report(
                    "apply",
                    true,
                    new Report.Waiting("app-v2", "deploy"),
                    DATABASE,
                    List.of(report(CUSTOMERS, State.APPLIED, 1, 9L), Samples.pending(INDEX)),
                    List.of(),
                    null),
                Duration.ofMillis(420))));
  }

  @Test
  void showsAStatementThatWaitsAndOneThatTakesLong() {
    golden(
        "apply-lock-wait",
        List.of(
            new Event.Connected(DATABASE),
            new Event.Planned(2, 9),
            new Event.StepStarted(step(TOTAL), 1, 2, 2, 1),
            new Event.LockWait(
                "line 3, ALTER TABLE orders\n  ADD COLUMN total numeric " + "x".repeat(100),
                "ACCESS EXCLUSIVE on public.orders",
                Duration.ofMillis(1020),
                List.of(
                    "pid 4711 (user app, psql from 10.0.0.7): idle in transaction for 312 s",
                    "a prepared transaction: maybe 'x'"),
                "SELECT pg_terminate_backend(4711);"),
            new Event.LockWait(
                "the COMMIT",
                "another transaction to end",
                Duration.ofSeconds(11),
                List.of("a prepared transaction: maybe 'x'"),
                null),
            new Event.Delayed(new Version("20260102120000"), 3, Duration.ofMillis(1234)),
            new Event.StepEnded(report(TOTAL, State.APPLIED, 2, 12_000L), null),
            new Event.StepStarted(step(INDEX), 2, 2, 1, 1),
            new Event.StillRunning(
                "one of 2 statements, lines 2 to 9", Duration.ofSeconds(5), null),
            new Event.StillRunning(
                "line 2, CREATE INDEX i ON t (a)",
                Duration.ofSeconds(75),
                new Event.Progress(
                    "CREATE INDEX on public.t",
                    "building index: scanning table",
                    1_234_567,
                    2_742_001,
                    "blocks")),
            new Event.StillRunning(
                "line 2, COPY t FROM STDIN",
                Duration.ofSeconds(135),
                new Event.Progress("COPY on public.t", "copying", 99_000, 0, "rows")),
            new Event.StepEnded(report(INDEX, State.APPLIED, 1, 140_000L), null),
            ended(
                "apply",
                true,
                List.of(
                    report(TOTAL, State.APPLIED, 2, 12_000L),
                    report(INDEX, State.APPLIED, 1, 140_000L)),
                List.of(),
                null)));
  }

  @Test
  void showsHowABackfillGoesAndWhatItLeaves() {
    List<Event> events = new ArrayList<>();
    events.add(new Event.Planned(1, 9));
    events.add(new Event.StepStarted(step(TOTAL), 1, 1, 1, 1));
    events.add(progress(400_000, null));
    events.add(progress(440_000, null));
    events.add(progress(480_000, "62 backends are active, the limit is 50"));
    events.add(
        new Event.StepEnded(
            filled(State.FAILED),
            Problem.of(
                "BACKFILL_POISON",
                "12 rows cannot be filled.",
                null,
                "Mend them, then run mvn dbsage:apply again.")));
    events.add(ended("apply", false, List.of(filled(State.FAILED)), List.of(), null));
    golden("backfill", events);
  }

  @Test
  void showsABackfillsProgressAtGrowingIntervals() {
    List<Event> events = new ArrayList<>();
    for (int second = 0; second < 120; second++) {
      events.add(progress(second * 1_000L, null));
    }
    assertThat(run(StandardCharsets.UTF_8, false, events))
        .extracting(line -> line.replaceAll("^.*  ([0-9]+),?0* .*", "$1"))
        .containsExactly("0", "2", "7", "17", "47", "77", "107");
  }

  @Test
  void showsAtOnceWhatBeginsToHoldABackfillBack() {
    List<Event> events = new ArrayList<>();
    for (int second = 0; second < 15; second++) {
      events.add(progress(second, second >= 13 ? "held" : null));
    }
    assertThat(run(StandardCharsets.UTF_8, false, events))
        .hasSize(4)
        .last(InstanceOfAssertFactories.STRING)
        .endsWith(": held");
  }

  private static Event progress(long rows, @Nullable String held) {
    return new Event.BackfillProgress(
        "emails",
        rows,
        rows / 1_000_000.0,
        1_000_000,
        41_200,
        held == null ? Duration.ofSeconds(16) : null,
        5_000,
        2,
        held == null ? 100 : 60,
        held);
  }

  private static StepReport filled(State state) {
    return new StepReport(
        new Version("20251027120300"),
        "orders_total",
        StepReport.Kind.BACKFILL,
        state,
        1,
        List.of(),
        24_400L,
        null,
        null,
        List.of(),
        Samples.filled(),
        null);
  }

  @Test
  void showsADatabaseThatCannotBeReached() {
    Problem problem =
        Problem.of(
                "CONNECTION_REFUSED",
                "No PostgreSQL server answers at db.example.org:5432.",
                null,
                "Start it, or correct -Ddbsage.url.")
            .because("Connection refused");
    golden(
        "connection-refused",
        List.of(
            new Event.GoalStarted("apply"), ended("apply", false, List.of(), List.of(), problem)));
  }

  @Test
  void showsFindingsByFile() {
    golden("findings", findings());
  }

  @Test
  void showsHazardsWithWhatToWriteInstead() {
    golden("hazards", hazards());
  }

  @Test
  void foldsWhatNobodyWouldRead() {
    golden("folded", folded());
  }

  @Test
  void saysThatAFindingIsSuppressedEvenWhereNothingElseIsToBeSaid() {
    Finding finding = Finding.warning("DROP_COLUMN", place(TOTAL, 2, 3), "m", null);
    Report report =
        new Report(
            "apply",
            true,
            null,
            null,
            List.of(),
            List.of(),
            List.of(new Suppressed(finding, "nobody\n reads it", place(TOTAL, 1, 1))),
            List.of(),
            List.of(),
            null,
            null,
            null,
            List.of(),
            null);
    assertThat(
            run(
                StandardCharsets.UTF_8,
                false,
                List.of(
                    new Event.Planned(0, 14), new Event.GoalEnded(report, Duration.ofMillis(9)))))
        .containsExactly(
            "[INFO] The database is up to date: 14 migrations applied.",
            "[INFO] ",
            "[INFO] suppressed DROP_COLUMN at " + finding.where() + ", because nobody reads it",
            "[INFO] ",
            "[INFO] apply done in 9 ms, 1 suppressed.");
  }

  @Test
  void showsATable() {
    golden(
        "status",
        List.of(
            new Event.Connected(DATABASE),
            new Event.Table(
                List.of("version", "name", "state", "applied at"),
                List.of(
                    List.of("20251027120000", "create_customers", "applied", "2025-10-27 12:00"),
                    List.of("20251027120100", "价格表", "applied", "2025-10-27 12:01"),
                    List.of("20251027120200", "café\u0301 \n x", "pending"))),
            ended("status", true, List.of(), List.of(), null)));
  }

  @Test
  void showsAnEmptyProject() {
    golden(
        "empty",
        List.of(
            new Event.ServerStarted("18.6", 54321, Duration.ofSeconds(125)),
            new Event.Connected(DATABASE),
            new Event.Planned(0, 0),
            ended("apply", true, List.of(), List.of(), null)));
  }

  @Test
  void showsEveryStateOfAStep() {
    List<Event> events = new ArrayList<>();
    for (State state : State.values()) {
      events.add(new Event.StepEnded(report(CUSTOMERS, state, 1, null), null));
      events.add(new Event.StepEnded(report(PRODUCTS, state, 2345, 61_000L), null));
    }
    events.add(
        new Event.StepEnded(
            new StepReport(
                null, "app-v2", StepReport.Kind.GATE, State.WAITING, 0, List.of(), null, null),
            null));
    golden("states", events);
  }

  @Test
  void letsNothingFromOutsideControlTheTerminal() {
    List<String> lines =
        run(
            StandardCharsets.UTF_8,
            false,
            List.of(
                new Event.Notice("NOTICE", "a\u001b[31mb\u0007\u202ec\r\nd\te", "f\u2028g"),
                new Event.Remark("x\u009by"),
                new Event.LockAwaited("p\u001bq", Duration.ofSeconds(5))));
    assertThat(lines)
        .containsExactly(
            "[INFO] NOTICE  a\uFFFD[31mb\uFFFD\uFFFDc",
            "[INFO]         d\te",
            "[INFO]         f\uFFFDg",
            "[INFO] x\uFFFDy",
            "[WARNING] Waiting for the run lock (5.0 s): p\uFFFDq");
  }

  @Test
  void masksSecretsEvenInSourceLinesAndKeepsTheCaretUnderItsColumn() {
    String line = "ALTER ROLE a PASSWORD 'very long secret' VALID UNTL 'x'; -- hunter2!";
    Place where = place(TOTAL, 1, line.indexOf("UNTL") + 1);
    Lines lines = new Lines(false);
    ConsoleFormat console =
        new ConsoleFormat(
            lines, place -> line, () -> Redaction.of(List.of("hunter2!")), StandardCharsets.UTF_8);
    Problem problem = Problem.of("SYNTAX", "bad hunter2!", where, null);
    console.on(new Event.StepEnded(report(TOTAL, State.FAILED, 1, 3L), problem));
    assertThat(lines.written)
        .endsWith(
            "[ERROR] bad **** (SYNTAX)",
            "[ERROR]   at " + where,
            "[ERROR]     1 | ALTER ROLE a PASSWORD '****' VALID UNTL 'x'; -- ****",
            "[ERROR]       |                                    ^",
            "[INFO] ");
  }

  @Test
  void hasStandInsWhereTheCharsetCannotShowItsSigns() {
    List<Event> all = new ArrayList<>(applyFailure());
    all.addAll(hazards());
    all.addAll(folded());
    all.add(new Event.Remark("a – b · c … → d"));
    all.add(new Event.Remark("\u0007"));
    List<String> lines = run(StandardCharsets.US_ASCII, false, all);
    Goldens.check("console/everything.ascii.txt", String.join("\n", lines) + "\n");
    assertThat(String.join("", lines)).matches("\\p{ASCII}*");
  }

  @Test
  void writesTheSameInAnyCharsetThatHasTheSigns() {
    assertThat(run(StandardCharsets.UTF_16, false, applyFailure()))
        .isEqualTo(run(StandardCharsets.UTF_8, false, applyFailure()));
    assertThat(run(StandardCharsets.ISO_8859_1, false, applyFailure()))
        .isEqualTo(run(Charset.forName("windows-1252"), false, applyFailure()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "apply|true|Applied 1,234 migrations in 1.2 s, 2 not run, 1 warning, 1 info, 1 suppressed.",
        "apply|false|apply failed: 1,234 migrations applied, 0 failed, 2 not run, 1 warning, 1 info, 1 suppressed; took 1.2 s.",
        "validate-plan|true|validate-plan passed in 1.2 s, 1,236 files judged, 1 warning, 1 info, 1 suppressed.",
        "validate-plan|false|validate-plan failed: 1 warning, 1 info, 1 suppressed, 1,236 files judged; took 1.2 s.",
      })
  void sumsUp(String goal, boolean passed, String sentence) {
    List<StepReport> steps = new ArrayList<>();
    for (int i = 0; i < 1234; i++) {
      steps.add(report(CUSTOMERS, State.APPLIED, 1, 1L));
    }
    steps.add(Samples.pending(INDEX));
    steps.add(Samples.pending(TOTAL));
    Finding warning = Finding.warning("RULE", place(INDEX, 1, 1), "m", null);
    Finding info =
        new Finding(
            "RULE", Severity.INFO, Certainty.CERTAIN, place(INDEX, 1, 1), null, "m", null, null);
    steps.add(report(TOTAL, State.SKIPPED, 1, null));
    Suppressed suppressed = new Suppressed(warning, "it is known", warning.where());
    Report report =
        new Report(
            goal,
            passed,
            null,
            null,
            steps,
            List.of(info, warning),
            List.of(suppressed),
            List.of(),
            List.of(),
            null,
            null,
            null,
            List.of(),
            null);
    assertThat(new Summary(report, Duration.ofMillis(1234), 0).sentence()).isEqualTo(sentence);
  }

  @Test
  void sumsUpWithoutAnythingToCount() {
    Report passed = new Report("verify-checksums", true, null, null, List.of(), List.of(), null);
    Report failed = new Report("stamp", false, null, null, List.of(), List.of(), null);
    assertThat(new Summary(passed, Duration.ZERO, 0).sentence())
        .isEqualTo("verify-checksums passed in 0 ms.");
    assertThat(new Summary(failed, Duration.ZERO, 0).sentence())
        .isEqualTo("stamp failed after 0 ms.");
  }

  // ---- runs

  static List<Event> applySuccess() {
    return List.of(
        new Event.GoalStarted("apply"),
        new Event.ServerStarted("18.6", 54321, Duration.ofMillis(1_380)),
        new Event.Connected(DATABASE),
        new Event.Remark(
            "The URL's option preferQueryMode=extended is overridden: migrations need simple."),
        new Event.Planned(5, 7),
        new Event.StepStarted(step(CUSTOMERS), 1, 5, 3, 1),
        new Event.StepEnded(report(CUSTOMERS, State.APPLIED, 3, 12L), null),
        new Event.StepStarted(step(PRODUCTS), 2, 5, 12, 1),
        new Event.Notice("NOTICE", "relation \"products\" already exists, skipping", null),
        new Event.StepEnded(report(PRODUCTS, State.APPLIED, 12, 38L), null),
        new Event.StepStarted(step(INDEX), 3, 5, 2, 1),
        new Event.StatementStarted(
            place(INDEX, 3, 1),
            "CREATE INDEX CONCURRENTLY products_by_name\n    ON products (name)"),
        new Event.Notice("WARNING", "there is no transaction in progress", "ROLLBACK did nothing."),
        new Event.StatementStarted(
            place(INDEX, 6, 1),
            "CREATE INDEX CONCURRENTLY products_by_everything_that_people_search_for ON products (lower(name), price, category, created_at)"),
        new Event.StepEnded(report(INDEX, State.APPLIED, 2, 65_400L), null),
        new Event.StepStarted(step(TOTAL), 4, 5, 1, 1),
        new Event.StepEnded(report(TOTAL, State.APPLIED, 1, 7L), null),
        new Event.StepStarted(step(SEARCH), 5, 5, 4, 1),
        new Event.StepEnded(report(SEARCH, State.APPLIED, 4, 1_240L), null),
        ended(
            "apply",
            true,
            List.of(
                report(CUSTOMERS, State.APPLIED, 3, 12L),
                report(PRODUCTS, State.APPLIED, 12, 38L),
                report(INDEX, State.APPLIED, 2, 65_400L),
                report(TOTAL, State.APPLIED, 1, 7L),
                report(SEARCH, State.APPLIED, 4, 1_240L)),
            List.of(),
            null));
  }

  static List<Event> applyFailure() {
    Problem problem =
        new Problem(
            "STATEMENT_FAILED",
            "column \"totl\" does not exist",
            place(TOTAL, 7, 12),
            null,
            "Nothing of this migration was kept. Correct the file, then run: mvn dbsage:apply",
            "42703",
            "Perhaps you meant to reference the column \"o.total\".");
    List<StepReport> steps =
        List.of(
            report(CUSTOMERS, State.APPLIED, 3, 12L),
            report(PRODUCTS, State.APPLIED, 12, 38L),
            report(TOTAL, State.FAILED, 3, 41L));
    return List.of(
        new Event.GoalStarted("apply"),
        new Event.Connected(DATABASE),
        new Event.Planned(4, 4),
        new Event.StepStarted(step(CUSTOMERS), 1, 4, 3, 1),
        new Event.StepEnded(steps.get(0), null),
        new Event.StepStarted(step(PRODUCTS), 2, 4, 12, 1),
        new Event.StepEnded(steps.get(1), null),
        new Event.StepStarted(step(TOTAL), 3, 4, 3, 1),
        new Event.StepEnded(steps.get(2), problem),
        ended("apply", false, steps, List.of(), problem));
  }

  private static List<Event> applyResumed() {
    StepReport resumed = report(INDEX, State.RESUMED, 2, 800L);
    return List.of(
        new Event.Connected(DATABASE),
        new Event.LockAwaited("ann on build-7, pid 4242, for 12 s", Duration.ofSeconds(5)),
        new Event.LockAwaited("ann on build-7, pid 4242, for 72 s", Duration.ofSeconds(65)),
        new Event.Planned(1, 3),
        new Event.StepStarted(step(INDEX), 1, 1, 2, 2),
        new Event.Remark(
            "Dropped the INVALID index products_by_name:\nan earlier run left it unfinished."),
        new Event.StatementStarted(place(INDEX, 6, 1), "CREATE INDEX CONCURRENTLY x ON y (z)"),
        new Event.StepEnded(resumed, null),
        ended("apply", true, List.of(resumed), List.of(), null));
  }

  private static List<Event> findings() {
    Place tab = place(TOTAL, 4, 3);
    Place emoji = place(TOTAL, 5, 9);
    Place wide = place(TOTAL, 6, 10);
    Place end = place(TOTAL, 7, 33);
    Place longLine = place(SEARCH, 1, 181);
    Place gone = place(SEARCH, 9, 1);
    return List.of(
        new Event.GoalStarted("validate-plan"),
        ended(
            "validate-plan",
            false,
            List.of(),
            List.of(
                Finding.error(
                        "CHECKSUM_CHANGED",
                        Place.startOf(tab.file()),
                        "The file was changed after it was applied: code.",
                        "Restore it: git checkout " + tab.file())
                    .withEffect("A new database would not be the same as this one."),
                Finding.error("SYNTAX", tab, "A tab in front.", null),
                Finding.warning("SYNTAX", longLine, "A long line.", "Break it."),
                Finding.error("SYNTAX", emoji, "A character of two chars in front.", null),
                Finding.error("SYNTAX", wide, "Wide characters in front.", null),
                Finding.error("SYNTAX", end, "At the end\nof the line.", null),
                new Finding(
                    "LOCK_TIMEOUT",
                    Severity.INFO,
                    Certainty.POSSIBLE,
                    gone,
                    "ALTER TABLE orders\n  ADD COLUMN x int",
                    "The table may be large.",
                    null,
                    "Look at its size,\nthen decide.")),
            null));
  }

  private static List<Event> hazards() {
    Finding foreignKey =
        new Finding(
            "ADD_FK_VALIDATING",
            Severity.ERROR,
            Certainty.CERTAIN,
            place(INDEX, 12, 7),
            "ALTER TABLE orders\n  ADD CONSTRAINT orders_customer_fk ...",
            "The foreign key orders_customer_fk is checked while both tables are locked.",
            "Writes to orders and customers wait until every row of orders was looked at.",
            "Add it without looking, and look in a later migration:\n"
                + "ALTER TABLE orders\n"
                + "  ADD CONSTRAINT orders_customer_fk\n"
                + "  FOREIGN KEY (customer_id) REFERENCES customers NOT VALID;\n"
                + "\n"
                + "ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fk;");
    Finding index =
        new Finding(
            "CREATE_INDEX_BLOCKING",
            Severity.ERROR,
            Certainty.POSSIBLE,
            place(INDEX, 3, 1),
            "CREATE INDEX i ON orders (total)",
            "The index is built while writes to orders wait.",
            "How long depends on the size of orders; an empty table takes no time.",
            "CREATE INDEX CONCURRENTLY i\n    ON orders (total);");
    Finding dml =
        new Finding(
            "MASS_DML",
            Severity.WARNING,
            Certainty.CERTAIN,
            place(TOTAL, 7, 1),
            "UPDATE orders SET total = 0",
            "All rows of orders are updated in one transaction.",
            null,
            "Write a .backfill.yaml.");
    return List.of(
        new Event.GoalStarted("validate-plan"),
        new Event.GoalEnded(
            new Report(
                "validate-plan",
                false,
                null,
                null,
                List.of(Samples.pending(INDEX), Samples.pending(TOTAL)),
                List.of(foreignKey, index, dml),
                List.of(
                    new Suppressed(
                        Finding.warning("DROP_COLUMN", place(TOTAL, 9, 3), "m", null),
                        "the application stopped reading it in v2",
                        place(TOTAL, 8, 1)),
                    new Suppressed(
                        Finding.warning("MASS_DML", place(TOTAL, 11, 1), "m", null),
                        "the table has twelve rows",
                        place(TOTAL, 10, 1))),
                List.of(),
                List.of(),
                null,
                null,
                null,
                List.of(),
                null),
            Duration.ofMillis(1_234)));
  }

  private static List<Event> folded() {
    List<Finding> findings = new ArrayList<>();
    for (int line = 60; line > 40; line--) {
      findings.add(info("SERIAL_TYPE", line));
    }
    findings.add(info("INT_PK", 41));
    for (int line = 5; line < 10; line++) {
      findings.add(Finding.error("DROP_TABLE", place(SEARCH, line, 1), "It goes.", null));
    }
    findings.add(Finding.error("DROP_TABLE", place(SEARCH, 9, 30), "It goes.", null));
    return List.of(ended("validate-plan", false, List.of(), findings, null));
  }

  private static Finding info(String rule, int line) {
    return new Finding(
        rule,
        Severity.INFO,
        Certainty.CERTAIN,
        place(SEARCH, line, 3),
        "CREATE TABLE t (id serial)",
        "There is a better way.",
        "An effect that stays out of the way.",
        "Write it better.");
  }

  /** The source lines of {@link #findings} and {@link #hazards}. */
  private static @Nullable String source(Place where) {
    if (where.file().contains(SEARCH)) {
      return where.line() == 1 ? "0123456789".repeat(30) : null;
    }
    if (where.file().contains(INDEX)) {
      return where.line() == 3
          ? "CREATE INDEX i ON orders (total);"
          : "      FOREIGN KEY (customer_id) REFERENCES customers;";
    }
    return switch (where.line()) {
      case 1 -> "-- Migration: orders total";
      case 4 -> "\t\tSELEC 1;";
      case 5 -> "SELECT '😀' FRM x;";
      case 6 -> "SELECT '价格' FRM x;";
      default -> "SELECT sum(o.totl) FROM orders o";
    };
  }

  // ---- the console

  private static Event ended(
      String goal,
      boolean passed,
      List<StepReport> steps,
      List<Finding> findings,
      @Nullable Problem error) {
    return new Event.GoalEnded(
        new Report(goal, passed, null, DATABASE, steps, findings, error), Duration.ofMillis(1_234));
  }

  private static void golden(String name, List<Event> events) {
    List<String> plain = run(StandardCharsets.UTF_8, false, events);
    List<String> coloured = run(StandardCharsets.UTF_8, true, events);
    Goldens.check("console/" + name + ".txt", String.join("\n", plain) + "\n");
    Goldens.check("console/" + name + ".ansi.txt", String.join("\n", coloured) + "\n");
    assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9;]*m", "")).toList())
        .isEqualTo(plain);
  }

  private static List<String> run(Charset charset, boolean colour, List<Event> events) {
    Lines lines = new Lines(colour);
    Excerpts excerpts = ConsoleFormatTest::source;
    ConsoleFormat console =
        new ConsoleFormat(lines, excerpts, () -> Redaction.of(List.of()), charset);
    events.forEach(console::on);
    return lines.written;
  }

  /** Lines as Maven prints them. */
  private static final class Lines implements Sink {

    private final boolean colour;
    private final List<String> written = new ArrayList<>();

    Lines(boolean colour) {
      this.colour = colour;
    }

    @Override
    public void info(String line) {
      written.add("[INFO] " + line);
    }

    @Override
    public void warn(String line) {
      written.add("[WARNING] " + line);
    }

    @Override
    public void error(String line) {
      written.add("[ERROR] " + line);
    }

    @Override
    public boolean colour() {
      return colour;
    }
  }
}
