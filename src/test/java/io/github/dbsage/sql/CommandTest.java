package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Command.ReindexConcurrently.Target;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement is. */
final class CommandTest {

  private static final String LONG = "é".repeat(40);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "(SELECT 1)",
        "\"vacuum\"",
        "'vacuum'",
        "TABLE vacuum",
        "WITH x AS (SELECT 1) INSERT INTO schema_migrations SELECT * FROM x",
        "INSERT INTO t SELECT * FROM schema_migrations",
        "INSERT INTO schema_migrations2 VALUES (1)",
        "INSERT INTO schema_migrations.t VALUES (1)",
        "INSERT INTO \"Schema_Migrations\" VALUES (1)",
        "UPDATE t SET schema_migrations = 1",
        "DELETE FROM t",
        "SELECT * FROM schema_migrations",
        "CREATE TABLE audit.schema_migrations (a int)",
        "CREATE INDEX concurrently_made ON t (a)",
        "CREATE INDEX i ON t (concurrently)",
        "CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)",
        "CREATE TABLE concurrently (a int)",
        "CREATE VIEW v AS SELECT 'CREATE INDEX CONCURRENTLY'",
        "CREATE DATABASES",
        "DROP INDEX i",
        "DROP INDEX IF EXISTS concurrently_made",
        "DROP TABLE database",
        "DROP VIEW database",
        "ALTER TABLE t DETACH PARTITION p",
        "ALTER TABLE t DETACH PARTITION p FINALIZE",
        "ALTER TABLE t RENAME TO concurrently",
        "ALTER TABLE t SET TABLESPACE x",
        "ALTER DATABASE d SET search_path = x",
        "ALTER DATABASE d SET \"tablespace\" = x",
        "ALTER DATABASE d RENAME TO e",
        "ALTER TYPE t ADD ATTRIBUTE a int",
        "ALTER TYPE t RENAME VALUE 'a' TO 'b'",
        "ALTER SUBSCRIPTION s ENABLE",
        "ALTER SUBSCRIPTION s SET PUBLICATION p WITH (refresh = false)",
        "ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (copy_data, refresh = off)",
        "ALTER SUBSCRIPTION s DROP PUBLICATION p WITH (refresh = '0')",
        "ALTER SUBSCRIPTION s SET (slot_name = NONE)",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = false)",
        "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (enabled, connect = 'false')",
        "REINDEX TABLE t",
        "REINDEX INDEX i",
        "REINDEX (VERBOSE) TABLE t",
        "REINDEX (CONCURRENTLY false) TABLE t",
        "REINDEX (concurrently off) INDEX i",
        "REINDEX (CONCURRENTLY, CONCURRENTLY 0) INDEX i",
        "CLUSTER t",
        "CLUSTER t USING i",
        "CLUSTER VERBOSE t",
        "CLUSTER (VERBOSE) t",
        "CLUSTER i ON t",
        "ANALYZE",
        "EXPLAIN ANALYZE SELECT 1",
        "COMMENT ON TABLE t IS 'VACUUM'",
        "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
        "DISCARD TEMP",
        "DISCARD PLANS",
        "PREPARE transaction_p AS SELECT 1",
        "PREPARE transaction AS SELECT 1",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "LOCK TABLE t",
        "COPY t TO '/tmp/stdout'",
        "COPY (SELECT 1 FROM stdin) TO PROGRAM 'stdout'",
        "SET client_encoding = 'utf-8'",
        "SET NAMES unicode",
        "SET NAMES DEFAULT",
        "SET datestyle TO iso, dmy",
        "SET SESSION datestyle = European",
        "SET search_path = client_encoding",
        "COPY t FROM '/tmp/stdin'",
        "COPY t FROM PROGRAM 'stdin'",
        "COPY t FROM \"stdin\"",
        "CALL p()",
        "DO 'SELECT 1'",
        "DO $$ BEGIN CREATE TEMP TABLE t (a int) ON COMMIT DROP; END $$",
        "DO $$ DECLARE commit int; BEGIN commit := 1; RAISE NOTICE 'x; COMMIT;'; END $$",
        "DO $$ BEGIN -- ;COMMIT;\n /* ; COMMIT; */ END $$",
        "DO $$ BEGIN INSERT INTO t (commit) VALUES (rollback); END $$",
        "EXECUTE commit",
        "FETCH begin",
        "$1"
      })
  void isOrdinary(String sql) {
    assertThat(Reading.statement(sql).command()).isEqualTo(new Command.Ordinary());
  }

  static Stream<Arguments> special() {
    return Stream.of(
        of("COPY t (a, b) TO STDOUT", new Command.CopyOut()),
        of("COPY (SELECT 1 FROM stdin) TO STDIN", new Command.CopyOut()),
        of("SET NAMES 'Latin1'", new Command.ConnectionSetting("client_encoding", "latin1")),
        of(
            "SET LOCAL Client_Encoding TO win1252",
            new Command.ConnectionSetting("client_encoding", "win1252")),
        of("SET datestyle = 'SQL, DMY'", new Command.ConnectionSetting("datestyle", "sql, dmy")),
        of(
            "SET datestyle TO dmy, German",
            new Command.ConnectionSetting("datestyle", "dmy, german")),
        of("BEGIN", new Command.Begin(true)),
        of("begin work", new Command.Begin(true)),
        of("BEGIN /* x */ TRANSACTION", new Command.Begin(true)),
        of("START TRANSACTION", new Command.Begin(true)),
        of("BEGIN ISOLATION LEVEL SERIALIZABLE", new Command.Begin(false)),
        of("START TRANSACTION READ ONLY", new Command.Begin(false)),
        of("COMMIT", new Command.Commit(true)),
        of("end", new Command.Commit(true)),
        of("END TRANSACTION", new Command.Commit(true)),
        of("COMMIT WORK AND NO CHAIN", new Command.Commit(true)),
        of("COMMIT AND CHAIN", new Command.Commit(false)),
        of("COMMIT PREPARED 'x'", new Command.TransactionControl("COMMIT PREPARED")),
        of("ROLLBACK", new Command.TransactionControl("ROLLBACK")),
        of("ROLLBACK TO s", new Command.TransactionControl("ROLLBACK TO SAVEPOINT")),
        of("ROLLBACK WORK TO s", new Command.TransactionControl("ROLLBACK TO SAVEPOINT")),
        of("ROLLBACK PREPARED 'x'", new Command.TransactionControl("ROLLBACK PREPARED")),
        of("ABORT", new Command.TransactionControl("ABORT")),
        of("SAVEPOINT s", new Command.TransactionControl("SAVEPOINT")),
        of("RELEASE s", new Command.TransactionControl("RELEASE SAVEPOINT")),
        of("PREPARE TRANSACTION 'x'", new Command.TransactionControl("PREPARE TRANSACTION")),
        of("INSERT INTO schema_migrations VALUES (1)", new Command.HistoryWrite("INSERT")),
        of(
            "insert into Public.Schema_Migrations(a) VALUES (1)",
            new Command.HistoryWrite("INSERT")),
        of("INSERT/**/INTO \"public\" . \"schema_migrations\"", new Command.HistoryWrite("INSERT")),
        of("UPDATE schema_migrations SET a = 1", new Command.HistoryWrite("UPDATE")),
        of("UPDATE ONLY public.schema_migrations SET a = 1", new Command.HistoryWrite("UPDATE")),
        of("DELETE FROM schema_migrations", new Command.HistoryWrite("DELETE")),
        of("DELETE FROM ONLY (schema_migrations) x", new Command.HistoryWrite("DELETE")),
        of("ALTER TYPE s.mood ADD VALUE 'so''so'", added("s", "mood", "so'so", false)),
        of("ALTER TYPE \"M\" ADD VALUE IF NOT EXISTS 'x' AFTER 'y'", added(null, "M", "x", true)),
        of(
            "ALTER TYPE m ADD VALUE E'a\\tb\\x41\\u00e9\\101\\''",
            added(null, "m", "a\tbAéA'", false)),
        of("ALTER TYPE m ADD VALUE U&'\\0061\\+01F600\\\\'", added(null, "m", "a😀\\", false)),
        of("ALTER TYPE m ADD VALUE $x$a$b$x$ BEFORE 'c'", added(null, "m", "a$b", false)),
        of("ALTER TYPE m ADD VALUE 'a'\n  'b'", added(null, "m", "ab", false)),
        of("VACUUM", new Command.Repeatable("VACUUM")),
        of("VACUUM (ANALYZE) t", new Command.Repeatable("VACUUM")),
        of("CLUSTER", new Command.Repeatable("CLUSTER")),
        of("CLUSTER VERBOSE", new Command.Repeatable("CLUSTER")),
        of("CLUSTER (VERBOSE)", new Command.Repeatable("CLUSTER")),
        of("REINDEX SCHEMA s", new Command.Repeatable("REINDEX SCHEMA")),
        of("REINDEX (VERBOSE) DATABASE d", new Command.Repeatable("REINDEX DATABASE")),
        of("REINDEX SYSTEM", new Command.Repeatable("REINDEX SYSTEM")),
        of("ALTER SYSTEM SET work_mem = '1MB'", new Command.Repeatable("ALTER SYSTEM")),
        of("DISCARD ALL", new Command.Repeatable("DISCARD ALL")),
        of(
            "ALTER DATABASE \"D\" SET TABLESPACE x",
            new Command.Repeatable("ALTER DATABASE … SET TABLESPACE")),
        of(
            "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
            new Command.Repeatable("ALTER SUBSCRIPTION … REFRESH")),
        of(
            "ALTER SUBSCRIPTION s SET PUBLICATION p, q",
            new Command.Repeatable("ALTER SUBSCRIPTION … PUBLICATION with refresh")),
        of(
            "ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh, copy_data = false)",
            new Command.Repeatable("ALTER SUBSCRIPTION … PUBLICATION with refresh")),
        of(
            "ALTER SUBSCRIPTION s SET (failover = true)",
            new Command.Repeatable("ALTER SUBSCRIPTION … SET (failover or two_phase)")),
        of("CREATE DATABASE \"D\" OWNER x", new Command.Shared(true, "DATABASE", "D")),
        of("DROP DATABASE IF EXISTS d WITH (FORCE)", new Command.Shared(false, "DATABASE", "d")),
        of("CREATE TABLESPACE t LOCATION 'x'", new Command.Shared(true, "TABLESPACE", "t")),
        of("DROP TABLESPACE t", new Command.Shared(false, "TABLESPACE", "t")),
        of("DROP SUBSCRIPTION IF EXISTS s", new Command.Shared(false, "SUBSCRIPTION", "s")),
        of(
            "CREATE SUBSCRIPTION S CONNECTION 'create_slot = false' PUBLICATION p",
            new Command.Shared(true, "SUBSCRIPTION", "s")),
        of(
            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot, enabled = false)",
            new Command.Shared(true, "SUBSCRIPTION", "s")),
        of(
            "DROP INDEX CONCURRENTLY IF EXISTS s.\"I\", j CASCADE",
            new Command.DropIndexConcurrently(List.of(name("s", "I"), name(null, "j")), true)),
        of(
            "drop index concurrently i",
            new Command.DropIndexConcurrently(List.of(name(null, "i")), false)),
        of("REINDEX TABLE CONCURRENTLY s.t", reindex(Target.TABLE, name("s", "t"))),
        of("REINDEX (CONCURRENTLY, VERBOSE) TABLE t", reindex(Target.TABLE, name(null, "t"))),
        of("REINDEX (CONCURRENTLY true) INDEX \"I\"", reindex(Target.INDEX, name(null, "I"))),
        of("reindex (verbose off, concurrently) schema s", reindex(Target.SCHEMA, name(null, "s"))),
        of("REINDEX DATABASE CONCURRENTLY", reindex(Target.DATABASE, null)),
        of("REINDEX (CONCURRENTLY) DATABASE d", reindex(Target.DATABASE, name(null, "d"))),
        of("REINDEX (CONCURRENTLY) SYSTEM", new Command.Repeatable("REINDEX SYSTEM")),
        of(
            "ALTER TABLE IF EXISTS ONLY s.p DETACH PARTITION \"C\" CONCURRENTLY",
            new Command.DetachPartitionConcurrently(name("s", "p"), name(null, "C"))),
        of(
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"I\" ON ONLY s.t USING btree (a)\n"
                + "  WHERE b = ';'",
            new Command.CreateIndexConcurrently(
                name(null, "I"), name("s", "t"), true, true, "USING btree (a)\n  WHERE b = ';'")),
        of(
            "create index /* x */ concurrently on T (a)",
            new Command.CreateIndexConcurrently(null, name(null, "t"), false, false, "(a)")),
        of(
            "CREATE INDEX CONCURRENTLY if ON ONLY (t)(a) -- x\n INCLUDE (b)",
            new Command.CreateIndexConcurrently(
                name(null, "if"), name(null, "t"), false, false, "(a) -- x\n INCLUDE (b)")),
        of(
            "CREATE INDEX CONCURRENTLY U&\"d\\0061ta\" ON \"a.b\".\"c\"\"d\"(a)",
            new Command.CreateIndexConcurrently(
                name(null, "data"), name("a.b", "c\"d"), false, false, "(a)")),
        of(
            "CREATE INDEX CONCURRENTLY I_" + LONG + " ON É (a)",
            new Command.CreateIndexConcurrently(
                name(null, "i_" + LONG.substring(0, 30)), name(null, "É"), false, false, "(a)")),
        of("COPY t FROM STDIN", new Command.CopyIn()),
        of("copy s.\"T\" (a, \"b)\") from stdin with (format csv)", new Command.CopyIn()),
        of("COPY BINARY t FROM /* x */ STDIN", new Command.CopyIn()),
        of("COPY t FROM stdin CSV HEADER DELIMITER ';'", new Command.CopyIn()),
        of("DO $$ BEGIN COMMIT; END $$", commits()),
        of("DO LANGUAGE plpgsql 'BEGIN LOOP rollback and chain; END LOOP; END'", commits()),
        of("DO $$ BEGIN IF a THEN COMMIT /* x */ ; END IF; END $$ LANGUAGE \"plpgsql\"", commits()),
        of("DO LANGUAGE plpython3u $$ plpy.commit() $$", commits()),
        of("DO LANGUAGE plperl $$ spi_rollback(); $$", commits()));
  }

  @ParameterizedTest
  @MethodSource
  void special(String sql, Command command) {
    assertThat(Reading.statement(sql).command()).isEqualTo(command);
    assertThat(Reading.statement("/* a */\n" + sql + " /* b */ ;").command()).isEqualTo(command);
  }

  @Test
  void callIsProceduralWhereTheScriptSaysThatTheProcedureCommits() {
    List<Command> commands =
        Reading.of(
                """
                CREATE PROCEDURE s.p() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
                CREATE OR REPLACE PROCEDURE q(a int) AS 'BEGIN NULL; END' LANGUAGE plpgsql;
                CALL p();
                CALL S.P();
                CALL r.p();
                CALL q(1);
                DO $$ BEGIN CALL s.p(); END $$;
                CREATE OR REPLACE PROCEDURE s.p() LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
                CALL p();
                """)
            .commands();
    Command call = new Command.Procedural("CALL of a procedure that commits");
    Command ordinary = new Command.Ordinary();
    assertThat(commands)
        .containsExactly(
            ordinary, ordinary, call, call, ordinary, ordinary, commits(), ordinary, ordinary);
  }

  @Test
  void knowsHistoryWritesBehindAnOpaquePlaceholder() {
    Reading reading =
        Reading.of("INSERT INTO ${schema}.schema_migrations VALUES (1)", Placeholders.opaque());
    assertThat(reading.commands()).containsExactly(new Command.HistoryWrite("INSERT"));
  }

  @Test
  void namesKeepAnOpaquePlaceholderAsItIsWritten() {
    Reading reading = Reading.of("DROP DATABASE ${name}_x", Placeholders.opaque());
    assertThat(reading.commands())
        .containsExactly(new Command.Shared(false, "DATABASE", "${name}_x"));
  }

  /** The label that the journal asks the server for has to be the one that the server stored. */
  @Test
  void labelIsReadAsTheServerReadsItsBackslashes() {
    String add = "ALTER TYPE mood ADD VALUE 'a\\\\b';\n";
    assertThat(Reading.of(add + "SET standard_conforming_strings = off;\n" + add).commands())
        .startsWith(added(null, "mood", "a\\\\b", false))
        .endsWith(added(null, "mood", "a\\b", false));
  }

  private static Arguments of(String sql, Command command) {
    return Arguments.of(sql, command);
  }

  private static Command commits() {
    return new Command.Procedural("DO block that commits");
  }

  private static Command added(
      @Nullable String schema, String type, String label, boolean ifNotExists) {
    return new Command.AddEnumValue(new QualifiedName(schema, type), label, ifNotExists);
  }

  private static Command reindex(Target target, @Nullable QualifiedName name) {
    return new Command.ReindexConcurrently(target, name);
  }

  private static QualifiedName name(@Nullable String schema, String name) {
    return new QualifiedName(schema, name);
  }
}
