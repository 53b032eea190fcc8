package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnPostgres
final class TakeSnapshotTest {

  private static final String WRITTEN = "target/dbsage/schema.txt";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    fresh.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + fresh.user());
    fresh.execute("CREATE TABLE orders (id int PRIMARY KEY, total numeric)");
  }

  @Test
  void writesTheSchemaWithoutAProjectAndWithoutOurTables() throws IOException {
    database.execute("CREATE TABLE schema_migrations (version text)");
    Outcome outcome = project.snapshot(null, null);
    assertThat(outcome.report().passed()).isTrue();
    assertThat(Files.readString(folder.resolve(WRITTEN)))
        .startsWith("-- Schema snapshot of DB Sage, format 1, PostgreSQL " + database.major())
        .contains(
            """

            table public.orders
              owner %s
              column id integer not null
              column total numeric
              constraint orders_pkey PRIMARY KEY (id)
            """
                .formatted(database.user()))
        .doesNotContain("schema_migrations");
    SnapshotReport found = Objects.requireNonNull(outcome.report().snapshot());
    assertThat(found.file()).isEqualTo(WRITTEN);
    assertThat(found.objects()).isEqualTo(3);
    assertThat(project.report()).contains("\"file\": \"target/dbsage/schema.txt\"");
    assertThat(project.console())
        .containsPattern("extension +1\n.*schema +1\n.*table +1\n")
        .contains("The schema is in target/dbsage/schema.txt; mvn clean deletes it.");
  }

  @Test
  void refusesADumpThatCannotBeHad() {
    project
        .file("20260101120000_x", "SELECT 1;")
        .plan("safety: {snapshot: dump}\n")
        .environment(Map.of("PATH", folder.toString()));
    Problem problem = Objects.requireNonNull(project.snapshot(null, null).report().error());
    assertThat(problem.what()).contains("there is no pg_dump on the PATH");
    assertThat(problem.fix()).contains("safety: {snapshot: schema}");
  }

  @Test
  void keepsADumpWhereThePlanAsksForIt() throws IOException {
    project
        .file("20260101120000_x", "SELECT 1;")
        .plan("safety: {snapshot: dump}\n")
        .environment(Map.of("PATH", Objects.requireNonNullElse(System.getenv("PATH"), "")));
    Problem error = project.snapshot(null, null).report().error();
    assumeTrue(
        error == null || !error.code().equals("PG_DUMP"),
        () -> "no pg_dump for this server here: " + error);
    assertThat(Files.readString(folder.resolve("target/dbsage/schema.sql")))
        .contains("CREATE TABLE public.orders");
  }

  @Test
  void readsThePlansSchemaForOurTables() {
    project.file("20260101120000_x", "SELECT 1;").plan("version-tracking: {schema: history}\n");
    database.execute(
        "CREATE SCHEMA history", "CREATE TABLE history.schema_migrations (version text)");
    SnapshotReport found = Objects.requireNonNull(project.snapshot(null, null).report().snapshot());
    assertThat(found.objects()).isEqualTo(3);
  }

  @Test
  void comparesAFileWithTheDatabase() throws IOException {
    project.snapshot(null, null);
    assertThat(project.snapshot(WRITTEN, null).report().findings()).isEmpty();
    assertThat(project.console())
        .contains("The schema is the same in target/dbsage/schema.txt and the database.");
    database.execute(
        "ALTER TABLE orders ALTER COLUMN total SET NOT NULL",
        "CREATE INDEX late ON orders (total)");

    Outcome outcome = project.snapshot(WRITTEN, null);
    assertThat(outcome.report().passed()).isTrue();
    assertThat(outcome.report().findings())
        .extracting(Finding::message)
        .containsExactly(
            "table public.orders is not the same in target/dbsage/schema.txt and the database.",
            "index public.late is in the database only.");
    Finding changed = outcome.report().findings().get(0);
    assertThat(changed.effect())
        .isEqualTo("- column total numeric\n+ column total numeric not null");
    assertThat(Files.readAllLines(folder.resolve(WRITTEN)).get(changed.where().line() - 1))
        .isEqualTo("table public.orders");
    assertThat(Files.readString(folder.resolve("target/dbsage/schema.diff")))
        .startsWith("changed table public.orders\n  - column total numeric\n")
        .contains("\nadded index public.late\n  + CREATE INDEX late ON public.orders");
    SnapshotReport found = Objects.requireNonNull(outcome.report().snapshot());
    assertThat(found.from()).isEqualTo(WRITTEN);
    assertThat(found.to()).isNull();
    assertThat(found.changed()).containsExactly("table public.orders");
    assertThat(found.added()).containsExactly("index public.late");
    assertThat(project.console())
        .contains(
            "From target/dbsage/schema.txt to the database: 1 added, 0 removed, 1 changed;"
                + " the differences are in target/dbsage/schema.diff.");

    Outcome back = project.snapshot(null, WRITTEN);
    assertThat(Objects.requireNonNull(back.report().snapshot()).removed())
        .containsExactly("index public.late");
  }

  @Test
  void failsForADifferenceWhereThatIsAskedFor() {
    project.snapshot(null, null);
    database.execute("DROP TABLE orders");
    project.judgement(Judgement.FailOn.WARNING, false);
    Outcome outcome = project.snapshot(WRITTEN, null);
    assertThat(outcome.report().passed()).isFalse();
    assertThat(outcome.sentence())
        .startsWith("table public.orders is in target/dbsage/schema.txt only.")
        .endsWith("(dbsage.failOn=warning)");
  }

  @Test
  void comparesTwoFilesWithoutADatabase() throws IOException {
    project.snapshot(null, null);
    String text = Files.readString(folder.resolve(WRITTEN));
    Files.writeString(
        folder.resolve("old.txt"), text.replaceFirst("PostgreSQL \\d+", "PostgreSQL 9"));
    Files.writeString(folder.resolve("new.txt"), text.replace("numeric", "bigint"));
    Outcome outcome = project.compare("old.txt", "new.txt");
    assertThat(outcome.report().database()).isNull();
    assertThat(outcome.report().findings()).hasSize(1);
    assertThat(project.console()).contains("One is of PostgreSQL 9, the other of ");
  }

  @Test
  void saysWhatIsWrongWithAFile() throws IOException {
    Files.writeString(folder.resolve("dump.sql"), "CREATE TABLE orders (id int);\n");
    assertThat(problem(project.compare("dump.sql", null)).where()).hasToString("dump.sql:1:1");
    assertThat(problem(project.compare("none.txt", null)).what())
        .isEqualTo("There is no file none.txt, which dbsage.from names.");
    assertThat(problem(project.compare(null, " ")).what()).isEqualTo("dbsage.to is empty.");
    Files.write(folder.resolve("latin.txt"), new byte[] {(byte) 0xe4});
    assertThat(problem(project.compare("latin.txt", null)).what())
        .isEqualTo("The snapshot cannot be read.");
  }

  @Test
  void saysWhatTheRoleMayNotRead() {
    database.asSuperuser().execute("REVOKE SELECT ON pg_catalog.pg_policy FROM PUBLIC");
    Outcome outcome = project.snapshot(null, null);
    assertThat(problem(outcome).code()).isEqualTo("SCHEMA_PRIVILEGE");
    assertThat(outcome.report().passed()).isFalse();
  }

  private static Problem problem(Outcome outcome) {
    return Objects.requireNonNull(outcome.report().error());
  }
}
