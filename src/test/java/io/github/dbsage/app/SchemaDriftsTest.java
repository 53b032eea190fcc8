package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.SchemaDrift;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target beside what its applied files make: what was changed by hand, that alone. */
@OnPostgres
final class SchemaDriftsTest {

  private static final String ONE = "20260101120000_one";
  private static final String TWO = "20260102120000_two";

  @TempDir Path folder;
  @TempDir Path cache;
  private TestDatabase database;
  private TestDatabase superuser;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    superuser = fresh.asSuperuser();
    project = new Workspace(folder, fresh).servers(cache);
  }

  private void apply() {
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  private Report status() {
    Outcome outcome = project.status();
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome.report();
  }

  private SchemaDrift drift() {
    Report report = status();
    SchemaDrift drift = Objects.requireNonNull(report.drift()).schema();
    assertThat(drift).as(project.console()).isNotNull();
    return Objects.requireNonNull(drift);
  }

  private static final SchemaDrift NONE =
      new SchemaDrift(null, List.of(), List.of(), List.of(), List.of());

  /** All that a change by hand shows, without the names of files. */
  private List<String> seen() {
    SchemaDrift drift = drift();
    List<String> seen = new ArrayList<>();
    drift.added().forEach(heading -> seen.add("added " + heading));
    drift.removed().forEach(heading -> seen.add("removed " + heading));
    drift.changed().forEach(heading -> seen.add("changed " + heading));
    drift.owners().forEach(owner -> seen.add("owner " + owner.object()));
    return seen;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = SchemaDriftsTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** All kinds of objects, by the real apply, as a role that is nobody special. */
  private void rich() throws IOException {
    String reader = database.createRole("");
    String writer = database.createRole("");
    String user = database.user();
    superuser.execute(
        "GRANT " + reader + ", " + writer + " TO " + user,
        "GRANT CREATE ON SCHEMA public TO " + user,
        "CREATE EXTENSION citext",
        "CREATE SCHEMA elsewhere",
        "CREATE TABLE elsewhere.theirs (id integer PRIMARY KEY)",
        "ALTER DEFAULT PRIVILEGES FOR ROLE " + user + " GRANT USAGE ON SEQUENCES TO " + reader,
        "ALTER DEFAULT PRIVILEGES FOR ROLE " + user + " REVOKE USAGE ON TYPES FROM PUBLIC",
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + user
            + " IN SCHEMA public GRANT DELETE ON TABLES TO "
            + writer);
    project.placeholder("reader", reader).placeholder("writer", writer);
    String base =
        resource("/schema/base.sql")
            .replaceAll("(?m)^CREATE TABLE public\\.(schema_migrations|dbsage_log).*\n", "");
    project.file(ONE, base).file(TWO, resource("/drift/more.sql"));
    project.file("20260103120000_concurrently", "CREATE INDEX CONCURRENTLY n ON people (notes);");
    apply();
    superuser.execute(
        "CREATE FUNCTION elsewhere.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "CREATE EVENT TRIGGER watch_"
            + user
            + " ON ddl_command_end"
            + " WHEN TAG IN ('CREATE SERVER') EXECUTE FUNCTION elsewhere.on_ddl()",
        "CREATE PUBLICATION everything FOR ALL TABLES",
        "CREATE EXTENSION pgcrypto");
  }

  @Test
  void showsNothingWhereNothingWasChanged() throws IOException {
    rich();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
    assertThat(project.console())
        .contains("comparing the schema with what 3 applied files make …")
        .contains("not compared: ")
        .contains("those in the schemas elsewhere")
        .contains("The schema is as the 3 applied files make it.");
  }

  /** A change by hand, and what is to be seen of it; {@code !} in front takes a superuser. */
  private record Hand(String sql, String undo, List<String> expected) {
    static Hand of(String sql, String undo, String... expected) {
      return new Hand(sql, undo, List.of(expected));
    }
  }

  private static List<Hand> hands(String other) {
    return List.of(
        Hand.of(
            "ALTER TABLE people ADD COLUMN more text",
            "ALTER TABLE people DROP COLUMN more",
            "changed table public.people"),
        Hand.of(
            "ALTER TABLE people ALTER COLUMN room SET DEFAULT 1",
            "ALTER TABLE people ALTER COLUMN room DROP DEFAULT",
            "changed table public.people"),
        Hand.of(
            "ALTER TABLE people ALTER COLUMN room SET NOT NULL",
            "ALTER TABLE people ALTER COLUMN room DROP NOT NULL",
            "changed table public.people"),
        Hand.of(
            "ALTER TABLE people ALTER COLUMN room SET STATISTICS 7",
            "ALTER TABLE people ALTER COLUMN room SET STATISTICS -1",
            "changed table public.people"),
        Hand.of(
            "ALTER TABLE people SET (fillfactor = 70)",
            "ALTER TABLE people RESET (fillfactor)",
            "changed table public.people"),
        Hand.of(
            "ALTER TABLE people ADD CONSTRAINT c CHECK (room > 0) NOT VALID",
            "ALTER TABLE people DROP CONSTRAINT c",
            "changed table public.people"),
        Hand.of(
            "COMMENT ON TABLE people IS 'x'",
            "COMMENT ON TABLE people IS NULL",
            "changed table public.people"),
        Hand.of(
            "COMMENT ON COLUMN people.room IS 'x'",
            "COMMENT ON COLUMN people.room IS NULL",
            "changed table public.people"),
        Hand.of(
            "GRANT TRIGGER ON people TO PUBLIC",
            "REVOKE TRIGGER ON people FROM PUBLIC",
            "changed table public.people"),
        Hand.of(
            "GRANT UPDATE (room) ON people TO PUBLIC",
            "REVOKE UPDATE (room) ON people FROM PUBLIC",
            "changed table public.people"),
        Hand.of(
            "ALTER TABLE people ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE people DISABLE ROW LEVEL SECURITY",
            "changed table public.people"),
        Hand.of(
            "CREATE INDEX by_hand ON people (room)",
            "DROP INDEX by_hand",
            "added index public.by_hand"),
        Hand.of(
            "!UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'people_family_name'::regclass",
            "!UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'people_family_name'::regclass",
            "changed index public.people_family_name"),
        Hand.of(
            "DROP INDEX shop.orders_customer",
            "CREATE INDEX orders_customer ON shop.orders (customer);"
                + " ALTER TABLE shop.orders CLUSTER ON orders_customer",
            "removed index shop.orders_customer",
            "changed table shop.orders"),
        Hand.of("DROP INDEX n", "CREATE INDEX n ON people (notes)", "removed index public.n"),
        Hand.of(
            "ALTER TABLE shop.orders DISABLE TRIGGER orders_later",
            "ALTER TABLE shop.orders ENABLE TRIGGER orders_later",
            "changed trigger orders_later on shop.orders"),
        Hand.of(
            "DROP POLICY strict ON shop.orders",
            "CREATE POLICY strict ON shop.orders AS RESTRICTIVE USING (true) WITH CHECK (total > 0)",
            "removed policy strict on shop.orders"),
        Hand.of(
            "CREATE OR REPLACE FUNCTION shop.pick(a integer, b integer) RETURNS integer LANGUAGE sql"
                + " IMMUTABLE AS 'SELECT a'",
            "CREATE OR REPLACE FUNCTION shop.pick(a integer, b integer) RETURNS integer LANGUAGE sql"
                + " IMMUTABLE AS 'SELECT b'",
            "changed function shop.pick(integer, integer)"),
        Hand.of(
            "GRANT EXECUTE ON FUNCTION shop.area TO PUBLIC",
            "REVOKE EXECUTE ON FUNCTION shop.area FROM PUBLIC",
            "changed function shop.area(integer, integer)"),
        Hand.of(
            "ALTER SEQUENCE shop.loose INCREMENT 3",
            "ALTER SEQUENCE shop.loose INCREMENT 1",
            "changed sequence shop.loose"),
        Hand.of(
            "ALTER DOMAIN shop.positive SET DEFAULT 1",
            "ALTER DOMAIN shop.positive DROP DEFAULT",
            "changed domain shop.positive"),
        Hand.of(
            "CREATE TABLE by_hand (id integer)",
            "DROP TABLE by_hand",
            "added table public.by_hand"),
        Hand.of("CREATE SCHEMA by_hand", "DROP SCHEMA by_hand", "added schema by_hand"),
        Hand.of(
            "CREATE VIEW by_hand AS SELECT 1 AS x",
            "DROP VIEW by_hand",
            "added view public.by_hand"),
        Hand.of(
            "CREATE PUBLICATION by_hand FOR TABLE people",
            "DROP PUBLICATION by_hand",
            "added publication by_hand"),
        Hand.of(
            "ALTER PUBLICATION changes DROP TABLE shop.orders",
            "ALTER PUBLICATION changes ADD TABLE shop.orders",
            "changed publication changes"),
        Hand.of(
            "!ALTER TABLE people OWNER TO " + other,
            "!ALTER TABLE people OWNER TO ${owner}",
            "owner table public.people"),
        Hand.of(
            "!ALTER FUNCTION shop.pick(integer, integer) OWNER TO " + other,
            "!ALTER FUNCTION shop.pick(integer, integer) OWNER TO ${owner}",
            "owner function shop.pick(integer, integer)"),
        Hand.of(
            "!ALTER SCHEMA shop OWNER TO " + other,
            "!ALTER SCHEMA shop OWNER TO ${owner}",
            "owner schema shop"),
        // What is no drift.
        Hand.of("REFRESH MATERIALIZED VIEW shop.unread", "SELECT 1"),
        Hand.of("!CREATE EXTENSION intarray", "!DROP EXTENSION intarray"),
        Hand.of("!CREATE SCHEMA theirs CREATE TABLE x (id integer)", "!DROP SCHEMA theirs CASCADE"),
        Hand.of("ANALYZE people", "SELECT nextval('shop.loose')"));
  }

  private void run(String sql) {
    String named = sql.replace("${owner}", database.user());
    if (named.startsWith("!")) {
      superuser.execute(named.substring(1));
    } else {
      database.execute(named);
    }
  }

  @Test
  void showsEachChangeByHandAlone() throws IOException {
    rich();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
    project.noServers();
    String other = database.createRole("");
    for (Hand hand : hands(other)) {
      run(hand.sql());
      assertThat(seen()).as(hand.sql()).containsExactlyInAnyOrderElementsOf(hand.expected());
      run(hand.undo());
    }
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
  }

  private static final String USERS =
      """
      CREATE TABLE users (id bigint PRIMARY KEY, email text);
      CREATE INDEX users_email ON users (email);
      """;

  @Test
  void tellsOnceWhatIsDoneByHandWithDefaultPrivileges() {
    project.file(ONE, USERS).file(TWO, "CREATE TABLE more (id int); CREATE TABLE most (id int);");
    apply();
    String role = database.createRole("");
    String user = database.user();
    database.execute("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO " + role);
    assertThat(seen())
        .containsExactly("added default privileges of " + user + " on tables in schema public");
    database.execute("ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
    database.execute("CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
    assertThat(seen())
        .containsExactlyInAnyOrder(
            "added default privileges of " + user + " on tables in schema public",
            "added default privileges of " + user + " on functions",
            "added function public.f()");
  }

  @Test
  void knowsRolesThatMigrationsMake() {
    String role = "made_" + database.name();
    superuser.execute("ALTER ROLE " + database.user() + " CREATEROLE");
    project.file(
        ONE,
        "CREATE ROLE " + role + "; CREATE TABLE a (id int); GRANT SELECT ON a TO " + role + ";");
    apply();
    superuser.execute("GRANT " + role + " TO " + database.user());
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
    superuser.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    assertThat(seen()).containsExactly("changed table public.a");
  }

  @Test
  void usesExtensionsThatNoMigrationMakesFromASchemaOfTheirOwn() {
    superuser.execute("CREATE SCHEMA extensions", "CREATE EXTENSION citext SCHEMA extensions");
    superuser.execute("GRANT USAGE ON SCHEMA extensions TO PUBLIC");
    project.file(ONE, "CREATE TABLE a (name extensions.citext);");
    apply();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
  }

  @Test
  void tellsOfEachWrongOwnerWhatMendsIt() {
    project.file(
        ONE,
        """
        CREATE TABLE "user" (id serial PRIMARY KEY);
        CREATE VIEW v AS SELECT 1 AS one;
        CREATE MATERIALIZED VIEW m AS SELECT 1 AS one;
        CREATE SEQUENCE s;
        CREATE TYPE t AS ENUM ('a');
        CREATE DOMAIN d AS integer;
        CREATE FUNCTION f(integer, text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE PROCEDURE p(integer) LANGUAGE sql AS 'SELECT 1';
        CREATE AGGREGATE newest(integer) (SFUNC = int4larger, STYPE = integer);
        CREATE AGGREGATE number(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = 0);
        CREATE SCHEMA "Odd";
        CREATE TABLE "Odd".x (a int, b int);
        CREATE STATISTICS st ON a, b FROM "Odd".x;
        """);
    apply();
    String other = database.createRole("");
    String user = database.user();
    superuser.execute("GRANT CREATE ON SCHEMA public, \"Odd\" TO " + other);
    superuser.execute("REASSIGN OWNED BY " + user + " TO " + other);
    superuser.execute("ALTER DATABASE " + database.name() + " OWNER TO " + user);
    superuser.execute("ALTER TABLE schema_migrations OWNER TO " + user);
    project = new Workspace(folder, superuser).servers(cache);
    SchemaDrift drift = drift();
    assertThat(drift.changed()).as(project.console()).isEmpty();
    assertThat(drift.owners())
        .extracting(SchemaDrift.WrongOwner::fix)
        .contains(
            "ALTER TABLE public.\"user\" OWNER TO " + user + ";",
            "ALTER VIEW public.v OWNER TO " + user + ";",
            "ALTER FUNCTION public.f(integer, text) OWNER TO " + user + ";",
            "ALTER AGGREGATE public.number(*) OWNER TO " + user + ";",
            "ALTER SCHEMA \"Odd\" OWNER TO " + user + ";")
        .hasSize(13);
    drift.owners().forEach(owner -> superuser.execute(owner.fix()));
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
  }

  @Test
  void saysWhyItDoesNotCompare() {
    project.file(ONE, USERS);
    assertThat(Objects.requireNonNull(status().drift()).schema()).isNull();
    assertThat(project.console()).doesNotContain("not compared");
    apply();
    assertNotCompared(
        () -> project.file(ONE, USERS.replace("text", "citext")),
        ONE + " was changed after it was applied.");
    assertNotCompared(() -> project.delete(ONE), ONE + " is applied and has no file.");
    assertNotCompared(
        () -> project.file(ONE, USERS).noServers(), "There is no PostgreSQL " + database.major());
  }

  private void assertNotCompared(Runnable change, String reason) {
    change.run();
    assertThat(Objects.requireNonNull(status().drift()).schema()).isNull();
    assertThat(project.console()).contains("The schema was not compared with the files: " + reason);
  }

  @Test
  void saysWhereTheFilesDoNotRunOnTheirOwn() {
    project.file(ONE, USERS);
    apply();
    database.execute("CREATE TABLE by_hand (id integer PRIMARY KEY)");
    project.file(TWO, "SELECT 1;\nCREATE TABLE a (id int REFERENCES by_hand);");
    apply();
    assertNotCompared(() -> {}, "src/main/db/migrations/" + TWO + ".sql:2:1: ");
  }

  @Test
  void saysThatADatabaseWasTakenOverWithoutFiles() {
    database.execute("CREATE TABLE by_hand (id integer PRIMARY KEY)");
    project.file(TWO, USERS);
    assertThat(project.adopt("none", "20260101000000", "here before").report().passed())
        .as(project.console())
        .isTrue();
    apply();
    assertNotCompared(() -> {}, "the database was taken over at 20260101000000, and no file");
  }

  @Test
  void saysThatAMigrationIsAppliedInPart() {
    project
        .file(ONE, USERS)
        .file(TWO, "CREATE INDEX CONCURRENTLY x ON users (id);\nSELECT nothing();");
    assertThat(project.apply().report().passed()).isFalse();
    assertNotCompared(() -> {}, TWO + " has been applied in part.");
  }

  @Test
  void comparesBesideOneThatFailedAsAWhole() {
    project.file(ONE, USERS).file(TWO, "CREATE TABLE x (id int); SELECT nothing();");
    assertThat(project.apply().report().passed()).isFalse();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
  }

  @Test
  void needsNoServerTheSecondTime() throws IOException {
    project.file(ONE, USERS);
    apply();
    assertThat(drift()).isEqualTo(NONE);
    project.noServers();
    database.createRole("");
    assertThat(drift()).isEqualTo(NONE);
    try (DirectoryStream<Path> kept = Files.newDirectoryStream(cache.resolve("schemas"))) {
      for (Path file : kept) {
        Files.writeString(file, "broken");
      }
    }
    assertNotCompared(() -> {}, "There is no PostgreSQL");
    project.servers(cache);
    assertThat(drift()).isEqualTo(NONE);
    project.noServers();
    assertThat(drift()).isEqualTo(NONE);
  }

  @Test
  void dryRunShowsTheSame() {
    project.file(ONE, USERS);
    apply();
    database.execute("DROP INDEX users_email");
    project.file(TWO, "ALTER TABLE users ADD COLUMN name text;");
    Outcome outcome = project.dryRun();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    SchemaDrift drift =
        Objects.requireNonNull(Objects.requireNonNull(outcome.report().drift()).schema());
    assertThat(drift.removed()).containsExactly("index public.users_email");
    assertThat(outcome.report().findings()).extracting(Finding::rule).contains("SCHEMA_DRIFT");
    project.noServers();
    assertThat(seen()).containsExactly("removed index public.users_email");
  }

  @Test
  void failsABuildThatWantsItSo() {
    project.file(ONE, USERS);
    apply();
    project.judgement(Judgement.FailOn.WARNING, false);
    assertThat(project.status().report().passed()).isTrue();
    database.execute("ALTER TABLE users ADD COLUMN more text");
    Report report = project.status().report();
    assertThat(report.passed()).isFalse();
    Finding finding = report.findings().get(0);
    assertThat(finding.rule()).isEqualTo("SCHEMA_DRIFT");
    assertThat(finding.effect()).isEqualTo("+ column more text");
    assertThat(finding.where().toString()).isEqualTo("target/dbsage/drift.diff:3:1");
    assertThat(folder.resolve("target/dbsage/drift.diff"))
        .content()
        .isEqualTo(
            """
            -- From what the applied files make (-) to what is in the database (+).

            changed table public.users
              + column more text
            """);
  }

  @Test
  void listsTwentyAndCountsTheRest() {
    project.file(ONE, USERS);
    apply();
    for (int i = 0; i < 25; i++) {
      database.execute("CREATE SEQUENCE s" + i);
    }
    Report report = status();
    assertThat(report.findings()).hasSize(20);
    assertThat(project.console()).contains("25 added").contains("5 of them are not listed");
  }

  @Test
  void showsNothingOnTheExampleShop() throws IOException {
    project.placeholder("currency", "EUR");
    Path shop = Path.of("examples/shop/src/main/db/migrations");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(shop)) {
      for (Path file : files) {
        project.bytes(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    apply();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
  }

  @Test
  void leavesOutWhatAPlatformKeepsInTheSameDatabase() {
    String admin = database.createRole("");
    String anon = database.createRole("");
    String user = database.user();
    superuser.execute(
        "ALTER DATABASE " + database.name() + " OWNER TO " + admin,
        "GRANT CREATE ON DATABASE " + database.name() + " TO " + user,
        "GRANT CREATE, USAGE ON SCHEMA public TO " + user,
        "CREATE SCHEMA auth AUTHORIZATION " + admin,
        "CREATE SCHEMA extensions AUTHORIZATION " + admin,
        "CREATE EXTENSION pgcrypto SCHEMA extensions",
        "GRANT USAGE ON SCHEMA auth, extensions TO " + user,
        "CREATE TABLE auth.users (id uuid PRIMARY KEY)",
        "ALTER TABLE auth.users OWNER TO " + admin,
        "CREATE PUBLICATION realtime",
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + admin
            + " IN SCHEMA auth GRANT ALL ON TABLES TO "
            + anon,
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + user
            + " IN SCHEMA public GRANT ALL ON TABLES TO "
            + anon,
        "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + user
            + " IN SCHEMA public GRANT ALL ON FUNCTIONS TO "
            + anon);
    project.plan("supabase-cli: {owner: " + user + "}\n");
    project.adopt("none", "20260101000000", "a platform's");
    project.file(
        ONE,
        """
        CREATE TABLE todo (id uuid PRIMARY KEY DEFAULT extensions.gen_random_uuid(), what text);
        ALTER TABLE todo ENABLE ROW LEVEL SECURITY;
        CREATE POLICY read ON todo FOR SELECT TO %s USING (true);
        CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
        """
            .formatted(anon));
    project.file("20251231120000_before", "SELECT 1;");
    apply();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
    assertThat(project.console()).contains("not compared: ").contains("auth, extensions");
    superuser.execute("CREATE TABLE by_dashboard (id int)");
    database.execute("CREATE INDEX by_hand ON todo (what)");
    assertThat(seen())
        .containsExactlyInAnyOrder("added table public.by_dashboard", "added index public.by_hand");
  }

  @Test
  void leavesOutItsOwnTablesInASchemaOfTheirOwn() {
    database.execute("CREATE SCHEMA ops");
    project.schema("ops").file(ONE, USERS);
    apply();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
  }

  @Test
  void takesNoNoticeOfTheOrderInWhichColumnsCame() {
    project
        .file(ONE, USERS)
        .file("20260103120000_three", "ALTER TABLE users ADD COLUMN three int;");
    apply();
    project.file(TWO, "ALTER TABLE users ADD COLUMN two int;").outOfOrder();
    apply();
    assertThat(drift()).as(project.console()).isEqualTo(NONE);
  }

  @Test
  void knowsRolesWhoseNamesNeedQuotes() {
    List<String> names = List.of("\"user\"", "\"Odd one " + database.name() + "\"");
    names.forEach(name -> superuser.execute("CREATE ROLE " + name));
    try {
      String both = String.join(", ", names);
      superuser.execute(
          "ALTER DEFAULT PRIVILEGES FOR ROLE "
              + database.user()
              + " GRANT SELECT ON TABLES TO "
              + both,
          "ALTER DATABASE " + database.name() + " SET search_path = \"$user\", public");
      project.file(
          ONE,
          USERS
              + "GRANT UPDATE ON users TO "
              + both
              + "; CREATE POLICY p ON users TO "
              + both
              + " USING (true);");
      apply();
      assertThat(drift()).as(project.console()).isEqualTo(NONE);
      superuser.execute("GRANT CREATE ON SCHEMA public TO " + both);
      superuser.execute("ALTER TABLE users OWNER TO \"user\"");
      assertThat(drift().changed()).as(project.console()).isEmpty();
      assertThat(drift().owners())
          .singleElement()
          .extracting(SchemaDrift.WrongOwner::owner)
          .isEqualTo("user");
    } finally {
      names.forEach(
          name ->
              superuser.execute(
                  "REASSIGN OWNED BY " + name + " TO CURRENT_USER",
                  "DROP OWNED BY " + name,
                  "DROP ROLE " + name));
    }
  }
}
