package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.State;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrations that do what few do run in a dry run as anywhere else. */
final class DryRunUnusualTest {

  private static final String BASE =
      """
      CREATE TABLE users (id int PRIMARY KEY, email text);
      CREATE TABLE audit (at timestamptz, what text);
      CREATE TABLE ev (id int, at date NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE ev1 PARTITION OF ev FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
      CREATE TABLE ev2 PARTITION OF ev FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
      CREATE INDEX users_email ON users (email);
      CREATE FUNCTION lg() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (now(), TG_OP); RETURN NULL; END';
      CREATE TRIGGER lg AFTER INSERT OR UPDATE ON users FOR EACH ROW EXECUTE FUNCTION lg();
      """;

  @TempDir Path folder;

  private static Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "temp",
        "CREATE TEMP TABLE t ON COMMIT DROP AS SELECT 1 a; INSERT INTO users SELECT a FROM t; CREATE TEMP TABLE users2 (x int); CREATE INDEX ON users2 (x);");
    files.put("createdb", "CREATE DATABASE extra;\nDROP DATABASE extra;");
    files.put(
        "altersystem",
        "ALTER SYSTEM SET work_mem = '8MB';\nSELECT pg_reload_conf();\nALTER SYSTEM RESET ALL;");
    files.put("listen", "LISTEN a; NOTIFY a, 'x'; UNLISTEN *;");
    files.put(
        "advisory",
        "SELECT pg_advisory_lock(1); SELECT pg_advisory_xact_lock(2); SELECT pg_try_advisory_lock(1684173671, 0);");
    files.put("advisory2", "SELECT pg_advisory_lock(1);");
    files.put("prepare", "PREPARE p AS UPDATE users SET email = email; EXECUTE p; DEALLOCATE p;");
    files.put(
        "cursor",
        "DECLARE c CURSOR FOR SELECT * FROM users; FETCH 1 FROM c; MOVE 1 IN c; CLOSE c; DECLARE h CURSOR WITH HOLD FOR SELECT 1;");
    files.put(
        "notices", "DO $$ BEGIN FOR i IN 1..2000 LOOP RAISE NOTICE 'n %', i; END LOOP; END $$;");
    files.put(
        "restrict",
        "\\restrict abc\nSET statement_timeout = 0;\nSET lock_timeout = 0;\nSELECT pg_catalog.set_config('search_path', '', false);\nSET row_security = off;\nCREATE TABLE public.d (id int, t text);\nCOPY public.d (id, t) FROM stdin;\n1\ta\n2\t\\N\n\\.\n\nALTER TABLE ONLY public.d ADD CONSTRAINT dp PRIMARY KEY (id);\n\\unrestrict abc\n");
    files.put(
        "trigger",
        "INSERT INTO users VALUES (1001, 'a'), (1002, 'b'); UPDATE users SET email = 'x' WHERE id = 1001;");
    files.put(
        "eventtrigger",
        "CREATE FUNCTION et() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.audit VALUES (now(), tg_tag); END';\nCREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION et();\nCREATE TABLE seen (id int);\nDROP EVENT TRIGGER e;");
    files.put(
        "defaultpriv",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO nobody_known;");
    files.put(
        "detach",
        "ALTER TABLE ev DETACH PARTITION ev1 CONCURRENTLY;\nALTER TABLE ev ATTACH PARTITION ev1 FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');");
    files.put(
        "reindex",
        "REINDEX INDEX CONCURRENTLY users_email;\nREINDEX TABLE CONCURRENTLY users;\nREINDEX TABLE users;");
    files.put("reindexdb", "REINDEX (CONCURRENTLY) SCHEMA public;");
    files.put("vacuum", "VACUUM;\nVACUUM (ANALYZE) users;\nVACUUM FULL users;\nANALYZE;");
    files.put("cluster", "CLUSTER users USING users_pkey;");
    files.put(
        "procedure",
        "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO users VALUES (10); COMMIT; INSERT INTO users VALUES (11); COMMIT; END $$;");
    files.put("call", "-- dbsage: transaction=false\nCALL p();");
    files.put(
        "timeout",
        "SET statement_timeout = '2s'; SET lock_timeout = '1s'; ALTER TABLE users ADD COLUMN t1 int;");
    files.put(
        "setrole",
        "CREATE TABLE mine (id int); GRANT ALL ON SCHEMA public TO actor2; SET ROLE actor2; CREATE TABLE theirs (id int); RESET ROLE;");
    files.put(
        "secdef",
        "CREATE FUNCTION sd() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN ALTER TABLE public.users ADD COLUMN sd int DEFAULT (random() * 9)::int; END'; SELECT sd();");
    files.put(
        "lo",
        "SELECT lo_from_bytea(0, 'abc'); SELECT lo_create(4711); ALTER LARGE OBJECT 4711 OWNER TO lo_owner; SELECT lo_unlink(4711);");
    files.put(
        "matview",
        "CREATE MATERIALIZED VIEW mv AS SELECT id FROM users; CREATE UNIQUE INDEX ON mv (id); REFRESH MATERIALIZED VIEW CONCURRENTLY mv;");
    files.put("truncate", "TRUNCATE users;");
    files.put("reindex_code", "DO $$ BEGIN REINDEX TABLE users; END $$;");
    files.put(
        "lock", "LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE; INSERT INTO users VALUES (99);");
    files.put(
        "rename",
        "ALTER TABLE users RENAME TO people; ALTER TABLE people ADD COLUMN z int; ALTER TABLE people RENAME TO users;");
    files.put(
        "sequence",
        "ALTER SEQUENCE IF EXISTS nope RESTART; CREATE SEQUENCE s; SELECT nextval('s'); ALTER TABLE users ALTER id SET DEFAULT nextval('s'); DROP SEQUENCE s CASCADE;");
    files.put(
        "backslash",
        "SET standard_conforming_strings = off; SELECT 'a\\'b'; INSERT INTO users VALUES (555, 'x\\\\y');");
    files.put("readonly", "SET TRANSACTION READ ONLY; SELECT 1;");
    files.put("deferred", "SET CONSTRAINTS ALL DEFERRED; SELECT 1;");
    files.put(
        "security_label",
        "CREATE USER u1 PASSWORD 'abc'; CREATE GROUP g1; GRANT g1 TO u1; ALTER ROLE u1 SET search_path = x; DROP ROLE u1;");
    files.put(
        "foreign",
        "CREATE EXTENSION postgres_fdw; CREATE SERVER sv FOREIGN DATA WRAPPER postgres_fdw; CREATE USER MAPPING FOR CURRENT_USER SERVER sv; CREATE FOREIGN TABLE ft (id int) SERVER sv; ALTER FOREIGN TABLE ft ADD x int;");
    files.put(
        "publication",
        "CREATE PUBLICATION pub FOR TABLE users; ALTER PUBLICATION pub ADD TABLE audit;");
    files.put("statistics", "CREATE STATISTICS st ON id, email FROM users; ANALYZE users;");
    files.put(
        "unlogged",
        "CREATE TABLE plain (id int); ALTER TABLE plain SET UNLOGGED; ALTER TABLE plain SET LOGGED;");
    files.put("reassign", "CREATE ROLE old; REASSIGN OWNED BY old TO postgres; DROP OWNED BY old;");
    return files;
  }

  @Test
  void runsThemAndAddsNothingToWhatTheRulesFind() {
    Workspace project = Workspace.of(folder).judgement(Judgement.FailOn.NEVER, false);
    project.file("20250101000000_base", BASE);
    int number = 0;
    for (Map.Entry<String, String> file : files().entrySet()) {
      String name =
          String.format(
              Locale.ROOT, "202601%02d%02d0000_%s", 1 + number / 24, number % 24, file.getKey());
      project.file(name, file.getValue());
      number++;
    }
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().error()).isNull();
    assertThat(outcome.report().steps()).extracting(StepReport::state).containsOnly(State.APPLIED);
    assertThat(outcome.report().findings())
        .extracting(Finding::message)
        .noneMatch(message -> message.startsWith("seen in the dry run"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;",
        "DROP TABLE schema_migrations;"
      })
  void isNoDefectWhereAFileDropsOurRecord(String sql) {
    Workspace project = Workspace.of(folder).judgement(Judgement.FailOn.NEVER, false);
    project.file("20260101000000_base", sql).file("20260102000000_next", "SELECT 1;");
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isFalse();
  }

  @Test
  void tracesManyTablesOfOneTransaction() {
    Workspace project = Workspace.of(folder).judgement(Judgement.FailOn.NEVER, false);
    StringBuilder create = new StringBuilder();
    StringBuilder alter = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      create.append("CREATE TABLE t").append(i).append(" (id int PRIMARY KEY);\n");
      alter.append("ALTER TABLE t").append(i).append(" ADD COLUMN a int;\n");
    }
    alter.append(
        "ALTER TABLE t7 ALTER COLUMN id TYPE bigint;\nALTER TABLE t9 ALTER COLUMN a SET NOT NULL;\n");
    project
        .file("20260101000000_create", create.toString())
        .file("20260102000000_alter", alter.toString())
        .judging(Judging.of(Severities.USUAL, "20260102000000", null));
    Outcome outcome = project.dryRunAlone();
    StepReport step = outcome.report().steps().get(0);
    assertThat(step.locks()).hasSize(60);
    assertThat(step.statements().get(3).trace().locks()).hasSize(1);
    assertThat(step.statements().get(59).trace().rewrites()).isEmpty();
    assertThat(step.statements().get(60).trace().rewrites()).containsExactly("public.t7");
    assertThat(step.statements().get(61).trace().scans()).containsExactly("public.t9");
  }
}
