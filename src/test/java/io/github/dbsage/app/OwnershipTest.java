package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a role is told that may not change what is somebody else's. */
@OnPostgres
final class OwnershipTest {

  private static final String FILE = "20260102120000_next";
  private static final String PASSWORD = "open sesame";

  @TempDir Path folder;
  private TestDatabase database;
  private String deployer;
  private String stranger;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    deployer = fresh.createRole("LOGIN PASSWORD '" + PASSWORD + "'");
    stranger = fresh.createRole("NOLOGIN");
    fresh.asSuperuser().execute("GRANT ALL ON SCHEMA public TO " + deployer + ", " + stranger);
    project = new Workspace(folder, fresh.as(deployer, PASSWORD));
    project.file("20260101120000_one", "SELECT 1;");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    fresh
        .asSuperuser()
        .execute(
            "SET ROLE "
                + stranger
                + "; CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);"
                + " CREATE VIEW orders_all AS SELECT FROM orders;"
                + " CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN size AS int;"
                + " CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql AS 'SELECT 1';"
                + " CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELECT 1';"
                + " CREATE FUNCTION g(i int) RETURNS int LANGUAGE sql AS 'SELECT 1'");
  }

  private String fix(String sql) {
    Problem problem =
        Objects.requireNonNull(
            project.file(FILE, "CREATE TABLE own ();\n" + sql).apply().report().error());
    assertThat(problem.sqlState()).as(problem.what()).isEqualTo("42501");
    return Objects.requireNonNull(problem.fix());
  }

  private String mended(String alter, String name) {
    return "public."
        + name
        + " belongs to "
        + stranger
        + ". Have a superuser (or the owner, as a member of "
        + database.user()
        + ") run\n"
        + alter
        + " OWNER TO "
        + database.user()
        + ";\nthen run the goal again as "
        + database.user()
        + " (-Ddbsage.user="
        + database.user()
        + ").";
  }

  @Test
  void isToldTheStatementThatMendsIt() {
    assertThat(fix("ALTER TABLE orders ADD COLUMN b int;"))
        .isEqualTo(mended("ALTER TABLE public.orders", "orders"));
    assertThat(project.console())
        .containsOnlyOnce("ALTER TABLE public.orders OWNER TO " + database.user() + ";");
    assertThat(fix("ALTER VIEW orders_all RENAME TO x;"))
        .isEqualTo(mended("ALTER VIEW public.orders_all", "orders_all"));
    assertThat(fix("ALTER TYPE mood ADD VALUE 'b';"))
        .isEqualTo(mended("ALTER TYPE public.mood", "mood"));
    assertThat(fix("ALTER DOMAIN public.size SET NOT NULL;"))
        .isEqualTo(mended("ALTER DOMAIN public.size", "size"));
    assertThat(fix("DROP FUNCTION f;"))
        .isEqualTo(mended("ALTER FUNCTION public.f(i integer)", "f"));
    assertThat(fix("COMMENT ON COLUMN public.orders.id IS 'x';"))
        .isEqualTo(mended("ALTER TABLE public.orders", "orders"));
    assertThat(fix("COMMENT ON TABLE orders IS 'x';"))
        .isEqualTo(mended("ALTER TABLE public.orders", "orders"));
  }

  @Test
  void isToldTheTableOfAnIndexAndOfASequence() {
    String orders = mended("ALTER TABLE public.orders", "orders");
    assertThat(fix("CREATE INDEX ON orders (id);")).isEqualTo(orders);
    assertThat(fix("ALTER INDEX orders_pkey RENAME TO x;")).isEqualTo(orders);
    assertThat(fix("ALTER SEQUENCE orders_id_seq RENAME TO x;")).isEqualTo(orders);
    assertThat(fix("CREATE POLICY p ON orders;")).isEqualTo(orders);
  }

  @Test
  void isToldTheOwnerThatThePlanNames() {
    database.asSuperuser().execute("GRANT " + stranger + " TO " + database.user());
    project.plan("supabase-cli: {owner: " + deployer + "}\n");
    assertThat(fix("DROP TABLE orders;"))
        .contains(
            "\nALTER TABLE public.orders OWNER TO " + deployer + ";\nthen run the goal again.");
    project.plan("supabase-cli: {owner: " + stranger + "}\n");
    assertThat(fix("DROP TABLE orders;"))
        .isEqualTo(
            "public.orders belongs to "
                + stranger
                + ". Either run the goal again as "
                + stranger
                + " (-Ddbsage.user="
                + stranger
                + "), or have a superuser run GRANT "
                + stranger
                + " TO "
                + deployer
                + ";");
  }

  @Test
  void isToldNothingThatTheCatalogDoesNotConfirm() {
    String usual = "Run as the owner of the object, or let its owner grant the right;";
    assertThat(fix("SELECT FROM orders;")).startsWith(usual);
    assertThat(fix("DROP FUNCTION g(int);")).startsWith(usual);
    assertThat(fix("ALTER TABLE own ADD COLUMN o int REFERENCES orders;")).startsWith(usual);
    assertThat(fix("DO $$BEGIN ALTER TABLE orders ADD COLUMN b int; END$$;")).startsWith(usual);
  }

  @Test
  void isToldASchemaToo() {
    database.asSuperuser().execute("CREATE SCHEMA shop AUTHORIZATION " + stranger);
    assertThat(fix("SELECT 1;\nALTER TABLE own\n  ADD COLUMN a int;\nDROP SCHEMA shop;"))
        .contains("shop belongs to " + stranger)
        .contains("\nALTER SCHEMA shop OWNER TO " + database.user() + ";");
  }

  @Test
  void isNotToldToTakeWhatIsTheServersOrAProviders() {
    String usual = "Run as the owner of the object, or let its owner grant the right;";
    assertThat(fix("ALTER TABLE pg_catalog.pg_class ADD COLUMN a int;")).startsWith(usual);
    database
        .asSuperuser()
        .execute(
            "CREATE SCHEMA auth; CREATE TABLE auth.users (id int); GRANT USAGE ON SCHEMA auth TO "
                + deployer);
    assertThat(fix("ALTER TABLE auth.users ADD COLUMN a int;")).startsWith(usual);
  }
}
