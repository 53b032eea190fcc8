package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Correcting the record, one item at a time, with a reason. */
@OnPostgres
final class RepairTest {

  private static final String USERS = "20260101120000";
  private static final String FILE = "20260102120000_next";
  private static final String NEXT = "20260102120000";
  private static final String WHY = "checked by hand";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(USERS + "_users", "CREATE TABLE users (id int, kind text);");
  }

  private void passes(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  private void fails(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
  }

  private void repair(String version, String to) {
    passes(project.repair(version, to, null, WHY));
  }

  private void from(String version, int ordinal) {
    passes(project.repair(version, null, String.valueOf(ordinal), WHY));
  }

  /** The one thing that needs repair. */
  private Finding item() {
    Outcome outcome = project.repair();
    passes(outcome);
    assertThat(outcome.report().findings()).as(project.console()).hasSize(1);
    return outcome.report().findings().get(0);
  }

  private void nothingNeedsRepair() {
    Outcome outcome = project.repair();
    passes(outcome);
    assertThat(outcome.report().findings()).isEmpty();
    assertThat(project.console()).contains("Nothing needs repair: the files and the record agree.");
  }

  private @Nullable String row(String version) {
    List<?> rows =
        database.query(
            "SELECT name || ' ' || success || ' ' || kind FROM schema_migrations WHERE version = '"
                + version
                + "'");
    return rows.isEmpty() ? null : String.valueOf(((List<?>) rows.get(0)).get(0));
  }

  private List<List<@Nullable String>> log() {
    return database.query(
        "SELECT action, version, old_checksum IS NOT NULL, new_checksum IS NOT NULL,"
            + " db_user = session_user AND os_user IS NOT NULL AND host IS NOT NULL,"
            + " left(reason, 15) FROM dbsage_log WHERE action LIKE 'repair%' ORDER BY id");
  }

  private @Nullable String reason() {
    return database.value("SELECT reason FROM dbsage_log WHERE action LIKE 'repair%'");
  }

  private List<?> journal() {
    return database.query(
        "SELECT ordinal::text || ' ' || state FROM dbsage_journal WHERE version = '"
            + NEXT
            + "' AND ordinal > 0 ORDER BY ordinal");
  }

  private static List<List<String>> lines(String... lines) {
    List<List<String>> rows = new ArrayList<>();
    for (String line : lines) {
      rows.add(List.of(line));
    }
    return rows;
  }

  /** Types a command as a message printed it; {@code label} stands before it. */
  private void type(@Nullable String fix, String label) {
    String text = Objects.requireNonNull(fix);
    int begin = text.indexOf("mvn dbsage:repair", text.indexOf(label));
    assertThat(text.indexOf(label)).as(text).isNotNegative();
    String command = text.substring(begin).lines().findFirst().orElseThrow();
    passes(
        project.repair(
            value(command, "version"),
            value(command, "to"),
            value(command, "from"),
            value(command, "reason")));
  }

  private static @Nullable String value(String command, String property) {
    String option = " -Ddbsage." + property + "=";
    int at = command.indexOf(option);
    if (at < 0) {
      return null;
    }
    return command.substring(at + option.length()).split("[ ]", 2)[0].replace("\"", "");
  }

  @Test
  void findsNothingInASoundRecord() {
    passes(project.apply());
    nothingNeedsRepair();
    passes(project.repair(USERS, null, null, null));
    assertThat(project.console())
        .contains("20260101120000_users is applied on ")
        .contains(
            "and its file is as it was applied. If it was undone by hand: mvn dbsage:repair"
                + " -Ddbsage.version=20260101120000 -Ddbsage.to=reverted -Ddbsage.reason=\"why\"");
    assertThat(log()).isEmpty();
  }

  @Test
  void forgetsAFailureAndKeepsItsRowInTheLog() {
    project.file(FILE, "SELECT nothing FROM nowhere;");
    fails(project.apply());
    Finding item = item();
    assertThat(item.rule()).isEqualTo("RECORD_FAILED");
    assertThat(item.message()).isEqualTo("20260102120000_next failed; nothing of it was kept.");
    assertThat(item.effect()).contains("42P01");
    assertThat(item.fix())
        .isEqualTo(
            """
            Mend the file and apply again.
            To forget the failure: mvn dbsage:repair -Ddbsage.version=20260102120000 \
            -Ddbsage.to=cleared -Ddbsage.reason="why"
            If you have done by hand what it says: mvn dbsage:repair \
            -Ddbsage.version=20260102120000 -Ddbsage.to=applied -Ddbsage.reason="why\"""");
    type(item.fix(), "To forget");
    assertThat(row(NEXT)).isNull();
    assertThat(log())
        .containsExactly(List.of("repair cleared", NEXT, "t", "f", "t", "why; the row wa"));
    assertThat(reason()).contains("nowhere").contains("\"success\": false");
    nothingNeedsRepair();
  }

  @Test
  void marksAsAppliedWhatWasDoneByHand() {
    project.file(
        FILE,
        "ALTER TABLE users ADD COLUMN c int;\n\n-- ROLLBACK SECTION\n/*\nALTER TABLE users DROP c;\n*/\n");
    passes(project.target(USERS).apply());
    database.execute("ALTER TABLE users ADD COLUMN c int");
    fails(project.target(NEXT).apply());
    type(item().fix(), "by hand");
    assertThat(row(NEXT)).isEqualTo("next true sql");
    assertThat(
            database.query(
                "SELECT notes, rollback_script LIKE '%DROP c%', execution_time_ms IS NULL"
                    + " FROM schema_migrations WHERE version = '"
                    + NEXT
                    + "'"))
        .containsExactly(List.of("marked as applied by repair; nothing was run", "t", "t"));
    assertThat(project.console())
        .contains(
            "20260102120000_next is recorded as applied now. Nothing was run: whether the database"
                + " holds what the file says was not checked.");
    passes(project.apply());
    passes(project.verify());
    repair(NEXT, "applied");
    assertThat(project.console()).contains("is recorded as applied already; nothing was changed.");
    assertThat(log()).hasSize(1);
  }

  @Test
  void marksAsAppliedWhatWasNeverTried() {
    project.file(FILE, "CREATE TABLE next ();");
    passes(project.target(USERS).apply());
    passes(project.repair(NEXT, null, null, null));
    assertThat(project.console())
        .contains("20260102120000_next is pending, and nothing is recorded");
    repair(NEXT, "applied");
    assertThat(log()).containsExactly(List.of("repair applied", NEXT, "f", "t", "t", WHY));
    passes(project.target(NEXT).apply());
    assertThat(database.value("SELECT to_regclass('next') IS NULL")).isEqualTo("t");
    // The digest of the statements is there, so that a later difference can be told.
    project.file(FILE, "-- a comment\nCREATE TABLE next ();");
    assertThat(item().message()).contains("(comments or blanks only)");
  }

  @Test
  void marksAsRevertedSoThatTheFileRunsAgain() {
    project.file(FILE, "CREATE INDEX CONCURRENTLY users_kind ON users (kind);");
    passes(project.apply());
    database.execute("DROP INDEX users_kind");
    repair(NEXT, "reverted");
    assertThat(row(NEXT)).isNull();
    assertThat(journal()).isEmpty();
    assertThat(log()).containsExactly(List.of("repair reverted", NEXT, "t", "f", "t", WHY));
    assertThat(reason()).contains("\"name\": \"next\"");
    assertThat(project.console())
        .contains("Nothing was undone in the database.")
        .contains("Its file is pending: the next apply runs it.");
    passes(project.apply());
    assertThat(database.value("SELECT to_regclass('users_kind') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void takesOutWhatHasNoFileAnyMore() {
    project.file(FILE, "CREATE TABLE next ();");
    passes(project.apply());
    project.delete(FILE);
    Finding item = item();
    assertThat(item.rule()).isEqualTo("VERSION_MISSING");
    type(item.fix(), "undone for good");
    assertThat(row(NEXT)).isNull();
    nothingNeedsRepair();
    passes(project.verify());
  }

  @Test
  void saysThatWhatIsOlderRunsOnlyWhenAskedTo() {
    project.file(FILE, "CREATE TABLE next ();");
    passes(project.apply());
    repair(USERS, "reverted");
    assertThat(project.console())
        .contains("older than what is applied: mvn dbsage:apply -Ddbsage.outOfOrder=true runs it.");
  }

  @Test
  void acceptsAChecksumAfterItHasShownTheDifference() throws Exception {
    project.file(FILE, "-- one\nCREATE TABLE next (\n  id int\n);\nSELECT 1;\n");
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "x");
    passes(project.apply());
    project.file(FILE, "-- one\nCREATE TABLE next (\n  id bigint,\n  b int\n);\nSELECT 1;\n");
    fails(project.verify());
    Finding item = item();
    assertThat(item.message())
        .contains(" was changed after it was applied on ")
        .endsWith(" (code).");
    type(item.fix(), "see the difference");
    assertThat(log()).isEmpty();
    type(item.fix(), "as it is now");
    assertThat(project.console())
        .contains(
            """
            What differs: code. The statements are not those that ran.
            """
                .strip())
        .contains("  CREATE TABLE next (\n-   id int\n+   id bigint,\n+   b int\n  );");
    assertThat(project.console().lastIndexOf("What differs: code"))
        .isLessThan(project.console().lastIndexOf("The file's checksum is recorded now."));
    assertThat(log()).containsExactly(List.of("repair accepted", NEXT, "t", "t", "t", "why"));
    passes(project.verify());
    nothingNeedsRepair();
    assertThat(database.value("SELECT count(*) FROM dbsage_log WHERE old_checksum <> new_checksum"))
        .isEqualTo("1");
    project.file(FILE, "-- two\nCREATE TABLE next (\n  id bigint,\n  b int\n);\nSELECT 1;\n");
    assertThat(item().message()).endsWith(" (comments or blanks only).");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.com"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void saysThatTheLinesCannotBeComparedWithoutTheTextThatRan() {
    passes(project.apply());
    project.file(USERS + "_users", "CREATE TABLE users (id bigint, kind text);");
    repair(USERS, "accepted");
    assertThat(project.console())
        .contains("What differs: code.")
        .contains("is not in git's history here, so the lines cannot be compared.");
    repair(USERS, "accepted");
    assertThat(project.console()).contains("is as it was recorded; nothing was changed.");
  }

  @Test
  void masksSecretsInTheDifferenceAndInTheReason() throws Exception {
    String secret = database.password();
    project.file(FILE, "SELECT '" + secret + "', 1;\n");
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "x");
    passes(project.apply());
    project.file(FILE, "SELECT '" + secret + "', 2;\n");
    passes(project.repair(NEXT, "accepted", null, "it was " + secret));
    assertThat(project.console()).contains("- SELECT '****', 1;").contains("+ SELECT '****', 2;");
    String everywhere =
        project.console() + project.report() + database.query("SELECT * FROM dbsage_log");
    assertThat(everywhere).doesNotContain(secret);
  }

  private void breakInThirdStatement() {
    project.file(
        FILE,
        """
        CREATE TABLE next (id int);
        CREATE INDEX CONCURRENTLY users_kind ON users (kind);
        INSERT INTO nowhere VALUES (1);
        CREATE INDEX CONCURRENTLY next_id ON next (id);
        """);
    fails(project.apply());
    assertThat(journal()).isEqualTo(lines("1 done", "2 done", "3 failed"));
  }

  @Test
  void saysThatNothingIsLeftToRunWhereTheLastStatementWasDoneByHand() {
    breakInThirdStatement();
    from(NEXT, 5);
    Finding item = item();
    assertThat(item.message())
        .isEqualTo(
            "All statements of 20260102120000_next count as done, but it is not recorded as"
                + " applied.");
    assertThat(item.fix())
        .startsWith("Apply again: nothing of it is run, and it is recorded.\n")
        .doesNotContain("from=6");
    assertThat(project.status().report().findings())
        .extracting(Finding::fix)
        .containsExactly("Run mvn dbsage:apply: nothing of it is left to run, and it is recorded.");
    passes(project.apply());
    nothingNeedsRepair();
  }

  @Test
  void goesOnBehindAStatementThatWasDoneByHand() {
    breakInThirdStatement();
    Finding item = item();
    assertThat(item.rule()).isEqualTo("RECORD_UNFINISHED");
    assertThat(item.message())
        .isEqualTo(
            "20260102120000_next did not get to its end: the next run begins with statement 3.");
    type(item.fix(), "statement 3 was done by hand");
    assertThat(journal()).isEqualTo(lines("1 done", "2 done", "3 done"));
    assertThat(project.console())
        .contains(
            "The next apply of 20260102120000_next begins with statement 4"
                + " (src/main/db/migrations/20260102120000_next.sql:4:1).");
    assertThat(reason()).isEqualTo("why; the journal was: 1 to 2 done, 3 failed");
    passes(project.apply());
    assertThat(row(NEXT)).isEqualTo("next true sql");
    assertThat(database.value("SELECT to_regclass('next_id') IS NOT NULL")).isEqualTo("t");
    nothingNeedsRepair();
  }

  @Test
  void forgetsTheJournalSoThatTheMigrationStartsAgain() {
    breakInThirdStatement();
    database.execute("DROP TABLE next", "DROP INDEX users_kind");
    project.file(FILE, "CREATE TABLE other (id int);\nVACUUM users;");
    Problem refusal = refused(project.apply());
    assertThat(refusal.code()).isEqualTo("JOURNAL_PREFIX");
    assertThat(refusal.fix())
        .contains("mvn dbsage:repair -Ddbsage.version=20260102120000 prints the commands.");
    Finding item = item();
    assertThat(item.rule()).isEqualTo("JOURNAL_PREFIX");
    assertThat(item.message())
        .isEqualTo(
            "Statement 1 of 20260102120000_next has run, but it is not the one that stands in the"
                + " file now.");
    type(item.fix(), "all is to be run");
    assertThat(journal()).isEmpty();
    assertThat(project.console())
        .contains("begins with statement 1 (")
        .contains("Nothing of it counts");
    passes(project.apply());
    assertThat(database.value("SELECT to_regclass('other') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void takesTheFileAsItIsNowForWhatHasRun() {
    breakInThirdStatement();
    project.file(
        FILE,
        """
        CREATE TABLE next (id int, spelled text);
        CREATE INDEX CONCURRENTLY users_kind ON users (kind);
        SELECT 1;
        """);
    assertThat(refused(project.apply()).code()).isEqualTo("JOURNAL_PREFIX");
    type(item().fix(), "in another way");
    passes(project.apply());
    passes(project.verify());
    assertThat(row(NEXT)).isEqualTo("next true sql");
  }

  @Test
  void decidesWhatNobodyCanSeeOfAStatementThatWasCutOff() {
    project.file(
        FILE, "DO $do$ BEGIN INSERT INTO users VALUES (1, 'x'); COMMIT; END $do$;\nVACUUM users;");
    passes(project.apply());
    database.execute(
        "UPDATE dbsage_journal SET state = 'running' WHERE version = '"
            + NEXT
            + "' AND ordinal = 1",
        "DELETE FROM dbsage_journal WHERE version = '" + NEXT + "' AND ordinal = 2",
        "UPDATE schema_migrations SET success = false, notes = 'running' WHERE version = '"
            + NEXT
            + "'");
    assertThat(item().message())
        .isEqualTo("A run of 20260102120000_next was cut off in statement 1.");
    String fix = refused(project.apply()).fix();
    type(String.valueOf(fix).replace(" If it did not", "\nIf it did not"), "If it did:");
    passes(project.apply());
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("1");
  }

  @Test
  void hasNothingLeftToRunBehindTheLastStatement() {
    breakInThirdStatement();
    from(NEXT, 5);
    passes(project.apply());
    assertThat(row(NEXT)).isEqualTo("next true sql");
    assertThat(database.value("SELECT to_regclass('next_id') IS NULL")).isEqualTo("t");
    Problem problem = refused(project.repair(NEXT, null, "1", WHY));
    assertThat(problem.what()).contains("is recorded as applied");
  }

  @Test
  void keepsTheJournalWhereOnlyTheFailureIsForgotten() {
    breakInThirdStatement();
    repair(NEXT, "cleared");
    assertThat(journal()).isEqualTo(lines("1 done", "2 done", "3 failed"));
    assertThat(project.console()).contains("Its journal stays (statements 1 to 2 done, 3 failed)");
    project.file(
        FILE, "CREATE TABLE next (id int);\nCREATE INDEX CONCURRENTLY users_kind ON users (kind);");
    passes(project.apply());
  }

  @Test
  void takesAnAdoptionBackWhileNothingWasAppliedSince() {
    database.execute("CREATE TABLE users (id int)");
    project.file(FILE, "ALTER TABLE users ADD COLUMN b int;");
    passes(project.adopt("none", NEXT, null));
    repair(NEXT, "reverted");
    assertThat(project.console()).contains("The database is not adopted any more.");
    passes(project.adopt("none", USERS, null));
    passes(project.apply());
    Problem problem = refused(project.repair(USERS, "reverted", null, WHY));
    assertThat(problem.what())
        .isEqualTo(
            "The baseline 20260101120000 cannot be taken out any more: 1 migration was recorded"
                + " since.");
    nothingNeedsRepair();
  }

  @Test
  void leavesWhatStandsBelowTheBaselineAlone() {
    database.execute("CREATE TABLE users (id int)");
    project.file(FILE, "SELECT 1;");
    passes(project.adopt("none", NEXT, null));
    for (String to : List.of("applied", "reverted", "accepted", "cleared")) {
      assertThat(refused(project.repair(USERS, to, null, WHY)).what())
          .isEqualTo(
              "20260101120000_users counts as applied because it stands below the baseline of this"
                  + " database.");
    }
    passes(project.repair(USERS, null, null, null));
    assertThat(project.console()).contains("counts as applied: it stands below the baseline.");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, applied, -, x, REPAIR_VERSION",
        "2026, applied, -, x, REPAIR_VERSION",
        "20260101120000, aplied, -, x, REPAIR_TO",
        "20260101120000, applied, 2, x, REPAIR_TO",
        "20260101120000, -, two, x, REPAIR_FROM",
        "20260101120000, -, 0, x, REPAIR_FROM",
        "20260101120000, applied, -, -, REPAIR_REASON",
        "20260101120000, applied, -, ' ', REPAIR_REASON",
        "20260101120000, cleared, -, x, REPAIR_STATE",
        "20260101120000, -, 1, x, REPAIR_STATE",
        "20260102120000, reverted, -, x, REPAIR_STATE",
        "20260102120000, cleared, -, x, REPAIR_STATE",
        "20260102120000, accepted, -, x, REPAIR_STATE",
        "20260102120000, -, 1, x, REPAIR_STATE",
        "20260109120000, applied, -, x, REPAIR_FILE",
        "20260109120000, -, 1, x, REPAIR_FILE",
        "20260109120000, reverted, -, x, REPAIR_STATE",
      })
  void refusesWhatDoesNotFit(
      @Nullable String version,
      @Nullable String to,
      @Nullable String from,
      @Nullable String reason,
      String code) {
    passes(project.apply());
    project.file(FILE, "CREATE TABLE next ();");
    Problem problem = refused(project.repair(version, to, from, reason));
    assertThat(problem.code()).as(problem.toString()).isEqualTo(code);
    assertThat(problem.fix()).isNotBlank();
    assertThat(log()).isEmpty();
    assertThat(row(USERS)).isEqualTo("users true sql");
  }

  @Test
  void saysWhichWordsItKnows() {
    Problem problem = refused(project.repair(USERS, "aplied", null, WHY));
    assertThat(problem.what())
        .isEqualTo("-Ddbsage.to=aplied is no repair (did you mean applied?).");
    assertThat(problem.fix()).isEqualTo("Write one of applied, reverted, accepted, cleared.");
    assertThat(refused(project.repair(USERS, "applied", null, null)).fix())
        .isEqualTo(
            "Say in your own words why: mvn dbsage:repair -Ddbsage.version=20260101120000"
                + " -Ddbsage.to=applied -Ddbsage.reason=\"why\"");
  }

  @Test
  void refusesADatabaseWithoutARecord() {
    assertThat(refused(project.repair()).code()).isEqualTo("REPAIR_NOTHING");
    assertThat(refused(project.repair(USERS, "applied", null, WHY)).code())
        .isEqualTo("REPAIR_NOTHING");
    assertThat(database.value("SELECT to_regclass('schema_migrations') IS NULL")).isEqualTo("t");
  }

  @Test
  void refusesToRecordAFileThatIsBroken() {
    passes(project.apply());
    project.file(FILE, "SELECT 'open;");
    Outcome outcome = project.repair(NEXT, "applied", null, WHY);
    fails(outcome);
    assertThat(outcome.report().findings()).hasSize(1);
    assertThat(row(NEXT)).isNull();
    // It keeps nobody from looking at the others.
    passes(project.repair());
    assertThat(project.console()).contains("mvn dbsage:validate-plan lists them.");
    repair(USERS, "reverted");
  }

  @Test
  void waitsForAnApplyAndNamesIt() throws ExecutionException, InterruptedException {
    passes(project.apply());
    project.file(FILE, "SELECT pg_advisory_lock_shared(7);\nSELECT 1/0;");
    try (Connection blocker = database.connect();
        Statement statement = blocker.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(7)");
      CompletableFuture<Outcome> apply = CompletableFuture.supplyAsync(project::apply);
      assertThat(Eventually.holds(this::isWaiting)).isTrue();
      Workspace other = new Workspace(folder, database);
      Problem problem =
          refused(other.runnerTimeout(Duration.ofMillis(200)).repair(NEXT, "cleared", null, WHY));
      assertThat(problem.code()).isEqualTo("RUN_LOCK");
      assertThat(problem.what()).contains("dbsage apply ");
      CompletableFuture<Outcome> patient =
          CompletableFuture.supplyAsync(
              () -> other.runnerTimeout(Duration.ofMinutes(1)).repair(NEXT, "cleared", null, WHY));
      assertThat(Eventually.holds(() -> other.console().contains("Waiting for the run lock")))
          .isTrue();
      statement.execute("SELECT pg_advisory_unlock(7)");
      fails(apply.get());
      passes(patient.get());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    assertThat(row(NEXT)).isNull();
  }

  private boolean isWaiting() {
    return "1"
        .equals(
            database.value(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                    + " AND database = (SELECT oid FROM pg_database"
                    + " WHERE datname = current_database())"));
  }
}
