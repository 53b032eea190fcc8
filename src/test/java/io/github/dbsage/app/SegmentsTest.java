package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations that cannot be one transaction: journal, resume, and recovery by kind. */
@OnPostgres
final class SegmentsTest {

  private static final String FILE = "20260102120000_segments";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file(
        "20260101120000_users",
        """
        CREATE TABLE users (id int, email text, kind text);
        INSERT INTO users VALUES (1, 'a', 'x'), (2, 'b', 'x');
        """);
  }

  private void apply() {
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private Problem failure() {
    Problem problem = project.apply().report().error();
    assertThat(problem).isNotNull();
    return problem;
  }

  private List<?> journal() {
    return database.query(
        "SELECT ordinal::text || ' ' || state FROM dbsage_journal"
            + " WHERE version = '20260102120000' AND ordinal > 0 ORDER BY ordinal");
  }

  /** As a run that was cut off in this statement leaves it. */
  private void cutOff(int ordinal) {
    database.execute(
        "UPDATE dbsage_journal SET state = 'running', error = NULL, finished_at = NULL"
            + " WHERE version = '20260102120000' AND ordinal = "
            + ordinal,
        "DELETE FROM dbsage_journal WHERE version = '20260102120000' AND ordinal > " + ordinal,
        "UPDATE schema_migrations SET success = false, notes = 'running'"
            + " WHERE version = '20260102120000'");
  }

  @Test
  void keepsTheFirstIndexAndMendsTheSecondOnTheNextRun() {
    project.file(
        FILE,
        """
        CREATE INDEX CONCURRENTLY users_email ON users (email);
        CREATE UNIQUE INDEX CONCURRENTLY users_kind ON users (kind);
        """);
    Problem problem = failure();
    assertThat(problem.sqlState()).isEqualTo("23505");
    assertThat(String.valueOf(problem.where())).endsWith("_segments.sql:2:1");
    assertThat(problem.why()).contains("public.users_kind");
    assertThat(journal()).isEqualTo(List.of(List.of("1 done"), List.of("2 failed")));
    assertThat(
            database.value(
                "SELECT success FROM schema_migrations WHERE version = '20260102120000'"))
        .isEqualTo("f");
    String first = database.value("SELECT 'users_email'::regclass::oid");
    database.execute("UPDATE users SET kind = id::text");

    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(outcome.report().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.state()).isEqualTo(StepReport.State.RESUMED))
        .satisfies(step -> assertThat(step.statements()).hasSize(1));
    assertThat(database.value("SELECT 'users_email'::regclass::oid")).isEqualTo(first);
    assertThat(
            database.query(
                "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'users'::regclass ORDER BY 1"))
        .containsExactly(List.of("users_email", "t"), List.of("users_kind", "t"));
    assertThat(project.console()).contains("users_kind is dropped");
  }

  @Test
  void mendsTheIndexWhenOnlyUniquenessWasTakenOut() {
    project.file(FILE, "CREATE UNIQUE INDEX CONCURRENTLY users_kind ON users (kind);");
    failure();
    project.file(FILE, "CREATE INDEX CONCURRENTLY users_kind ON users (kind);");
    apply();
    assertThat(
            database.value(
                "SELECT indisvalid AND NOT indisunique FROM pg_index WHERE indexrelid = 'users_kind'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void leavesAnIndexAloneThatIsDefinedOtherwise() {
    project.file(FILE, "CREATE UNIQUE INDEX CONCURRENTLY users_kind ON users (kind);");
    failure();
    project.file(FILE, "CREATE INDEX CONCURRENTLY users_kind ON users (lower(kind));");
    Problem problem = failure();
    assertThat(problem.code()).isEqualTo("INDEX_DIFFERS");
    assertThat(problem.fix()).contains("DROP INDEX CONCURRENTLY \"public\".\"users_kind\"");
    assertThat(
            database.value(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_kind'::regclass"))
        .isEqualTo("f");
  }

  @Test
  void neverTakesSomeoneElsesIndexForItsOwn() {
    project.apply();
    database.execute("CREATE INDEX users_kind ON users (kind)");
    project.file(FILE, "CREATE INDEX CONCURRENTLY users_kind ON users (kind);");
    assertThat(failure().code()).isEqualTo("INDEX_EXISTS");
    assertThat(failure().code()).isEqualTo("INDEX_EXISTS");
    assertThat(database.value("SELECT to_regclass('users_kind') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void acceptsAnIndexThatWasFinishedWhenTheRunWasCutOff() {
    project.file(
        FILE, "CREATE INDEX CONCURRENTLY users_email ON users (lower(email)) WHERE id > 0;");
    apply();
    String index = database.value("SELECT 'users_email'::regclass::oid");
    cutOff(1);
    apply();
    assertThat(database.value("SELECT 'users_email'::regclass::oid")).isEqualTo(index);
    assertThat(project.console()).contains("had taken effect");
  }

  @Test
  void buildsAnUnnamedIndexOnce() {
    project.file(FILE, "CREATE INDEX CONCURRENTLY ON users (email);");
    apply();
    cutOff(1);
    apply();
    assertThat(database.value("SELECT count(*) FROM pg_index WHERE indrelid = 'users'::regclass"))
        .isEqualTo("1");
  }

  @Test
  void dropsAnIndexAgainWithIfExists() {
    project.apply();
    database.execute("CREATE INDEX users_email ON users (email)");
    project.file(FILE, "DROP INDEX CONCURRENTLY users_email;");
    apply();
    cutOff(1);
    apply();
    assertThat(journal()).isEqualTo(List.of(List.of("1 done")));
  }

  @Test
  void removesTheCopiesOfACutOffReindex() {
    project.apply();
    database.execute("CREATE INDEX users_email ON users (email)");
    project.file(FILE, "REINDEX TABLE CONCURRENTLY users;");
    apply();
    database.execute("CREATE INDEX users_email_ccnew ON users (email)");
    database
        .asSuperuser()
        .execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_email_ccnew'::regclass");
    cutOff(1);
    apply();
    assertThat(
            database.query(
                "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = 'users'::regclass"))
        .containsExactly(List.of("users_email"));
  }

  @Test
  void finalizesAPendingDetach() {
    project.apply();
    database.execute(
        "CREATE TABLE log (at date) PARTITION BY RANGE (at)",
        "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
    project.file(FILE, "ALTER TABLE log DETACH PARTITION log_1 CONCURRENTLY;");
    apply();
    cutOff(1);
    apply();
    assertThat(project.console()).contains("had taken effect");

    database.execute(
        "ALTER TABLE log ATTACH PARTITION log_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')");
    database
        .asSuperuser()
        .execute(
            "UPDATE pg_inherits SET inhdetachpending = true WHERE inhrelid = 'log_1'::regclass");
    cutOff(1);
    apply();
    assertThat(
            database.value("SELECT count(*) FROM pg_inherits WHERE inhrelid = 'log_1'::regclass"))
        .isEqualTo("0");
    assertThat(project.console()).contains("finalized");
  }

  @Test
  void runsVacuumAgain() {
    project.file(FILE, "INSERT INTO users VALUES (3, 'c', 'z');\nVACUUM users;\nSELECT 1;");
    apply();
    assertThat(journal())
        .isEqualTo(List.of(List.of("1 done"), List.of("2 done"), List.of("3 done")));
    cutOff(2);
    apply();
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("3");
  }

  @Test
  void commitsANewEnumValueBeforeItsUse() {
    project.file(
        FILE,
        """
        CREATE TYPE mood AS ENUM ('sad');
        ALTER TYPE mood ADD VALUE 'ok';
        ALTER TYPE mood ADD VALUE 'happy';
        CREATE TABLE moods (m mood DEFAULT 'happy');
        INSERT INTO moods VALUES ('ok'), (DEFAULT);
        """);
    apply();
    assertThat(database.query("SELECT m FROM moods ORDER BY 1"))
        .containsExactly(List.of("ok"), List.of("happy"));
  }

  @Test
  void skipsAnEnumValueThatIsThereAlready() {
    project.file(
        FILE,
        """
        -- dbsage: transaction=false
        CREATE TYPE mood AS ENUM ('sad');
        ALTER TYPE mood ADD VALUE 'ok';
        """);
    apply();
    cutOff(2);
    apply();
    assertThat(project.console()).contains("ADD VALUE had taken effect");
  }

  @Test
  void rollsBackOnlyTheSegmentThatFails() {
    project.file(
        FILE,
        """
        CREATE TABLE one ();
        CREATE INDEX CONCURRENTLY users_email ON users (email);
        CREATE TABLE two ();
        SELECT 1/0;
        """);
    Problem problem = failure();
    assertThat(String.valueOf(problem.where())).endsWith("_segments.sql:4:1");
    assertThat(journal())
        .isEqualTo(List.of(List.of("1 done"), List.of("2 done"), List.of("4 failed")));
    assertThat(
            database.value("SELECT to_regclass('one') IS NOT NULL AND to_regclass('two') IS NULL"))
        .isEqualTo("t");
    project.file(
        FILE,
        """
        CREATE TABLE one ();
        CREATE INDEX CONCURRENTLY users_email ON users (email);
        CREATE TABLE two ();
        SELECT 1/1;
        """);
    apply();
    assertThat(database.value("SELECT to_regclass('two') IS NOT NULL")).isEqualTo("t");
  }

  @Test
  void runsEachOfTheFilesTransactionsByItself() {
    project.file(
        FILE,
        """
        BEGIN;
        CREATE TABLE seen (n int, tx bigint);
        INSERT INTO seen VALUES (1, txid_current());
        INSERT INTO seen VALUES (2, txid_current());
        COMMIT;
        BEGIN;
        SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
        INSERT INTO seen VALUES (3, txid_current());
        COPY seen (n) FROM STDIN;
        4
        \\.
        UPDATE seen SET tx = txid_current() WHERE tx IS NULL;
        COMMIT;
        INSERT INTO seen VALUES (5, txid_current());
        INSERT INTO seen VALUES (6, txid_current());
        CREATE INDEX CONCURRENTLY seen_n ON seen (n);
        START TRANSACTION;
        INSERT INTO seen VALUES (7, txid_current());
        END;
        """);
    apply();
    assertThat(
            database.query(
                "SELECT string_agg(n::text, ' ' ORDER BY n) FROM seen GROUP BY tx ORDER BY min(n)"))
        .containsExactly(List.of("1 2"), List.of("3 4"), List.of("5 6"), List.of("7"));
    assertThat(journal()).hasSize(11);
    Outcome again = project.apply();
    assertThat(again.report().steps()).isEmpty();
  }

  @Test
  void continuesWithTheTransactionOfTheFileThatFailed() {
    String file =
        """
        BEGIN;
        CREATE TABLE one (n int);
        INSERT INTO one VALUES (1);
        COMMIT;

        BEGIN;
        CREATE TABLE two (n int);
        INSERT INTO two VALUES (1/%s);
        COMMIT;

        BEGIN;
        CREATE TABLE three (n int);
        COMMIT;
        """;
    project.file(FILE, file.formatted("0"));
    Problem problem = failure();
    assertThat(problem.sqlState()).isEqualTo("22012");
    assertThat(String.valueOf(problem.where())).endsWith("_segments.sql:8:1");
    assertThat(journal())
        .isEqualTo(List.of(List.of("1 done"), List.of("2 done"), List.of("4 failed")));
    assertThat(
            database.value("SELECT to_regclass('one') IS NOT NULL AND to_regclass('two') IS NULL"))
        .isEqualTo("t");
    project.file(FILE, file.formatted("1"));
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    assertThat(outcome.report().steps())
        .singleElement()
        .satisfies(step -> assertThat(step.state()).isEqualTo(StepReport.State.RESUMED))
        .satisfies(step -> assertThat(step.statements()).hasSize(3));
    assertThat(database.value("SELECT count(*) FROM one")).isEqualTo("1");
    assertThat(database.value("SELECT count(*) FROM two")).isEqualTo("1");
    assertThat(database.value("SELECT to_regclass('three') IS NOT NULL")).isEqualTo("t");
    assertThat(
            database.value(
                "SELECT success FROM schema_migrations WHERE version = '20260102120000'"))
        .isEqualTo("t");
  }

  @Test
  void doesNotCommitInTheMiddleOfTheFilesTransaction() {
    project.file(
        FILE,
        """
        CREATE TYPE mood AS ENUM ('sad');
        CREATE TABLE moods (m mood);
        BEGIN;
        ALTER TYPE mood ADD VALUE 'ok';
        INSERT INTO moods VALUES ('ok');
        COMMIT;
        """);
    assertThat(failure().sqlState()).isEqualTo("55P04");
    assertThat(database.value("SELECT enum_range(NULL::mood)")).isEqualTo("{sad}");
    project.file(
        FILE,
        """
        CREATE TYPE mood AS ENUM ('sad');
        CREATE TABLE moods (m mood);
        BEGIN;
        ALTER TYPE mood ADD VALUE 'ok';
        COMMIT;
        BEGIN;
        INSERT INTO moods VALUES ('ok');
        COMMIT;
        """);
    apply();
    assertThat(database.value("SELECT m FROM moods")).isEqualTo("ok");
  }

  @Test
  void takesUpByItselfWhatWasCutOffByItselfEvenInATransactionOfTheFile() {
    project.file(FILE, "-- dbsage: transaction=false\nALTER TABLE users ADD a int;\nSELECT 1;\n");
    apply();
    cutOff(1);
    database.execute("ALTER TABLE users DROP COLUMN a");
    project.file(FILE, "BEGIN;\nALTER TABLE users ADD a int;\nCOMMIT;\nBEGIN;\nSELECT 1;\nCOMMIT;");
    assertThat(failure().code()).isEqualTo("OUTCOME_UNKNOWN");
  }

  @Test
  void refusesToContinueBehindAChangedBeginning() {
    project.file(FILE, "CREATE TABLE one ();\nVACUUM users;\nSELECT 1/0;\n");
    failure();
    project.file(FILE, "CREATE TABLE one (id int);\nVACUUM users;\nSELECT 1/1;\n");
    Problem problem = failure();
    assertThat(problem.code()).isEqualTo("JOURNAL_PREFIX");
    assertThat(String.valueOf(problem.where())).endsWith("_segments.sql:1:1");
    project.file(FILE, "CREATE TABLE one ();\n");
    assertThat(failure().code()).isEqualTo("JOURNAL_PREFIX");
    project.file(FILE, "-- a remark\nCREATE TABLE one ();\nVACUUM users;\nSELECT 1/1;\n");
    apply();
  }

  @Test
  void repeatsTheSessionsSettingsWhenItContinues() {
    database.execute("CREATE SCHEMA app", "CREATE TABLE app.t (a int)");
    project
        .delete("20260101120000_users")
        .file("20260101120000_users", "CREATE TABLE public.users (id int);")
        .schema("dbsage");
    database.execute("DROP SCHEMA app CASCADE");
    project.file(
        FILE,
        """
        CREATE SCHEMA app;
        CREATE TABLE app.t (a int);
        INSERT INTO app.t VALUES (1), (1);
        SET search_path = app;
        CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a);
        """);
    assertThat(failure().sqlState()).isEqualTo("23505");
    database.execute("DELETE FROM app.t");
    apply();
    assertThat(
            database.value(
                "SELECT indisvalid FROM pg_index WHERE indexrelid = 'app.t_a'::regclass"))
        .isEqualTo("t");
  }

  @Test
  void runsProceduresThatCommitByThemselves() {
    project.file(
        FILE,
        """
        -- dbsage: transaction=false
        CREATE PROCEDURE steps() LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO users VALUES (10, 'p', 'p');
          COMMIT;
          INSERT INTO users VALUES (11, 'p', 'p');
        END $$;
        CALL steps();
        DO $do$ BEGIN INSERT INTO users VALUES (12, 'd', 'd'); COMMIT; END $do$;
        """);
    apply();
    assertThat(database.value("SELECT count(*) FROM users WHERE id >= 10")).isEqualTo("3");
  }

  @Test
  void refusesToGuessWhetherACutOffProcedureTookEffect() {
    project.file(FILE, "DO $do$ BEGIN INSERT INTO users VALUES (12, 'd', 'd'); COMMIT; END $do$;");
    apply();
    cutOff(1);
    Problem problem = failure();
    assertThat(problem.code()).isEqualTo("OUTCOME_UNKNOWN");
    assertThat(problem.fix())
        .isEqualTo(
            "Look whether it took effect. If it did: mvn dbsage:repair"
                + " -Ddbsage.version=20260102120000 -Ddbsage.from=2 -Ddbsage.reason=\"why\" If it did"
                + " not: mvn dbsage:repair -Ddbsage.version=20260102120000 -Ddbsage.from=1"
                + " -Ddbsage.reason=\"why\" Then run the goal again.");
    assertThat(database.value("SELECT count(*) FROM users WHERE id = 12")).isEqualTo("1");
  }

  @Test
  void refusesWhatForbidsATransactionWhereTheFileForcesOne() {
    project.file(
        FILE,
        "-- dbsage: transaction=true\nCREATE INDEX CONCURRENTLY users_email ON users (email);");
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).isFalse();
    assertThat(outcome.report().findings())
        .singleElement()
        .satisfies(f -> assertThat(f.rule()).isEqualTo("CONCURRENTLY_IN_TXN"))
        .satisfies(f -> assertThat(f.where().line()).isEqualTo(2));
  }
}
