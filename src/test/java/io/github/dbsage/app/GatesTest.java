package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Phases, the gates between them, and what is asked before old schema goes. */
@OnPostgres
final class GatesTest {

  private static final String BASE = "20260101120000_base";
  private static final String EXPAND = "20260102120000_expand";
  private static final String BACKFILL = "20260102120100_fill.backfill.yaml";
  private static final String CONTRACT = "20260102120200_contract";
  private static final String LATER = "20260103120000_later";

  private static final String PLAN =
      """
      summary: {environments: [test, prod]}
      zero-downtime:
        phases:
          - expand: ["20260102120000"]
          - deploy: app-v2
          - backfill: ["20260102120100"]
          - deploy: app-v3
          - contract: ["20260102120200"]
      """;

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project =
        new Workspace(folder, fresh)
            .file(
                BASE,
                """
                CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text);
                INSERT INTO users (email) VALUES ('a'), ('b');
                """)
            .file(
                EXPAND,
                """
                ALTER TABLE users ADD COLUMN email_address text;
                CREATE SEQUENCE public.users_email_old_writers;
                COMMENT ON SEQUENCE public.users_email_old_writers
                  IS 'dbsage:old-writer public.users.email';
                """)
            .file(
                BACKFILL,
                """
                backfill: fill
                table: public.users
                set: { email_address: email }
                where: email_address IS NULL AND email IS NOT NULL
                """)
            .file(
                CONTRACT,
                """
                ALTER TABLE public.users DROP COLUMN email;
                DROP SEQUENCE public.users_email_old_writers;
                """)
            .file(LATER, "CREATE TABLE later ();")
            .plan(PLAN);
  }

  private Report passes() {
    Report report = project.apply().report();
    assertThat(report.passed()).as(project.console()).isTrue();
    return report;
  }

  private Problem refused() {
    Report report = project.apply().report();
    assertThat(report.passed()).as(project.console()).isFalse();
    Problem error = report.error();
    assertThat(error).as(project.console()).isNotNull();
    return error;
  }

  private static List<String> steps(Report report) {
    return report.steps().stream()
        .map(step -> step.name() + " " + step.kind().label() + " " + step.state().label())
        .toList();
  }

  private @Nullable String hasColumn(String column) {
    return database.value(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = '"
            + column
            + "' AND NOT attisdropped");
  }

  @Test
  void goesAsFarAsTheFirstClosedGateAndSaysWhatOpensIt() {
    Report report = passes();
    assertThat(report.waiting()).isEqualTo(new Report.Waiting("app-v2", "backfill"));
    assertThat(steps(report))
        .containsExactly(
            "app-v2 gate waiting",
            "app-v3 gate waiting",
            "base sql applied",
            "expand sql applied",
            "later sql applied",
            "fill backfill waiting",
            "contract sql waiting");
    assertThat(project.console())
        .contains("Stopped in front of the gate app-v2, which is not open.")
        .contains("mvn dbsage:apply -Ddbsage.deployed=app-v2");
    assertThat(database.value("SELECT count(*) FROM users WHERE email_address IS NULL"))
        .isEqualTo("2");
  }

  @Test
  void remembersAnOpenGateAndGoesOnToTheNext() {
    passes();
    project.deployed("app-v2");
    assertThat(passes().waiting()).isEqualTo(new Report.Waiting("app-v3", "contract"));
    assertThat(database.query("SELECT name, opened_by FROM dbsage_gate"))
        .containsExactly(List.of("app-v2", database.user()));
    assertThat(database.value("SELECT count(*) FROM users WHERE email_address = email"))
        .isEqualTo("2");
    project.deployed(null);
    assertThat(steps(passes()))
        .containsExactly("app-v2 gate skipped", "app-v3 gate waiting", "contract sql waiting");
    project.deployed("app-v3");
    Report end = passes();
    assertThat(end.waiting()).isNull();
    assertThat(hasColumn("email")).isEqualTo("0");
    assertThat(database.query("SELECT action, reason FROM dbsage_log WHERE action LIKE 'gate%'"))
        .containsExactly(List.of("gate opened", "app-v2"), List.of("gate opened", "app-v3"));
  }

  @Test
  void opensAllGatesOfADatabaseThatNoOlderApplicationUses() {
    project.deployed("*");
    assertThat(passes().waiting()).isNull();
    assertThat(hasColumn("email")).isEqualTo("0");
  }

  @Test
  void failsWhereItIsToldThatNothingMayBeLeft() {
    project.judgement(Judgement.FailOn.NEVER, true);
    Problem error = refused();
    assertThat(error.code()).isEqualTo("PENDING");
    assertThat(database.value("SELECT to_regclass('later') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void letsWaitWhatBuildsUponSomethingThatWaits() {
    project
        .file(CONTRACT, "CREATE TABLE public.replacement (id bigint PRIMARY KEY);")
        .file(LATER, "CREATE VIEW public.later AS SELECT id FROM public.replacement;")
        .file("20260104120000_free", "CREATE TABLE free ();");
    assertThat(steps(passes())).contains("later sql waiting", "free sql applied");
    project.deployed("app-v2,app-v3");
    assertThat(passes().waiting()).isNull();
    assertThat(database.value("SELECT to_regclass('later') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void refusesAGateThatNoPlanHas() {
    project.deployed("app-v4");
    Problem error = refused();
    assertThat(error.code()).isEqualTo("GATE_UNKNOWN");
    assertThat(error.what())
        .isEqualTo(
            "dbsage.deployed names the gate app-v4, which no plan has (did you mean app-v2?).");
    assertThat(error.fix())
        .isEqualTo("Name one of app-v2, app-v3, several with commas, or * for all.");
    assertThat(database.value("SELECT to_regclass('users')")).isNull();
  }

  @Test
  void runsThePlansChecksBeforeWhatStandsBehindThem() {
    project.plan(
        PLAN.replace("    - deploy: app-v3\n", "    - validate: [filled]\n    - deploy: app-v3\n")
            + """
            testing:
              smoke:
                - name: filled
                  sql: SELECT count(*) FROM users WHERE email_address IS DISTINCT FROM email
                  expect: 0
            """);
    untilContract();
    assertThat(project.console()).contains("filled");
    database.execute("UPDATE users SET email_address = 'other' WHERE id = 1");
    project.deployed("app-v3");
    Report report = project.apply().report();
    assertThat(report.passed()).isFalse();
    assertThat(steps(report)).contains("filled check failed", "contract sql pending");
    assertThat(hasColumn("email")).isEqualTo("1");
    database.execute("UPDATE users SET email_address = email");
    assertThat(steps(passes())).contains("filled check applied", "contract sql applied");
    // What it reads is gone; to name it is to ask for it all the same.
    Report after = project.smokeTest().report();
    assertThat(after.passed()).as(project.console()).isTrue();
    assertThat(steps(after)).isEmpty();
    assertThat(project.console())
        .contains("not run, because the contract behind their phase is applied: filled");
    assertThat(project.smokeTest("filled", null, null, Duration.ofSeconds(60)).report().passed())
        .isFalse();
  }

  private void untilContract() {
    project.deployed("app-v2");
    passes();
  }

  @Test
  void refusesToContractWhileAnOldWriterIsSeen() {
    untilContract();
    project.deployed("app-v3").target("20260102120100");
    passes();
    database.execute("SELECT nextval('users_email_old_writers')");
    project.deployed(null).target("20260103120000");
    Problem error = refused();
    assertThat(error.code()).isEqualTo("CONTRACT_REFUSED");
    assertThat(error.what())
        .isEqualTo(
            "20260102120200_contract drops column public.users.email, and there is evidence against"
                + " it.");
    assertThat(error.why())
        .isEqualTo(
            "an old writer wrote public.users.email 1 time since the gate app-v3 was opened (counted"
                + " by public.users_email_old_writers)");
    assertThat(error.fix())
        .contains("mvn dbsage:apply -Ddbsage.deployed=app-v3 -Ddbsage.reason=")
        .contains("-Ddbsage.allowDataLoss=public.users.email");
    assertThat(hasColumn("email")).isEqualTo("1");
    // Said once more without a reason, it stays as it was noted.
    project.deployed("app-v3");
    assertThat(refused().code()).isEqualTo("CONTRACT_REFUSED");
    project.reason("the last old instance is gone");
    passes();
    assertThat(hasColumn("email")).isEqualTo("0");
    assertThat(database.query("SELECT reason FROM dbsage_log WHERE action = 'gate confirmed'"))
        .containsExactly(List.of("app-v3: the last old instance is gone"));
  }

  /** An old application that writes a little later than the first look. */
  private CompletableFuture<Void> writesWhenItIsLookedFor() {
    String watching =
        "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database()"
            + " AND query LIKE '%pg_sleep(0.25)%' AND pid <> pg_backend_pid()";
    return CompletableFuture.runAsync(
        () -> {
          for (int i = 0; i < 1_000 && !"t".equals(database.value(watching)); i++) {
            database.execute("SELECT pg_sleep(0.01)");
          }
          database.execute("SELECT nextval('users_email_old_writers')");
        });
  }

  @Test
  void watchesForAnOldWriterWhereTheGateWasOpenedJustNow() {
    untilContract();
    CompletableFuture<Void> old = writesWhenItIsLookedFor();
    project.deployed("app-v3").watch(Gatekeeper.WATCH);
    assertThat(refused().why()).contains("an old writer wrote public.users.email");
    assertThat(project.console()).contains("looking for old writers for 5 s");
    assertThat(hasColumn("email")).isEqualTo("1");
    old.join();
  }

  @Test
  void watchesAlsoWhereMuchWasDoneBehindTheGateSinceItWasOpened() {
    untilContract();
    project.file("20260102120150_slow", "SELECT pg_sleep(2.5);").outOfOrder();
    CompletableFuture<Void> old = writesWhenItIsLookedFor();
    project.deployed("app-v3").watch(Duration.ofSeconds(2));
    assertThat(refused().why()).contains("an old writer wrote public.users.email");
    assertThat(hasColumn("email")).isEqualTo("1");
    old.join();
  }

  @Test
  void refusesToContractWhatViewsFunctionsAndPoliciesStillNeed() {
    untilContract();
    database.execute(
        "CREATE VIEW public.mails AS SELECT email FROM public.users",
        "CREATE POLICY mine ON public.users USING (email = 'a')",
        "ALTER TABLE public.users ADD COLUMN shout text GENERATED ALWAYS AS (upper(email)) STORED",
        "CREATE FUNCTION public.mail(i bigint) RETURNS text LANGUAGE plpgsql AS"
            + " 'BEGIN RETURN (SELECT u.email FROM public.users u WHERE u.id = i); END'",
        "CREATE FUNCTION public.other() RETURNS text LANGUAGE sql AS"
            + " 'SELECT email_address FROM public.users'");
    project.deployed("app-v3");
    assertThat(refused().why())
        .contains("view public.mails needs public.users.email")
        .contains("policy mine needs public.users.email")
        .contains("generated column shout needs public.users.email")
        .contains("function public.mail needs public.users.email")
        .doesNotContain("public.other");
    assertThat(hasColumn("email")).isEqualTo("1");
    // What the contract itself takes away does not speak against it.
    project.file(
        CONTRACT,
        """
        DROP VIEW public.mails;
        DROP POLICY mine ON public.users;
        ALTER TABLE public.users DROP COLUMN shout;
        DROP FUNCTION public.mail(bigint);
        ALTER TABLE public.users DROP COLUMN email;
        """);
    passes();
    assertThat(hasColumn("email")).isEqualTo("0");
  }

  @Test
  void refusesToContractBeforeTheBackfillIsComplete() {
    passes();
    database.execute(
        "INSERT INTO schema_migrations (version, name, applied_by, success, checksum, kind)"
            + " SELECT '20260102120100', 'fill', current_user, true, repeat('0', 64), 'backfill'");
    project.deployed("app-v2,app-v3");
    Problem error = project.apply().report().error();
    assertThat(error).isNull();
    assertThat(project.console()).contains("CHECKSUM_CHANGED");
    project.repair("20260102120100", "accepted", null, "it is the same");
    assertThat(refused().why())
        .contains("the backfill 20260102120100_fill has never run in this database");
    assertThat(hasColumn("email")).isEqualTo("1");
  }

  @Test
  void findsTheCounterOfAColumnWhoseNameIsAReservedWord() {
    project
        .file(
            EXPAND,
            "ALTER TABLE users ADD COLUMN \"desc\" text; CREATE SEQUENCE old;"
                + " COMMENT ON SEQUENCE old IS 'dbsage:old-writer public.users.\"desc\"';"
                + " ALTER TABLE users ADD COLUMN email_address text;")
        .file(CONTRACT, "ALTER TABLE public.users DROP COLUMN \"desc\";");
    untilContract();
    project.deployed("app-v3").target("20260102120100");
    passes();
    database.execute("SELECT nextval('old')");
    project.deployed(null).target("20260103120000");
    assertThat(refused().why()).contains("an old writer wrote public.users.desc 1 time");
  }

  @Test
  void letsOtherMigrationsRunWhereAContractIsRefused() {
    untilContract();
    database.execute("CREATE VIEW public.mails AS SELECT email FROM public.users");
    project
        .file("20260104120000_mend", "DROP VIEW public.mails;")
        .file("20260105120000_free", "CREATE TABLE free ();");
    project.deployed("app-v3");
    Report report = project.apply().report();
    assertThat(report.passed()).isFalse();
    assertThat(steps(report))
        .contains("contract sql pending", "mend sql applied", "free sql applied");
    passes();
    assertThat(hasColumn("email")).isEqualTo("0");
  }

  @Test
  void doesNotTakeItsOwnWritesForThoseOfAnOldApplication() {
    project.file(
        "20260102120050_more", "SELECT nextval('users_email_old_writers'); CREATE TABLE more ();");
    project.deployed("*");
    assertThat(passes().waiting()).isNull();
    assertThat(hasColumn("email")).isEqualTo("0");
  }

  @Test
  void dropsWhatIsNamedAllTheSame() {
    untilContract();
    database.execute(
        "CREATE FUNCTION public.mail() RETURNS text LANGUAGE sql AS"
            + " 'SELECT max(email) FROM public.users'");
    project.permit(new Permit("app-v3", null, null, "public.users.email"));
    passes();
    assertThat(hasColumn("email")).isEqualTo("0");
  }

  @Test
  void doesNotRunABackfillBehindAClosedGate() {
    passes();
    Problem error = project.backfill(Backfill.Action.RUN, "fill", null).report().error();
    assertThat(error).isNotNull();
    assertThat(error.what())
        .isEqualTo("The plan puts 20260102120100_fill behind the gate app-v2, which is not open.");
    assertThat(error.fix())
        .isEqualTo("Once that version runs everywhere: mvn dbsage:apply -Ddbsage.deployed=app-v2");
  }

  @Test
  void runsOnlyInTheEnvironmentsOfThePlan() {
    project.permit(new Permit(null, "staging", null, null));
    Problem error = refused();
    assertThat(error.code()).isEqualTo("ENVIRONMENT");
    assertThat(error.what()).isEqualTo("The plan is not for staging, but for test, prod.");
    project.permit(new Permit("app-v2", "staging", null, null));
    assertThat(refused().code()).isEqualTo("ENVIRONMENT");
    assertThat(database.value("SELECT to_regclass('dbsage_gate')")).isNull();
    project.permit(new Permit(null, "prod", null, null)).reason("as planned");
    passes();
    assertThat(database.value("SELECT reason FROM dbsage_log WHERE version = '20260102120000'"))
        .isEqualTo("environment prod: as planned");
  }

  @Test
  void wantsAnApprovalWhereAnEnvironmentIsNamed() {
    project.plan(PLAN + "communication: {approvers: [ann, bob]}\n");
    project.permit(new Permit(null, "prod", null, null));
    assertThat(refused().fix()).isEqualTo("Add -Ddbsage.approvedBy= with one of ann, bob.");
    project.permit(new Permit(null, null, "anna", null));
    assertThat(refused().what())
        .isEqualTo("dbsage.approvedBy=anna is none of the plan's approvers (did you mean ann?).");
    project.permit(new Permit(null, "prod", "bob", null));
    passes();
    assertThat(database.value("SELECT reason FROM dbsage_log WHERE version = '20260102120000'"))
        .isEqualTo("environment prod, approved by bob");
  }

  @Test
  void keepsToTheChangeWindowUnlessThereIsAReason() {
    project.plan(
        PLAN
            + "communication: {change-window: {from: 2020-01-01T22:00Z, to: 2020-01-02T02:00Z}}\n");
    project.permit(new Permit(null, "prod", null, null));
    Problem error = refused();
    assertThat(error.code()).isEqualTo("CHANGE_WINDOW");
    assertThat(error.what())
        .contains("change window is from 2020-01-01T22:00:00Z to 2020-01-02T02:00:00Z");
    project.reason("incident 4711");
    passes();
  }

  @Test
  void statusShowsPhasesGatesAndWhatSpeaksAgainstTheContract() {
    untilContract();
    database.execute("CREATE VIEW public.mails AS SELECT email FROM public.users");
    Report report = project.status().report();
    assertThat(report.passed()).isTrue();
    assertThat(project.console())
        .contains("expand: 1 of 1 applied (20260102120000_expand)")
        .contains("gate app-v2: open since ")
        .contains("gate app-v3: closed; mvn dbsage:apply -Ddbsage.deployed=app-v3 opens it")
        .contains("contract: 0 of 1 applied (20260102120200_contract)")
        .contains("against it: view public.mails needs public.users.email");
    assertThat(steps(report)).contains("app-v2 gate skipped", "app-v3 gate waiting");
    assertThat(report.findings()).isEmpty();
  }

  @Test
  void continuesADatabaseThatKnowsNoGatesYet() {
    project.plan("");
    project.target("20260102120000");
    passes();
    database.execute("DROP TABLE IF EXISTS dbsage_gate");
    project.plan(PLAN).target("20260103120000");
    assertThat(passes().waiting()).isEqualTo(new Report.Waiting("app-v2", "backfill"));
    project.deployed("app-v2");
    assertThat(passes().steps())
        .extracting(StepReport::state)
        .contains(StepReport.State.APPLIED, StepReport.State.WAITING);
  }
}
