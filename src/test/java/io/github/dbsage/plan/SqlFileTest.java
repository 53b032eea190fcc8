package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqlFileTest {

  private static final String NAME = "20260101000000_a.sql";

  @TempDir Path base;

  private Folder with(String text) {
    return new Folder(base).migration(NAME, text);
  }

  private SqlStep.Shape shape(String text) {
    return with(text).step().shape();
  }

  @Test
  void tellsTheShapeOfAFile() {
    assertThat(shape("BEGIN;\nSELECT 1;\nSELECT 2;\nCOMMIT;\n"))
        .isEqualTo(new SqlStep.Shape(2, false, false, 35));
    assertThat(shape("COPY a FROM STDIN;\n1\n\\.\n"))
        .isEqualTo(new SqlStep.Shape(1, false, true, 24));
    assertThat(shape("-- nothing\n")).isEqualTo(new SqlStep.Shape(0, false, false, 11));
  }

  @Test
  void tellsWhichFilesCannotBeOneTransaction() {
    assertThat(shape("SELECT 1; CREATE INDEX CONCURRENTLY i ON a (b);").segmented()).isTrue();
    assertThat(shape("ALTER TYPE t ADD VALUE 'a'; ALTER TYPE t ADD VALUE 'b';").segmented())
        .isFalse();
    assertThat(shape("ALTER TYPE t ADD VALUE 'a'; SELECT 1;").segmented()).isTrue();
    assertThat(shape("SELECT 1; ALTER TYPE t ADD VALUE 'a';").segmented()).isFalse();
    assertThat(shape("-- dbsage: transaction=false\nSELECT 1;").segmented()).isTrue();
    assertThat(shape("-- dbsage: transaction=false\n").segmented()).isFalse();
    assertThat(
            shape("-- dbsage: transaction=true\nALTER TYPE t ADD VALUE 'a'; SELECT 1;").segmented())
        .isFalse();
    assertThat(shape("BEGIN; ALTER TYPE t ADD VALUE 'a'; SELECT 1; COMMIT;").segmented()).isFalse();
    assertThat(shape("BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;").segmented()).isTrue();
    assertThat(shape("SELECT 1; BEGIN; SELECT 2; COMMIT;").segmented()).isTrue();
    assertThat(shape("BEGIN; COMMIT; BEGIN; SELECT 2; COMMIT;").segmented()).isFalse();
  }

  @Test
  void takesTheFilesOwnTransactionForAWish() {
    assertThat(with("SELECT 1;").step().mode()).isEqualTo(TransactionMode.AUTO);
    assertThat(with("BEGIN; SELECT 1; COMMIT;").step().mode()).isEqualTo(TransactionMode.TRUE);
    assertThat(with("BEGIN; SELECT 1; COMMIT; SELECT 2;").step().mode())
        .isEqualTo(TransactionMode.AUTO);
    assertThat(with("-- dbsage: transaction=false\nSELECT 1;").step().mode())
        .isEqualTo(TransactionMode.FALSE);
  }

  @Test
  void keepsDirectivesAndSuppressions() {
    Folder folder =
        with(
            """
            -- dbsage: lock_timeout=5s
            -- dbsage:ignore INT_PK because small

            -- dbsage:ignore DROP_TABLE because old
            DROP TABLE a;
            """);
    assertThat(folder.findings()).isEmpty();
    assertThat(folder.step().timeouts()).isEqualTo(new Timeouts(Duration.ofSeconds(5), null));
    String file = Folder.MIGRATIONS + NAME;
    Version version = new Version("20260101000000");
    assertThat(folder.read().suppressions())
        .containsExactly(
            new Suppression(version, "INT_PK", "small", new Place(file, 2, 1), null),
            new Suppression(
                version, "DROP_TABLE", "old", new Place(file, 4, 1), new Place(file, 5, 1)));
  }

  @Test
  void reportsEveryErrorOfEveryFile() {
    Folder folder =
        with("-- dbsage: transaction=maybe\nSELECT 1;\nSAVEPOINT a;\nSELECT ${who};\n")
            .migration("20260102000000_b.sql", "COMMIT;\n");
    assertThat(folder.findings())
        .filteredOn(finding -> !finding.contains("PLACEHOLDER_UNKNOWN"))
        .containsExactly(
            NAME
                + ":1:12 DIRECTIVE_UNKNOWN error: Unknown value \"maybe\" of transaction | Write"
                + " transaction=auto, transaction=true or transaction=false",
            NAME
                + ":3:1 TXN_UNSUPPORTED error: SAVEPOINT is not supported yet: the runner opens and"
                + " commits the transaction itself | Remove it",
            "20260102000000_b.sql:1:1 UNCOMMITTED_TXN error: COMMIT without a BEGIN | Remove it: the"
                + " runner opens and commits the transaction itself");
    assertThat(folder.findings())
        .filteredOn(finding -> finding.contains("PLACEHOLDER_UNKNOWN"))
        .singleElement()
        .asString()
        .startsWith(NAME + ":4:8 PLACEHOLDER_UNKNOWN error: ");
  }

  @Test
  void readsAgainWithPlaceholders() {
    Folder folder = with("${what};\nSELECT '${x}';\n");
    Project project = folder.read(folder.request(Map.of("what", "VACUUM", "x", "y"), true));
    assertThat(project.findings()).isEmpty();
    SqlStep step = (SqlStep) project.steps().get(0);
    assertThat(step.shape().segmented()).isTrue();
    assertThat(step.placeholders()).isEqualTo(Map.of("what", "VACUUM", "x", "y"));
    Project other = folder.read(folder.request(Map.of("what", "SELECT 1", "x", "z"), true));
    assertThat(other.steps().get(0).checksum()).isEqualTo(step.checksum());
    assertThat(((SqlStep) other.steps().get(0)).code()).isEqualTo(step.code());
    assertThat(((SqlStep) other.steps().get(0)).shape().segmented()).isFalse();
  }

  @Test
  void leavesPlaceholdersAloneWhereTheyAreOff() {
    Folder folder = with("SELECT '${unknown}', $$ ${other} $$;\n");
    Project project = folder.read(folder.request(Map.of(), false));
    assertThat(project.findings()).isEmpty();
    assertThat(((SqlStep) project.steps().get(0)).expand()).isFalse();
  }

  @Test
  void takesTheRollbackFromSectionOrFile() {
    String sql = "SELECT 1;\n";
    assertThat(with(sql).step().rollback()).isEqualTo(Rollback.MISSING);
    assertThat(with(sql + "-- ROLLBACK SECTION\n/*\nSELECT 0;\n*/\n").step().rollback())
        .isEqualTo(new Rollback("SELECT 0;", null));
    Folder both =
        new Folder(base)
            .migration(NAME, sql)
            .bytes(
                Folder.MIGRATIONS + "20260101000000_a.rollback.sql",
                "\ufeffSELECT 'é';\r\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThat(both.step().rollback()).isEqualTo(new Rollback("SELECT 'é';\n", null));
    both.migration(NAME, sql + "-- ROLLBACK SECTION\n/* SELECT 0; */\n");
    assertThat(both.findings())
        .containsExactly(
            "20260101000000_a.rollback.sql:1:1 FILE_NAME error: The rollback stands here and in the"
                + " rollback section of 20260101000000_a.sql | Keep one of them");
  }

  @Test
  void refusesRollbackFilesThatAreNoText() {
    String rollback = "20260101000000_a.rollback.sql";
    Folder folder = with("SELECT 1;");
    folder.migration(rollback, " \n");
    assertThat(folder.findings())
        .containsExactly(
            rollback
                + ":1:1 ROLLBACK_MISSING error: The rollback file is empty | Write the script, or"
                + " remove the file and declare -- Rollback: none because <reason>");
    folder.bytes(Folder.MIGRATIONS + rollback, new byte[] {'-', '-', '\r', '\n', 'x', (byte) 0xe9});
    assertThat(folder.findings())
        .containsExactly(
            rollback
                + ":2:2 FILE_ENCODING error: The bytes here are not UTF-8 | Convert the file: iconv"
                + " -f WINDOWS-1252 -t UTF-8 \"src/main/db/migrations/20260101000000_a.rollback.sql\"");
  }

  @Test
  void warnsOfWhatIsEasilyMistaken() {
    assertThat(
            with("""
                    SELECT 1;
                    -- Rollback section
                    /* SELECT 0; */
                    ALTER TABLE a
                      -- dbsage: lock_timeout=1s
                      ADD b int;
                    """)
                .findings())
        .containsExactly(
            NAME
                + ":2:1 ROLLBACK_MISSING warning: This line is not read as the beginning of a"
                + " rollback section | Write it as -- ROLLBACK SECTION, in capitals, on a line of"
                + " its own",
            NAME
                + ":5:3 DIRECTIVE_UNKNOWN warning: A directive inside of a statement is not read |"
                + " Put it on a line of its own in front of the statement");
  }

  @Test
  void whatLooksLikeADirectiveInAStringIsNone() {
    assertThat(
            with("""
                    COMMENT ON TABLE a IS '
                    -- dbsage: lock_timeout=1s
                    ';
                    DO $$ -- dbsage: lock_timeout=1s
                    $$;
                    """)
                .findings())
        .isEmpty();
  }

  @Test
  void tellsCodeFromComments() {
    SqlStep one = with("SELECT 1; -- one\nSELECT 'a  b';\n").step();
    SqlStep comment =
        with("/* two */ SELECT\n 1;\n\nSELECT 'a  b';\n-- ROLLBACK SECTION\n/* x */").step();
    SqlStep code = with("SELECT 1; -- one\nSELECT 'a b';\n").step();
    assertThat(comment.checksum()).isNotEqualTo(one.checksum());
    assertThat(comment.code()).isEqualTo(one.code());
    assertThat(code.code()).isNotEqualTo(one.code());
  }

  @Test
  void readsTheTemplateAsItIsPrinted() throws java.io.IOException {
    Folder folder = new Folder(base);
    String name = "20251027120000_add_users_table.sql";
    try (java.io.InputStream in =
        java.util.Objects.requireNonNull(
            SqlFileTest.class.getResourceAsStream("/checksum/template.sql"))) {
      folder.bytes(Folder.MIGRATIONS + name, in.readAllBytes());
    }
    assertThat(folder.findings())
        .containsExactly(
            name
                + ":2:1 CHECKSUM_HEADER warning: The file is not stamped: its Checksum header is the"
                + " SHA-256 of nothing | Run mvn dbsage:stamp");
    SqlStep step = folder.step();
    assertThat(step.shape().statements()).isEqualTo(1);
    assertThat(step.mode()).isEqualTo(TransactionMode.TRUE);
    assertThat(step.rollback().script())
        .isEqualTo(
            """
            BEGIN;
            DROP TABLE IF EXISTS users CASCADE;
            DELETE FROM public.schema_migrations WHERE version = '20251027120000';
            COMMIT;""");
    assertThat(folder.read().leftOut())
        .containsExactly(
            leftOut(name, "INSERT on schema_migrations", 9),
            leftOut(name, "UPDATE on schema_migrations", 35));
  }

  private static LeftOut leftOut(String name, String what, int line) {
    Version version = new Version(name.substring(0, 14));
    String table = what.contains("progress") ? "migration_progress" : "schema_migrations";
    return new LeftOut(version, what, table, new Place(Folder.MIGRATIONS + name, line, 1));
  }

  @Test
  void readsTheSetupAsItIsPrinted() throws java.io.IOException {
    Folder folder = new Folder(base);
    String setup = "20251027110000_setup.sql";
    String progress = "20251027110001_progress.sql";
    folder.bytes(Folder.MIGRATIONS + setup, template("setup.sql"));
    folder.bytes(Folder.MIGRATIONS + progress, template("progress.sql"));
    assertThat(folder.findings()).isEmpty();
    SqlStep step = folder.step();
    assertThat(step.shape().statements()).isZero();
    assertThat(step.shape().segmented()).isFalse();
    assertThat(step.rollback()).isEqualTo(Rollback.MISSING);
    assertThat(folder.read().leftOut())
        .containsExactly(
            leftOut(setup, "CREATE TABLE schema_migrations", 1),
            leftOut(setup, "CREATE INDEX idx_migrations_applied_at", 15),
            leftOut(setup, "CREATE INDEX idx_migrations_success", 18),
            leftOut(setup, "COMMENT ON TABLE schema_migrations", 21),
            leftOut(progress, "CREATE TABLE migration_progress", 2));
  }

  private static byte[] template(String file) throws java.io.IOException {
    try (java.io.InputStream in =
        java.util.Objects.requireNonNull(
            SqlFileTest.class.getResourceAsStream("/template/" + file))) {
      return in.readAllBytes();
    }
  }

  /** A file that keeps its record as the template does, with a rollback script in it. */
  private static String recording(String script) {
    return "INSERT INTO schema_migrations (version, name, applied_by, checksum, rollback_script)\n"
        + "VALUES ('20260101000000', 'a', current_user, '', "
        + script
        + ");\nSELECT 1;\n";
  }

  @Test
  void takesTheRollbackOutOfTheRecord() {
    assertThat(with(recording("$r$\n  DROP TABLE a;\n$r$")).step().rollback())
        .isEqualTo(new Rollback("  DROP TABLE a;", null));
    assertThat(with(recording("'DROP TABLE \"it''s\"'")).step().rollback())
        .isEqualTo(new Rollback("DROP TABLE \"it's\"", null));
    assertThat(with(recording("NULL")).step().rollback()).isEqualTo(Rollback.MISSING);
    assertThat(with(recording("' '")).step().rollback()).isEqualTo(Rollback.MISSING);
  }

  @Test
  void keepsPlaceholdersInTheRecordsRollbackAsInTheSections() {
    String script = "DROP TABLE ${schema}.a;";
    Folder folder =
        with(recording("$r$" + script + "$r$") + "-- ROLLBACK SECTION\n/*\n" + script + "\n*/\n");
    Project project = folder.read(folder.request(Map.of("schema", "app"), true));
    assertThat(project.findings()).isEmpty();
    assertThat(((SqlStep) project.steps().get(0)).rollback()).isEqualTo(new Rollback(script, null));
    with(recording("$r$" + script + "$r$"));
    project = folder.read(folder.request(Map.of("schema", "app"), true));
    assertThat(((SqlStep) project.steps().get(0)).rollback()).isEqualTo(new Rollback(script, null));
  }

  @Test
  void refusesTwoRollbacksThatDiffer() {
    String section = "-- ROLLBACK SECTION\n/* BEGIN; DROP  TABLE a; COMMIT; */\n";
    assertThat(with(recording("'DROP TABLE a'") + section).findings()).isEmpty();
    assertThat(with(recording("'DROP TABLE b'") + section).findings())
        .containsExactly(
            NAME
                + ":2:50 ROLLBACK_DIFFERS error: The rollback script of the INSERT on"
                + " schema_migrations is not the one of the rollback section in line 5 | Make them"
                + " the same, or keep one of them");
    Folder beside = with(recording("'DROP TABLE a'"));
    beside.migration("20260101000000_a.rollback.sql", "DROP TABLE a;\n");
    assertThat(beside.findings())
        .containsExactly(
            "20260101000000_a.rollback.sql:1:1 FILE_NAME error: The rollback stands here and in the"
                + " INSERT on schema_migrations of 20260101000000_a.sql | Keep one of them");
  }

  @Test
  void refusesARecordsRollbackWhereNoneIsDeclared() {
    assertThat(with("-- Rollback: none because x\n\n" + recording("'DROP TABLE a'")).findings())
        .containsExactly(
            NAME
                + ":1:1 ROLLBACK_MISSING error: The header declares that there is no rollback, and"
                + " the INSERT on schema_migrations holds one | Remove the header, or the rollback"
                + " script");
  }

  @Test
  void cutsTheListOfAFileThatIsBrokenAllOver() {
    List<String> findings = with("COMMIT;\n".repeat(1000)).findings();
    assertThat(findings).hasSize(FindingLog.MOST_PER_FILE);
  }
}
