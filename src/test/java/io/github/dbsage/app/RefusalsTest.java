package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that cannot be used, or must not be: one clear sentence each. */
@OnPostgres
final class RefusalsTest {

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file("20260101120000_one", "CREATE TABLE one ();");
  }

  private Problem refused(Outcome outcome) {
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).isFalse();
    return Objects.requireNonNull(outcome.report().error());
  }

  private void nothingWasWritten() {
    assertThat(
            database.value(
                "SELECT to_regclass('public.dbsage_meta') IS NULL AND to_regclass('one') IS NULL"))
        .isEqualTo("t");
  }

  @Test
  void namesAWrongPassword() {
    Problem problem = refused(project.applyAt(database.jdbcUrl(), database.user(), "Wr0ng-secret"));
    assertThat(problem.code()).isEqualTo("CONNECTION_PASSWORD");
    assertThat(problem.what())
        .isEqualTo(
            "The password of %s for %s on %s:%d is wrong."
                .formatted(database.user(), database.name(), database.host(), database.port()));
    assertThat(project.console() + project.report()).doesNotContain("Wr0ng-secret");
  }

  @Test
  void namesAMissingServer() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Problem problem =
        refused(
            project.applyAt("postgresql://me:hush-hush@127.0.0.1:" + port + "/shop", null, null));
    assertThat(problem.code()).isEqualTo("CONNECTION_REFUSED");
    assertThat(problem.what())
        .isEqualTo("No PostgreSQL server can be reached for shop on 127.0.0.1:" + port + ".");
    assertThat(project.console() + project.report()).doesNotContain("hush-hush");
  }

  @Test
  void namesAMissingDatabase() {
    String url =
        "jdbc:postgresql://" + database.host() + ":" + database.port() + "/no_such_database";
    Problem problem = refused(project.applyAt(url, database.user(), database.password()));
    assertThat(problem.code()).isEqualTo("CONNECTION_DATABASE");
    assertThat(problem.fix()).contains("CREATE DATABASE \"no_such_database\"");
  }

  @Test
  void namesAnUnreadableUrlWithoutRepeatingIt() {
    Problem problem = refused(project.applyAt("mysql://root:topsecret@host/db", null, null));
    assertThat(problem.code()).isEqualTo("CONNECTION_URL");
    assertThat(project.console() + project.report()).doesNotContain("topsecret");
  }

  @Test
  void namesAMissingPermission() {
    String role = database.createRole("LOGIN PASSWORD 'none-at-all'");
    database.asSuperuser().execute("REVOKE CREATE ON SCHEMA public FROM public");
    Problem problem = refused(project.applyAt(database.jdbcUrl(), role, "none-at-all"));
    assertThat(problem.code()).isEqualTo("PERMISSION");
    assertThat(problem.what())
        .isEqualTo(
            "The role %s lacks what the goal needs: CREATE on schema public.".formatted(role));
    assertThat(problem.fix())
        .isEqualTo(
            "Let the owner run: GRANT CREATE ON SCHEMA \"public\" TO \"%s\"; Nothing was changed."
                .formatted(role));
    nothingWasWritten();
  }

  @Test
  void recognisesTheTableOfRails() {
    database.execute("CREATE TABLE schema_migrations (version varchar NOT NULL PRIMARY KEY)");
    Problem problem = refused(project.apply());
    assertThat(problem.what())
        .isEqualTo(
            "The table public.schema_migrations belongs to Rails or dbmate, not to DB Sage.");
    assertThat(problem.fix()).contains("-Ddbsage.schema=dbsage");
    nothingWasWritten();
  }

  @Test
  void recognisesTheTableOfGolangMigrate() {
    database.execute("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean)");
    assertThat(refused(project.apply()).what()).contains("golang-migrate");
  }

  @Test
  void sendsADatabaseOfFlywayToAdopt() {
    database.execute("CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY)");
    Problem problem = refused(project.apply());
    assertThat(problem.what())
        .isEqualTo(
            "This database holds the history of Flyway (public.flyway_schema_history) but no"
                + " migration of DB Sage.");
    assertThat(problem.fix()).contains("mvn dbsage:adopt -Ddbsage.from=flyway");
    assertThat(refused(project.dryRun())).isEqualTo(problem);
    nothingWasWritten();
  }

  @Test
  void sendsADatabaseOfTheSupabaseCliToAdopt() {
    database.execute(
        "CREATE SCHEMA supabase_migrations",
        "CREATE TABLE supabase_migrations.schema_migrations (version text PRIMARY KEY,"
            + " statements text[], name text)");
    Problem problem = refused(project.apply());
    assertThat(problem.what()).contains("the Supabase CLI");
    assertThat(problem.fix()).contains("mvn dbsage:adopt -Ddbsage.from=supabase");
    nothingWasWritten();
  }

  @Test
  void sendsADatabaseOfLiquibaseToAdoptHoweverItsTableIsSpelled() {
    database.execute("CREATE TABLE \"DATABASECHANGELOG\" (id text)");
    Problem problem = refused(project.apply());
    assertThat(problem.code()).isEqualTo("DATABASE_OCCUPIED");
    assertThat(problem.fix()).contains("-Ddbsage.from=liquibase");
    nothingWasWritten();
  }

  @Test
  void namesTheRightThatARoleLacksOnTheTables() {
    assertThat(project.apply().report().passed()).isTrue();
    String role = database.createRole("LOGIN PASSWORD 'pass-of-the-role'");
    Workspace stranger = new Workspace(folder, database.as(role, "pass-of-the-role"));
    Problem problem = refused(stranger.apply());
    assertThat(problem.code()).isEqualTo("PERMISSION");
    assertThat(problem.what())
        .isEqualTo(
            "The role %s lacks what the goal needs: SELECT, INSERT, UPDATE, DELETE on table"
                    .formatted(role)
                + " public.schema_migrations; SELECT on table public.dbsage_meta; SELECT, INSERT on"
                + " table public.dbsage_log; SELECT, INSERT, UPDATE, DELETE on table"
                + " public.dbsage_journal.");
    for (Outcome outcome : List.of(stranger.verify(), stranger.status())) {
      assertThat(refused(outcome).what())
          .contains("SELECT on table public.schema_migrations; SELECT on table public.dbsage_meta;")
          .doesNotContain("INSERT");
    }
    grant(problem, role);
    assertThat(stranger.apply().report().passed()).as(stranger.console()).isTrue();
  }

  /** Types what the message says to type. */
  private void grant(Problem problem, String role) {
    String fix = Objects.requireNonNull(problem.fix());
    assertThat(fix).startsWith("Let the owner run: ").contains("\"" + role + "\"");
    for (String statement : fix.split(": ", 2)[1].split(";", -1)) {
      if (statement.contains(role)) {
        database.asSuperuser().execute(statement);
      }
    }
  }

  @Test
  void namesTheRightToCreateASchemaAndToUseIt() {
    String role = database.createRole("LOGIN PASSWORD 'pass-of-the-role'");
    Workspace stranger = new Workspace(folder, database.as(role, "pass-of-the-role"));
    stranger.schema("ops");
    Problem problem = refused(stranger.apply());
    assertThat(problem.what())
        .endsWith("lacks what the goal needs: CREATE on the database, to create the schema ops.");
    database.execute("CREATE SCHEMA ops");
    problem = refused(stranger.apply());
    assertThat(problem.what())
        .endsWith("lacks what the goal needs: USAGE on schema ops; CREATE on schema ops.");
    grant(problem, role);
    database.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + role);
    assertThat(stranger.apply().report().passed()).as(stranger.console()).isTrue();
  }

  @Test
  void leavesATemplatesTableAloneThatItMayNotAlter() {
    project.apply();
    database.execute(
        "DROP TABLE dbsage_meta, dbsage_log, dbsage_journal",
        "ALTER TABLE schema_migrations DROP COLUMN kind, DROP COLUMN tool_version");
    String role = database.createRole("LOGIN PASSWORD 'pass-of-the-role'");
    database
        .asSuperuser()
        .execute(
            "GRANT ALL ON schema_migrations TO " + role, "GRANT ALL ON SCHEMA public TO " + role);
    Workspace stranger = new Workspace(folder, database.as(role, "pass-of-the-role"));
    Problem problem = refused(stranger.apply());
    assertThat(problem.what())
        .endsWith("lacks what the goal needs: ownership of table public.schema_migrations.");
    assertThat(problem.fix())
        .contains("ALTER TABLE \"public\".\"schema_migrations\" OWNER TO \"" + role + "\"");
  }

  @Test
  void doesNotTakeAViewForItsTable() {
    database.execute(
        """
        CREATE VIEW schema_migrations AS
        SELECT ''::text AS version, ''::text AS name, now() AS applied_at, ''::text AS applied_by,
               1 AS execution_time_ms, true AS success, ''::text AS checksum,
               ''::text AS rollback_script, ''::text AS notes
        """);
    assertThat(refused(project.apply()).code()).isEqualTo("FOREIGN_TABLE");
  }

  @Test
  void sendsADatabaseWithTablesToAdopt() {
    database.execute("CREATE TABLE invoices ()", "CREATE TABLE customers ()");
    Problem problem = refused(project.apply());
    assertThat(problem.what())
        .isEqualTo(
            "This database holds tables (public.customers and 1 more) but no migration of DB Sage.");
    assertThat(problem.fix()).contains("mvn dbsage:adopt -Ddbsage.from=none");
    nothingWasWritten();
  }

  @Test
  void refusesAReadOnlyDefault() {
    database.execute(
        "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
    assertThat(refused(project.apply()).code()).isEqualTo("SERVER_READ_ONLY");
  }

  @Test
  void readsALibpqUri() {
    String url =
        "postgres://%s:%s@%s:%d/%s?application_name=mine&connect_timeout=5"
            .formatted(
                database.user(),
                database.password(),
                database.host(),
                database.port(),
                database.name());
    assertThat(project.applyAt(url, null, null).report().passed()).as(project.console()).isTrue();
    assertThat(project.console() + project.report()).doesNotContain(database.password());
  }

  @Test
  void writesNoSecretAnywhere() {
    project
        .placeholder("app_password", "s3cr3t-word")
        .file(
            "20260102120000_role",
            "DO $$ BEGIN RAISE NOTICE 'using %', '${app_password}'; END $$;\n"
                + "SELECT nothing, '${app_password}' AS p, 'PASSWORD' FROM nowhere;\n");
    Outcome outcome = project.apply();
    assertThat(outcome.report().passed()).isFalse();
    String everywhere =
        project.console()
            + project.report()
            + database.query("SELECT m::text FROM schema_migrations m")
            + database.query("SELECT l::text FROM dbsage_log l")
            + database.query("SELECT j::text FROM dbsage_journal j");
    assertThat(everywhere).doesNotContain("s3cr3t").doesNotContain(database.password());
  }
}
