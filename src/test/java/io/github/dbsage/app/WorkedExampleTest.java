package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The template's worked example from the users table to its last pattern, run as it is printed. The
 * numbers are those of its listed defects: there, what {@code validate-plan} says of the printed
 * form leads to the form that runs.
 */
@OnPostgres
final class WorkedExampleTest {

  private static final String SETUP = "20251027110000_setup";
  private static final String USERS = "20251027120000_add_users_table";
  private static final String FIRST = "20251028110000_first";
  private static final String EXPAND = "20251028120000_expand";
  private static final String FILL = "20251028130000_fill.backfill.yaml";
  private static final String CONTRACT = "20251028140000_contract";

  private static final String RENAME = "Pattern 2";
  private static final String TYPE = "Pattern 3";
  private static final String NOT_NULL = "Pattern 4";

  @TempDir Path folder;
  @TempDir Path cache;
  private TestDatabase database;
  private Workspace project;

  /** The goals judge as they do by default: errors stop them. */
  @BeforeEach
  void makeTheUsersTable(TestDatabase fresh) {
    database = fresh;
    project =
        new Workspace(folder, fresh)
            .servers(cache)
            .major(fresh.major())
            .judgement(Judgement.FailOn.ERROR, false)
            .file(SETUP, Printed.text("/template/setup.sql"))
            .file(USERS, Printed.block("Migration File Structure", 1));
    passed(project.stamp());
    passed(project.apply());
  }

  private Report passed(Outcome outcome) {
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome.report();
  }

  private void refused(Outcome outcome, String rule) {
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    assertThat(outcome.report().findings())
        .filteredOn(finding -> finding.severity() == Severity.ERROR)
        .extracting(Finding::rule)
        .contains(rule);
  }

  /** What {@code validate-plan} says of a file, but for remarks and that nothing undoes it. */
  private List<Finding> found(String file) {
    return project.validate().report().findings().stream()
        .filter(finding -> finding.where().file().contains(file))
        .filter(finding -> finding.severity() != Severity.INFO)
        .filter(finding -> !finding.rule().equals("ROLLBACK_MISSING"))
        .toList();
  }

  private List<String> rules(String file) {
    return found(file).stream().map(Finding::rule).toList();
  }

  private String fix(String file, String rule) {
    return found(file).stream()
        .filter(finding -> finding.rule().equals(rule))
        .map(finding -> Objects.requireNonNull(finding.fix()))
        .findFirst()
        .orElseThrow(() -> new AssertionError(rule + " is not found:\n" + project.console()));
  }

  private void goesAsFarAs(@Nullable String gate) {
    Report.Waiting waiting = passed(project.apply()).waiting();
    assertThat(waiting == null ? null : waiting.gate()).as(project.console()).isEqualTo(gate);
  }

  /** The application runs a statement with a parameter; the first value of what it gets. */
  private @Nullable String app(String sql, @Nullable String value) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("PREPARE app AS " + sql);
      boolean reads =
          statement.execute("EXECUTE app(" + (value == null ? "NULL" : "'" + value + "'") + ")");
      if (!reads) {
        return null;
      }
      try (ResultSet rows = statement.getResultSet()) {
        assertThat(rows.next()).as(sql).isTrue();
        return rows.getString(1);
      }
    }
  }

  private String state(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return "00000";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private String idOf(String column, String value) {
    return Objects.requireNonNull(
        database.value("SELECT id FROM users WHERE " + column + " = '" + value + "'"));
  }

  private String pair(String email) {
    return database
        .query(
            "SELECT email, email_address FROM users WHERE '"
                + email
                + "' IN (email, email_address)")
        .toString();
  }

  private @Nullable String hasColumn(String column) {
    return database.value(
        "SELECT count(*) FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = '"
            + column
            + "' AND NOT attisdropped");
  }

  private static String check(String name, String sql, String expect) {
    return "    - name: "
        + name
        + "\n      sql: |\n"
        + sql.indent(8)
        + "      expect: "
        + expect
        + "\n";
  }

  /** The printed queries as checks; those that compare miss NULL as they are printed (15). */
  private static String checks() {
    List<String> queries = Printed.statements(Printed.block(RENAME, 5));
    assertThat(queries).hasSize(3);
    return check("all data migrated", queries.get(0), "0")
        + check("consistent", right(queries.get(1)), "0")
        + check("sample", right(queries.get(2)), "none");
  }

  private static String right(String query) {
    assertThat(query).contains("email != email_address");
    return query.replace("email != email_address", "email IS DISTINCT FROM email_address");
  }

  // ---- the history

  @Test
  void theHistoryQueriesTellWhatHappened() throws IOException {
    project.file(FIRST, "SELECT 1/0;");
    assertThat(project.apply().report().passed()).isFalse();
    List<String> queries = Printed.statements(Printed.block("Query Migration History", 1));
    assertThat(queries).hasSize(4);

    List<List<@Nullable String>> recent = database.query(queries.get(0));
    assertThat(recent)
        .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(3))
        .containsExactly(
            tuple("20251027120000", "add_users_table", database.user()),
            tuple("20251027110000", "setup", database.user()));
    assertThat(recent).allSatisfy(row -> assertThat(row.get(2)).isNotNull());
    assertThat(recent).allSatisfy(row -> assertThat(row.get(4)).matches("\\d+"));

    List<List<@Nullable String>> failed = database.query(queries.get(1));
    assertThat(failed).hasSize(1);
    assertThat(failed.get(0)).startsWith("20251028110000", "first");
    assertThat(failed.get(0).get(3)).isEqualTo(database.user());
    assertThat(failed.get(0).get(4)).contains("22012");

    assertThat(database.query(queries.get(2)))
        .extracting(row -> row.get(0), row -> row.get(3))
        .containsExactly(tuple("20251027120000", String.valueOf(printedRollback().length())));

    // The checksum that the file names is not that of the printed file (6): it has been stamped.
    String header = Files.readAllLines(project.path(USERS)).get(1);
    assertThat(database.query(queries.get(3)))
        .extracting(row -> row.get(0), row -> "-- Checksum: " + row.get(2))
        .contains(tuple("20251027120000", header))
        .hasSize(2);
  }

  // ---- the way back

  private static List<String> rollbackSteps() {
    String[] parts = Printed.block("Rollback Execution", 1).split("(?m)(?=^-- \\d\\. )", -1);
    return List.of(parts).stream().filter(part -> !part.isBlank()).toList();
  }

  /** What stands between BEGIN and COMMIT, with them, without the remark. */
  private static String printedRollback() {
    String step = rollbackSteps().get(1).strip();
    return step.substring(step.indexOf("BEGIN;")).replace("-- Copy rollback script here\n", "");
  }

  private void isPendingAgain(StepReport.State state) {
    String gone = Printed.statements(rollbackSteps().get(2)).get(0);
    assertThat(database.value(gone)).isEqualTo("0");
    assertThat(passed(project.status()).steps())
        .as(project.console())
        .extracting(StepReport::name, StepReport::state)
        .contains(tuple("add_users_table", state));
    assertThat(passed(project.apply()).steps())
        .extracting(StepReport::name, StepReport::state)
        .containsExactly(tuple("add_users_table", StepReport.State.APPLIED));
    assertThat(database.value(gone)).isEqualTo("1");
  }

  @Test
  void whoRollsBackByHandHasItPendingAgain() {
    List<String> steps = rollbackSteps();
    assertThat(steps).hasSize(3);
    assertThat(database.value(steps.get(0))).isEqualTo(printedRollback());
    database.execute(steps.get(1));
    isPendingAgain(StepReport.State.PENDING);
  }

  @Test
  void theGoalRollsBackToTheSame() {
    assertThat(passed(project.rollback()).steps())
        .extracting(StepReport::name, StepReport::state)
        .containsExactly(tuple("add_users_table", StepReport.State.ROLLED_BACK));
    assertThat(database.query(rollbackSteps().get(0))).isEmpty();
    isPendingAgain(StepReport.State.ROLLED_BACK);
  }

  // ---- pattern 1

  @Test
  void aColumnWithAConstantDefaultIsAddedAsPrinted() {
    database.execute("INSERT INTO users (email) VALUES ('ann@example.com')");
    String file = database.value("SELECT pg_relation_filenode('users')");
    project.file(FIRST, Printed.block("Pattern 1", 1));
    assertThat(rules(FIRST)).isEmpty();
    passed(project.apply());
    assertThat(database.value("SELECT bio FROM users")).isEmpty();
    assertThat(database.value("SELECT pg_relation_filenode('users')")).isEqualTo(file);
  }

  // ---- pattern 2

  @Test
  void theUnsafeRenameIsStoppedAndTheSafeOneNamed() {
    project.file(FIRST, Printed.block(RENAME, 1));
    assertThat(rules(FIRST)).containsExactly("RENAME_COLUMN");
    assertThat(fix(FIRST, "RENAME_COLUMN"))
        .contains(
            "mvn dbsage:new -Ddbsage.pattern=rename-column -Ddbsage.table=public.users"
                + " -Ddbsage.from=email -Ddbsage.to=email_address");
    refused(project.apply(), "RENAME_COLUMN");
    assertThat(hasColumn("email")).isEqualTo("1");
  }

  @Test
  void thePrintedTriggerDriftsAndItsFixDoesNot() {
    database.execute("INSERT INTO users (email) VALUES ('before@example.com')");
    project.file(EXPAND, Printed.block(RENAME, 2));
    assertThat(rules(EXPAND)).containsExactly("SYNC_TRIGGER_COALESCE");
    passed(project.apply());

    // 15: the row from before is not filled, and nobody is told.
    String mismatches = Printed.statements(Printed.block(RENAME, 5)).get(1);
    assertThat(database.value(mismatches)).isEqualTo("0");
    assertThat(database.value(right(mismatches))).isEqualTo("1");

    // 5: what the old version changes does not reach the new column.
    database.execute(
        "INSERT INTO users (email) VALUES ('ann@example.com')",
        "UPDATE users SET email = 'ann@example.org' WHERE email = 'ann@example.com'");
    assertThat(pair("ann@example.org")).isEqualTo("[[ann@example.org, ann@example.com]]");
    assertThat(database.value(mismatches)).isEqualTo("1");

    project.file(FILL.replace(".backfill.yaml", ""), fix(EXPAND, "SYNC_TRIGGER_COALESCE"));
    passed(project.apply());
    database.execute("UPDATE users SET email = 'a@example.org' WHERE email = 'ann@example.org'");
    assertThat(pair("a@example.org")).isEqualTo("[[a@example.org, a@example.org]]");
    database.execute("UPDATE users SET email_address = 'b@example.org' WHERE email LIKE 'a@%'");
    assertThat(pair("b@example.org")).isEqualTo("[[b@example.org, b@example.org]]");
  }

  /** The printed files, mended where they have to be by what is said of them. */
  @Test
  void emailIsRenamedInTheSixPrintedPhases() throws SQLException {
    database.execute(
        "INSERT INTO users (email) SELECT 'user' || i || '@example.com'"
            + " FROM generate_series(1, 2500) i");

    // 5: the function is that of the finding, all else as printed.
    String expand = Printed.block(RENAME, 2);
    project.file(EXPAND, expand);
    String mended = fix(EXPAND, "SYNC_TRIGGER_COALESCE");
    int function = expand.indexOf("CREATE OR REPLACE FUNCTION");
    int trigger = expand.indexOf("CREATE TRIGGER");
    project.file(
        EXPAND,
        expand.substring(0, function)
            + mended.substring(0, mended.indexOf("CREATE OR REPLACE TRIGGER"))
            + expand.substring(trigger));
    assertThat(rules(EXPAND)).isEmpty();

    // 1, 4: the printed loop commits nothing on its way.
    String loop = FILL.replace(".backfill.yaml", "");
    project.file(loop, Printed.block(RENAME, 4));
    assertThat(rules(loop)).containsExactly("LOOP_BACKFILL");
    String backfill = fix(loop, "LOOP_BACKFILL");
    project.delete(loop).file(FILL, backfill);
    assertThat(rules(FILL)).isEmpty();

    project.plan(
        "testing:\n  smoke:\n"
            + checks()
            + """
            zero-downtime:
              phases:
                - expand: ["20251028120000"]
                - deploy: app-v2
                - backfill: ["20251028130000"]
                - validate: [all data migrated, consistent, sample]
                - deploy: app-v3
                - contract: ["20251028140000"]
            """);

    String contract = Printed.block(RENAME, 7);
    project.file(CONTRACT, contract);
    assertThat(rules("migration-plan.yaml")).isEmpty();
    fivePhases();

    // 14: the name that goes back breaks the version that was just deployed.
    assertThat(rules(CONTRACT)).containsExactly("RENAME_COLUMN");
    refused(project.deployed("app-v3").apply(), "RENAME_COLUMN");
    assertThat(hasColumn("email")).isEqualTo("1");
    project.file(CONTRACT, contract.substring(0, contract.indexOf("-- Optional: ")));
    assertThat(rules(CONTRACT)).isEmpty();
    contract();
  }

  /** The same by the files that {@code new} writes; the plan has the printed checks as well. */
  @Test
  void emailIsRenamedByTheFilesOfThePattern() throws SQLException, IOException {
    // The progress of pattern 3 of the backfills, whose table is set up as printed.
    List<String> progress = List.of(Printed.text("/template/progress.sql").split("(?m)^-- ", -1));
    project.file(FIRST, "-- " + progress.get(1));
    assertThat(progress.get(1)).contains("CREATE TABLE migration_progress");
    passed(project.apply());
    database.execute(
        "INSERT INTO users (email) SELECT 'user' || i || '@example.com'"
            + " FROM generate_series(1, 2500) i");
    passed(
        project.fresh(
            "rename-column", Map.of("table", "users", "from", "email", "to", "email_address")));
    Path plan = plan();
    String text = Files.readString(plan);
    assertThat(text).contains("  smoke:\n", "    - validate: [");
    Files.writeString(
        plan,
        text.replace("  smoke:\n", "  smoke:\n" + checks())
            .replace("validate: [", "validate: [all data migrated, consistent, sample, "));
    assertThat(passed(project.validate()).findings())
        .extracting(Finding::severity)
        .as(project.console())
        .doesNotContain(Severity.ERROR);

    fivePhases();
    contract();

    assertThat(
            database.value(
                "SELECT count(*) FROM pg_index i JOIN pg_attribute a ON attrelid = indrelid"
                    + " AND attnum = ALL (indkey) WHERE indisunique AND indisvalid"
                    + " AND attname = 'email_address' AND attnotnull"
                    + " AND indrelid = 'users'::regclass"))
        .isEqualTo("1");
    String look = "-- " + progress.get(progress.size() - 1);
    assertThat(look).startsWith("-- Check progress");
    List<List<@Nullable String>> rows = database.query(Printed.statements(look).get(0));
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).get(0)).isEqualTo("users_email_address");
    assertThat(rows.get(0).get(2)).isEqualTo("2500");
    assertThat(rows.get(0).get(4)).isNotNull();
  }

  private Path plan() throws IOException {
    try (Stream<Path> plans = Files.list(folder.resolve("src/main/db/plans"))) {
      return plans.findFirst().orElseThrow();
    }
  }

  private void fivePhases() throws SQLException {
    // 1 EXPAND: the version that runs knows nothing of it.
    goesAsFarAs("app-v2");
    database.execute("INSERT INTO users (email) VALUES ('v1@example.com')");
    assertThat(pair("v1@example.com")).isEqualTo("[[v1@example.com, v1@example.com]]");
    assertThat(pair("user1@example.com")).isEqualTo("[[user1@example.com, null]]");

    // 2 DEPLOY v2
    String second = second();
    assertThat(second).isEqualTo("INSERT INTO users (email, email_address) VALUES ($1, $1)");
    app(second, "v2@example.com");
    assertThat(pair("v2@example.com")).isEqualTo("[[v2@example.com, v2@example.com]]");
    database.execute("UPDATE users SET email = 'one@example.com' WHERE email = 'v1@example.com'");
    assertThat(pair("one@example.com")).isEqualTo("[[one@example.com, one@example.com]]");

    // 3 BACKFILL, 4 VALIDATE
    project.deployed("app-v2");
    goesAsFarAs("app-v3");
    assertThat(pair("user1@example.com")).isEqualTo("[[user1@example.com, user1@example.com]]");
    assertThat(project.console()).contains("✓ all data migrated", "✓ consistent", "✓ sample");
    for (String query : Printed.statements(Printed.block(RENAME, 5)).subList(0, 2)) {
      assertThat(database.value(query)).isEqualTo("0");
    }

    // 5 DEPLOY v3 while v2 still writes
    String third = third();
    assertThat(third).isEqualTo("SELECT email_address FROM users WHERE id = $1");
    app(second, "late@example.com");
    assertThat(app(third, idOf("email", "late@example.com"))).isEqualTo("late@example.com");
    database.execute("INSERT INTO users (email_address) VALUES ('v3@example.com')");
    assertThat(pair("v3@example.com")).isEqualTo("[[v3@example.com, v3@example.com]]");
  }

  private static String second() {
    return Printed.quoted(Printed.block(RENAME, 3));
  }

  private static String third() {
    return Printed.quoted(Printed.block(RENAME, 6));
  }

  /** Phase 6. */
  private void contract() throws SQLException {
    project.deployed("app-v3");
    goesAsFarAs(null);
    assertThat(hasColumn("email")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"))
        .isEqualTo("0");
    assertThat(app(third(), idOf("email_address", "one@example.com"))).isEqualTo("one@example.com");
    assertThat(database.value("SELECT count(DISTINCT email_address) FROM users")).isEqualTo("2504");
    assertThat(state(second().replace("$1", "'v2 again'"))).isEqualTo("42703");
    assertThat(passed(project.apply()).steps())
        .extracting(StepReport::state)
        .doesNotContain(StepReport.State.APPLIED, StepReport.State.WAITING);
  }

  // ---- pattern 3

  @Test
  void ageChangesItsTypeByTheFilesOfThePattern() {
    project.file(FIRST, "ALTER TABLE users ADD COLUMN age INT;");
    passed(project.apply());
    database.execute(
        "INSERT INTO users (email, age)"
            + " VALUES ('ann@example.com', 41), ('bob@example.com', 52),"
            + " ('cid@example.com', NULL)");

    // 16: neither NULL nor what the new version writes is carried over.
    project.file(EXPAND, Printed.block(TYPE, 1));
    assertThat(rules(EXPAND)).containsExactly("SYNC_TRIGGER_COALESCE");
    project.file(EXPAND, Printed.block(TYPE, 1) + Printed.block(TYPE, 2));
    assertThat(rules(EXPAND)).contains("DDL_THEN_BACKFILL_TXN");
    // 14: not back to the name that the running version has forgotten.
    project.file(EXPAND, Printed.block(TYPE, 1)).file(CONTRACT, Printed.block(TYPE, 3));
    assertThat(rules(CONTRACT)).containsExactly("DROP_COLUMN", "RENAME_COLUMN");
    project.delete(EXPAND).delete(CONTRACT);

    project.file(EXPAND, "ALTER TABLE users ALTER COLUMN age TYPE NUMERIC(5,2);");
    assertThat(fix(EXPAND, "ALTER_TYPE_REWRITE")).contains("-Ddbsage.pattern=change-type");
    project.delete(EXPAND);
    passed(
        project.fresh(
            "change-type", Map.of("table", "users", "column", "age", "type", "NUMERIC(5,2)")));
    goesAsFarAs("app-v2");
    database.execute(
        "UPDATE users SET age = NULL WHERE email = 'ann@example.com'",
        "UPDATE users SET age_new = 53 WHERE email = 'bob@example.com'",
        "INSERT INTO users (email, age) VALUES ('dan@example.com', 18)");
    project.deployed("app-v2");
    goesAsFarAs("app-v3");
    assertThat(database.query("SELECT age, age_new FROM users ORDER BY email"))
        .hasToString("[[null, null], [53, 53.00], [null, null], [18, 18.00]]");
    project.deployed("app-v3");
    goesAsFarAs(null);
    database.execute("UPDATE users SET age_new = 53.5 WHERE email = 'bob@example.com'");
    assertThat(database.query("SELECT age_new FROM users ORDER BY email"))
        .hasToString("[[null], [53.50], [null], [18.00]]");
    assertThat(hasColumn("age")).isEqualTo("0");
  }

  // ---- pattern 4

  @Test
  void emailIsMadeNotNullByTheFilesOfThePattern() {
    project.file(FIRST, "ALTER TABLE users ALTER COLUMN email DROP NOT NULL;");
    passed(project.apply());
    database.execute("INSERT INTO users (email) VALUES (NULL), (NULL), ('ann@example.com')");

    // 12: everybody waits while all rows are read.
    for (int number : new int[] {1, 5}) {
      project.file(EXPAND, Printed.block(NOT_NULL, number));
      assertThat(rules(EXPAND)).containsExactly("SET_NOT_NULL_SCAN");
      refused(project.apply(), "SET_NOT_NULL_SCAN");
    }
    assertThat(fix(EXPAND, "SET_NOT_NULL_SCAN"))
        .contains(
            "mvn dbsage:new -Ddbsage.pattern=not-null -Ddbsage.table=public.users"
                + " -Ddbsage.column=email");
    project.delete(EXPAND);

    // 17: one constant for all NULLs, and the column is UNIQUE.
    assertThat(state(Printed.block(NOT_NULL, 3))).isEqualTo("23505");
    Report refused =
        project
            .fresh(
                "not-null",
                Map.of("table", "users", "column", "email", "to", "'unknown@example.com'"))
            .report();
    assertThat(Objects.requireNonNull(refused.error()).what()).contains("users_email_key");
    passed(
        project.fresh(
            "not-null",
            Map.of("table", "users", "column", "email", "to", "id || '@unknown.example.com'")));
    project.deployed("app-v2");
    goesAsFarAs("app-v3");
    String missing = Printed.statements(Printed.block(NOT_NULL, 4)).get(0);
    assertThat(database.value(missing)).isEqualTo("0");
    project.deployed("app-v3");
    goesAsFarAs(null);
    assertThat(state("INSERT INTO users (email) VALUES (NULL)")).isEqualTo("23502");
    assertThat(
            database.value("SELECT count(*) FROM users WHERE email = id || '@unknown.example.com'"))
        .isEqualTo("2");
  }

  // ---- pattern 5

  @Test
  void anIndexIsBuiltAsTheSafeHalfIsPrinted() {
    String both = Printed.block("Pattern 5", 1);
    String safe = both.substring(0, both.indexOf("-- ❌"));
    String statement = Printed.statements(safe).get(0);
    project.file(FIRST, both);
    assertThat(rules(FIRST)).containsExactly("CREATE_INDEX_BLOCKING");
    assertThat(fix(FIRST, "CREATE_INDEX_BLOCKING"))
        .startsWith(statement.substring(statement.indexOf("CREATE")) + ";")
        .contains("-Ddbsage.pattern=index");
    refused(project.apply(), "CREATE_INDEX_BLOCKING");

    // 10: not between the BEGIN and the COMMIT of the printed file structure.
    project.file(FIRST, "BEGIN;\n" + safe + "COMMIT;\n");
    assertThat(rules(FIRST)).contains("CONCURRENTLY_IN_TXN");
    project.file(FIRST, safe);
    assertThat(rules(FIRST)).isEmpty();
    passed(project.apply());
    assertThat(
            database.value(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = 'idx_users_email'::regclass"))
        .isEqualTo("t");
  }
}
