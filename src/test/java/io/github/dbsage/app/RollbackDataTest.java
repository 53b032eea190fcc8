package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that a rollback would lose, and what of them may be lost. */
@OnPostgres
final class RollbackDataTest {

  private static final String FILE = "20260102120000_next";

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
        CREATE TABLE users (id int PRIMARY KEY, email text);
        INSERT INTO users VALUES (1, 'a'), (2, NULL);
        CREATE TABLE empty (id int, users_id int REFERENCES users);
        """);
  }

  /** Applies a migration with this way back. */
  private void apply(String sql, String rollback) {
    project.file(FILE, sql + "\n-- ROLLBACK SECTION\n/*\n" + rollback + "\n*/\n");
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private void passes(@Nullable String allowed) {
    Outcome outcome = project.rollback(null, allowed, null);
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
  }

  private Problem refused(@Nullable String allowed) {
    Outcome outcome = project.rollback(null, allowed, null);
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  /** Refused without the flag, and done with the one that the message prints. */
  private void asksFor(String flag) {
    String before = rows();
    Problem problem = refused(null);
    assertThat(problem.code()).isEqualTo("DATA_LOSS");
    assertThat(problem.fix()).endsWith("run the goal again with -Ddbsage.allowDataLoss=" + flag);
    assertThat(rows()).isEqualTo(before);
    assertThat(isApplied()).isTrue();
    passes(flag);
    assertThat(isApplied()).isFalse();
  }

  private @Nullable String rows() {
    return database.value("SELECT string_agg(to_jsonb(u)::text, ',' ORDER BY id) FROM users u");
  }

  private boolean isApplied() {
    return "1"
        .equals(
            database.value(
                "SELECT count(*) FROM schema_migrations WHERE version = '20260102120000'"));
  }

  @Test
  void asksForAColumn() {
    apply("SELECT 1;", "ALTER TABLE users DROP COLUMN email;");
    assertThat(refused(null).what())
        .isEqualTo(
            "Rolling back 20260102120000_next would lose data: column public.users.email (dropped).");
    asksFor("public.users.email");
  }

  @Test
  void asksForATable() {
    apply("CREATE TABLE t AS SELECT 1 AS a;", "DROP TABLE t;");
    asksFor("public.t");
  }

  @Test
  void asksForWhatCascades() {
    apply(
        "CREATE DOMAIN d AS text; ALTER TABLE users ADD COLUMN code d DEFAULT 'x';",
        "DROP DOMAIN d CASCADE;");
    asksFor("public.users.code");
    apply("CREATE SCHEMA s; CREATE TABLE s.t AS SELECT 1 AS a;", "DROP SCHEMA s CASCADE;");
    asksFor("s.t");
  }

  @Test
  void asksForWhatABlockDrops() {
    apply("CREATE TABLE t AS SELECT 1 AS a;", "DO $$ BEGIN EXECUTE 'DROP TABLE ' || 't'; END $$;");
    asksFor("public.t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRUNCATE t;",
        "TRUNCATE t; INSERT INTO t VALUES (1);",
        "ALTER TABLE t ADD b int; TRUNCATE t;"
      })
  void asksForWhatIsEmptied(String rollback) {
    apply("CREATE TABLE t AS SELECT 1 AS a;", rollback);
    assertThat(refused(null).what()).endsWith("table public.t (emptied).");
    asksFor("public.t");
  }

  @Test
  void takesNoRewriteForALoss() {
    apply(
        "SELECT 1;",
        "ALTER TABLE users ALTER COLUMN id TYPE bigint; UPDATE users SET email = email;");
    passes(null);
    assertThat(database.value("SELECT count(*) FROM users")).isEqualTo("2");
  }

  @Test
  void asksForATableThatIsMadeAnew() {
    apply("CREATE TABLE t AS SELECT 1 AS a;", "DROP TABLE t; CREATE TABLE t (a int);");
    asksFor("public.t");
  }

  @Test
  void asksForTheNameThatATableHadBefore() {
    apply(
        "CREATE TABLE \"My Table\" AS SELECT 1 AS a;",
        "ALTER TABLE \"My Table\" RENAME TO u; DROP TABLE u;");
    Problem problem = refused("public.u");
    assertThat(problem.fix()).endsWith("'-Ddbsage.allowDataLoss=public.u,public.\"My Table\"'");
    passes("public.\"My Table\"");
  }

  @Test
  void needsNoFlagForWhatIsEmpty() {
    apply(
        "CREATE TABLE t (a int); ALTER TABLE users ADD COLUMN note text;",
        "DROP TABLE t; ALTER TABLE users DROP COLUMN note; DROP TABLE empty;");
    passes(null);
    assertThat(project.console())
        .contains(
            "no data in what the script takes away (public.empty, public.t, public.users.note)");
    assertThat(database.value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
  }

  @Test
  void looksAtEachOfSeveral() {
    apply(
        "CREATE TABLE t (a int); CREATE TABLE u AS SELECT 1 AS a; CREATE TABLE v AS SELECT 1 AS a;",
        "DROP TABLE t, u, v;");
    Problem problem = refused("public.u");
    assertThat(problem.what()).endsWith("would lose data: table public.v (dropped).");
    assertThat(problem.fix()).endsWith("-Ddbsage.allowDataLoss=public.u,public.v");
    asksFor("public.u,public.v");
  }

  @Test
  void aPartitionedTableStandsForItsParts() {
    apply(
        """
        CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (20);
        INSERT INTO p VALUES (1, 1), (11, 1);
        """,
        "DROP TABLE p;");
    assertThat(refused(null).what()).endsWith("would lose data: table public.p (dropped).");
    asksFor("public.p");
  }

  @Test
  void aPartCanBeLostByItsOwnNameOrItsParents() {
    String made =
        """
        CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        INSERT INTO p VALUES (1, 1);
        """;
    apply(made, "DROP TABLE p1; DROP TABLE p;");
    passes("public.p");
    apply(made, "DROP TABLE p1;");
    asksFor("public.p1");
  }

  @Test
  void aColumnOfAPartitionedTableIsAskedForOnce() {
    apply(
        """
        CREATE TABLE p (a int, b int) PARTITION BY RANGE (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        INSERT INTO p VALUES (1, 1);
        """,
        "ALTER TABLE p DROP COLUMN b;");
    asksFor("public.p.b");
  }

  @Test
  void heirsThatAreNoPartsAreNamedThemselves() {
    apply(
        "CREATE TABLE a (x int); CREATE TABLE b () INHERITS (a); INSERT INTO b VALUES (1);",
        "DROP TABLE a CASCADE;");
    asksFor("public.a,public.b");
  }

  @Test
  void whatIsDetachedOrMovedIsKept() {
    apply(
        """
        CREATE SCHEMA s;
        CREATE TABLE p (a int) PARTITION BY RANGE (a);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        INSERT INTO p VALUES (1);
        """,
        """
        ALTER TABLE p DETACH PARTITION p1;
        ALTER TABLE p1 SET SCHEMA s;
        ALTER TABLE s.p1 RENAME COLUMN a TO b;
        ALTER TABLE s.p1 SET UNLOGGED;
        DROP TABLE p;
        """);
    passes(null);
    assertThat(database.value("SELECT b FROM s.p1")).isEqualTo("1");
  }

  @Test
  void compositeValuesCountHoweverEmptyTheirFields() {
    apply(
        "CREATE TYPE pair AS (a int, b int); ALTER TABLE users ADD COLUMN pair pair; UPDATE users SET pair = ROW (1, NULL);",
        "ALTER TABLE users DROP COLUMN pair;");
    asksFor("public.users.pair");
  }

  @Test
  void whatCanBeMadeAgainIsNoData() {
    apply(
        """
        ALTER TABLE users ADD COLUMN twice int GENERATED ALWAYS AS (id * 2) STORED;
        CREATE MATERIALIZED VIEW m AS SELECT * FROM users;
        CREATE SEQUENCE s;
        CREATE INDEX users_email ON users (email);
        """,
        "DROP MATERIALIZED VIEW m; DROP SEQUENCE s; DROP INDEX users_email; ALTER TABLE users DROP COLUMN twice;");
    passes(null);
  }

  @Test
  void rowsThatPoliciesHideCount() {
    apply(
        """
        CREATE TABLE t AS SELECT 1 AS a;
        ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        ALTER TABLE t FORCE ROW LEVEL SECURITY;
        """,
        "DROP TABLE t;");
    Problem problem = refused(null);
    assertThat(problem.sqlState()).isEqualTo("42501");
    assertThat(problem.what()).contains("cannot be seen: table public.t (dropped)");
    passes("public.t");
  }

  @Test
  void whatComesAndGoesInTheScriptIsNobodysData() {
    apply(
        "SELECT 1;",
        "CREATE TABLE copy AS SELECT * FROM users; DROP TABLE copy; CREATE TEMP TABLE x AS SELECT 1; DROP TABLE x;");
    passes(null);
    assertThat(project.console()).doesNotContain("no data in");
  }

  @Test
  void looksAtEachTransactionOfAScriptThatIsSeveral() {
    apply(
        "CREATE TABLE t AS SELECT 1 AS a; CREATE INDEX users_email ON users (email);",
        "DROP INDEX CONCURRENTLY users_email;\nDROP TABLE t;");
    Problem problem = refused(null);
    assertThat(problem.code()).isEqualTo("DATA_LOSS");
    assertThat(problem.why()).contains("what ran before it is kept and journalled");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("1");
    passes("public.t");
    assertThat(isApplied()).isFalse();
  }

  @Test
  void looksAtStatementsThatTheScriptWantsByThemselves() {
    apply(
        "CREATE TABLE t AS SELECT 1 AS a;",
        "-- dbsage: transaction=false\nDROP TABLE t;\nSELECT 1;");
    asksFor("public.t");
  }

  @Test
  void refusesWhatNobodyCanLookAt() {
    apply("CREATE TABLE t AS SELECT 1 AS a;", "DO $$ BEGIN DROP TABLE t; COMMIT; END $$;");
    Problem problem = refused("public.t");
    assertThat(problem.code()).isEqualTo("DATA_LOSS");
    assertThat(problem.what()).contains("DO block that commits");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"public.*", "t", "", "public.t,,public.u", "a.b.c.d", "public.1t", "public.t%"})
  void takesWholeNamesOnly(String allowed) {
    apply("CREATE TABLE t AS SELECT 1 AS a;", "DROP TABLE t;");
    Problem problem = refused(allowed);
    assertThat(problem.code()).isEqualTo("PARAMETER");
    assertThat(problem.what()).startsWith("dbsage.allowDataLoss has ");
    assertThat(isApplied()).isTrue();
  }
}
