package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that others filled is adopted, never simply migrated. */
@OnPostgres
final class OccupancyTest {

  private static final Version BEFORE = new Version("20260101000000");

  private final Tables tables = new Tables("app");
  private TestDatabase fresh;
  private Database database;
  private Session session;

  @BeforeEach
  void open(TestDatabase test) {
    fresh = test;
    database = Database.at(test.target(), "occupancy test");
    session = database.open();
    fresh.execute("CREATE SCHEMA app");
    fresh.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + fresh.user());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Problem refusal() {
    UserError error =
        catchThrowableOfType(UserError.class, () -> Occupancy.requireFree(session, tables, BEFORE));
    assertThat(error.problem().code()).isEqualTo("DATABASE_OCCUPIED");
    return error.problem();
  }

  private void assertFree() {
    assertThatCode(() -> Occupancy.requireFree(session, tables, BEFORE)).doesNotThrowAnyException();
  }

  @Test
  void isFreeWithNothingButOurOwnTables() {
    assertFree();
    tables.create(session);
    fresh.execute(
        "CREATE TABLE app.migration_progress (a int)", "CREATE VIEW public.v AS SELECT 1");
    assertFree();
  }

  @Test
  void isFreeWhereTheTablesOfAnotherRoleStandInASchemaOfTheirs() {
    fresh
        .asSuperuser()
        .execute("CREATE SCHEMA monitoring", "CREATE TABLE monitoring.samples (a int)");
    assertFree();
  }

  @Test
  void refusesTablesAndCountsThem() {
    fresh.execute("CREATE TABLE orders (a int)");
    assertThat(refusal().what())
        .isEqualTo("This database holds tables (public.orders) but no migration of DB Sage.");
    fresh.execute(
        "CREATE SCHEMA shop",
        "CREATE TABLE shop.customers (a int)",
        "CREATE TABLE invoices (a int) PARTITION BY LIST (a)");
    Problem problem = refusal();
    assertThat(problem.what())
        .isEqualTo(
            "This database holds tables (public.invoices and 2 more) but no migration of DB Sage.");
    assertThat(problem.fix())
        .isEqualTo(
            "Take it over first: mvn dbsage:adopt -Ddbsage.from=none -Ddbsage.version=20260101000000"
                + " leaves every file here to be run; name a later version where files up to it"
                + " have run already (nothing was changed).");
  }

  @Test
  void refusesTablesNamedLikeOursThatStandElsewhere() {
    fresh.execute("CREATE TABLE public.schema_migrations (a int)");
    assertThat(refusal().what()).contains("tables (public.schema_migrations)");
  }

  @Test
  void refusesATableInOurSchemaThatIsNotOurs() {
    fresh.execute("CREATE TABLE app.sage_advice (a int)");
    assertThat(refusal().what()).contains("tables (app.sage_advice)");
  }

  @Test
  void namesTheToolWhoseHistoryItFinds() {
    fresh.execute("CREATE SCHEMA x", "CREATE TABLE x.flyway_schema_history (a int)");
    assertTool("flyway", "the history of Flyway (x.flyway_schema_history)");
    fresh.execute("DROP TABLE x.flyway_schema_history", "CREATE TABLE databasechangelog (a int)");
    assertTool("liquibase", "the history of Liquibase (public.databasechangelog)");
    fresh.execute(
        "DROP TABLE databasechangelog",
        "CREATE SCHEMA supabase_migrations",
        "CREATE TABLE supabase_migrations.schema_migrations (a int)");
    assertTool(
        "supabase", "the history of the Supabase CLI (supabase_migrations.schema_migrations)");
  }

  private void assertTool(String from, String what) {
    Problem problem = refusal();
    assertThat(problem.what()).contains(what);
    assertThat(problem.fix()).contains("-Ddbsage.from=" + from + " ");
  }
}
