package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Report;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What apply keeps of the schema where the plan asks for it. */
@OnPostgres
final class KeepsakeTest {

  private static final String ASKED = "safety: {snapshot: schema}\n";

  @TempDir Path folder;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
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
