package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
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

/** What apply keeps of the schema where the plan asks for it. */
@OnPostgres
final class KeepsakeTest {

  private static final String ASKED = "safety: {snapshot: schema}\n";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project = new Workspace(folder, fresh);
    project.file("20260101120000_users", "CREATE TABLE users (id int);");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  private String written(String name) throws IOException {
    return Files.readString(folder.resolve("target/dbsage").resolve(name));
  }

  @Test
  void keepsTheSchemaFromBeforeAndAfter() throws IOException {
    project.plan(ASKED).file("20260102120000_next", "ALTER TABLE users ADD COLUMN b text;");
    Report report = project.apply().report();
    assertThat(report.passed()).as(project.console()).isTrue();
    SnapshotReport found = Objects.requireNonNull(report.snapshot());
    assertThat(found.file()).isEqualTo("target/dbsage/schema.diff");
    assertThat(found.from()).isEqualTo("target/dbsage/schema-before.txt");
    assertThat(found.to()).isEqualTo("target/dbsage/schema-after.txt");
    assertThat(found.changed()).containsExactly("table public.users");
    assertThat(written("schema-before.txt")).contains("column id").doesNotContain("column b");
    assertThat(written("schema-after.txt")).contains("column id").contains("column b text");
    assertThat(written("schema.diff")).contains("+ column b text");
    assertThat(project.console())
        .contains("0 added, 0 removed, 1 changed: target/dbsage/schema.diff");
  }

  @Test
  void keepsItWhereAMigrationFailsToo() throws IOException {
    project
        .plan(ASKED)
        .file(
            "20260102120000_next", "-- dbsage: transaction=false\nCREATE TABLE t ();\nSELECT 1/0;");
    Report report = project.apply().report();
    assertThat(report.passed()).isFalse();
    assertThat(Objects.requireNonNull(report.snapshot()).added()).containsExactly("table public.t");
    assertThat(written("schema-after.txt")).contains("table public.t");
  }

  @Test
  void refusesToRunWhereADumpIsAskedForAndCannotBeHad() {
    project
        .plan("safety: {snapshot: dump}\n")
        .environment(Map.of("PATH", folder.toString()))
        .file("20260102120000_next", "CREATE TABLE t ();");
    Report report = project.apply().report();
    assertThat(Objects.requireNonNull(report.error()).what())
        .isEqualTo("The plan asks for a dump, and there is no pg_dump on the PATH.");
    assertThat(database.value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
  }

  @Test
  void refusesAProgramThatIsOlderThanTheServer() throws IOException {
    Path program = folder.resolve("pg_dump");
    Files.writeString(program, "#!/bin/sh\necho 'pg_dump (PostgreSQL) 13.4'\n");
    assumeTrue(program.toFile().setExecutable(true));
    project
        .plan("safety: {snapshot: dump}\n")
        .environment(Map.of("PATH", folder.toString()))
        .file("20260102120000_next", "CREATE TABLE t ();");
    assertThat(Objects.requireNonNull(project.apply().report().error()).what())
        .isEqualTo(program + " is of PostgreSQL 13, and the server is " + database.major() + ".");
  }

  @Test
  void keepsWhatRestoresTheSchema() throws IOException {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    project
        .plan("safety: {snapshot: dump}\n")
        .environment(Map.of("PATH", path))
        .file("20260102120000_next", "CREATE TABLE t ();");
    Report report = project.apply().report();
    Problem error = report.error();
    assumeTrue(
        error == null || !error.code().equals("PG_DUMP"),
        () -> "no pg_dump for this server here: " + error);
    assertThat(report.passed()).as(project.console()).isTrue();
    assertThat(written("schema-before.sql")).contains("CREATE TABLE public.users");
    assertThat(written("schema-after.sql")).contains("CREATE TABLE public.t ");
    assertThat(written("schema-before.sql")).doesNotContain("CREATE TABLE public.t ");
    assertThat(project.console()).contains("schema-before.sql and schema-after.sql beside it");
  }

  @Test
  void saysWhatTheProgramSaid() throws IOException {
    Path program = folder.resolve("pg_dump");
    Files.writeString(
        program,
        "#!/bin/sh\n[ \"$1\" = --version ] && echo 'pg_dump (PostgreSQL) 99.1' && exit 0\n"
            + "echo \"no luck at $PGHOST with $PGPASSWORD; $*\" >&2\nexit 1\n");
    assumeTrue(program.toFile().setExecutable(true));
    project
        .plan("safety: {snapshot: dump}\n")
        .environment(Map.of("PATH", folder.toString()))
        .file("20260102120000_next", "CREATE TABLE t ();");
    Problem error = Objects.requireNonNull(project.apply().report().error());
    assertThat(error.why())
        .startsWith("no luck at " + database.host() + " with ****; --schema-only")
        .doesNotContain(database.password());
    assertThat(database.value("SELECT to_regclass('t') IS NULL")).isEqualTo("t");
  }

  @Test
  void keepsNothingWhereNobodyAsks() {
    project.plan("summary: {title: a}\n").file("20260102120000_next", "SELECT 1;");
    assertThat(project.apply().report().snapshot()).isNull();
    assertThat(folder.resolve("target/dbsage/schema-before.txt")).doesNotExist();
  }

  @Test
  void keepsNothingWhereNothingIsPending() {
    project.plan(ASKED);
    assertThat(project.apply().report().snapshot()).isNull();
  }
}
