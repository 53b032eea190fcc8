package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at in a database that is in use, before anything is run in it. */
@OnPostgres
final class PreflightTest {

  private static final String NEXT = "20260102120000_next";

  @TempDir Path folder;
  private TestDatabase database;
  private Workspace project;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    project =
        new Workspace(folder, fresh)
            .file("20260101120000_base", "CREATE TABLE public.users (id bigint PRIMARY KEY);");
    assertThat(project.apply().report().passed()).isTrue();
  }

  private Problem refused() {
    Report report = project.apply().report();
    assertThat(report.passed()).as(project.console()).isFalse();
    Problem error = report.error();
    assertThat(error).as(project.console()).isNotNull();
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("1");
    return error;
  }

  @Test
  void saysNothingWhereAllIsWell() {
    project.file(NEXT, "ALTER TABLE public.users ADD COLUMN email text;");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(project.console()).doesNotContain("transaction_timeout", "standby", "not checked");
  }

  @Test
  void refusesToChangeATableOfARoleThatItIsNoMemberOf() {
    String other = database.createRole("NOLOGIN");
    database.asSuperuser().execute("ALTER TABLE public.users OWNER TO " + other);
    project
        .file(NEXT, "CREATE TABLE public.things (id bigint PRIMARY KEY);")
        .file("20260103120000_later", "ALTER TABLE public.users ADD COLUMN email text;");
    Problem error = refused();
    assertThat(error.code()).isEqualTo("PREFLIGHT_OWNER");
    assertThat(error.what())
        .isEqualTo(
            "A pending migration changes public.users, which belongs to "
                + other
                + "; "
                + database.user()
                + " is no member of that role.");
    assertThat(error.fix())
        .isEqualTo("Connect as " + other + ", or: GRANT " + other + " TO " + database.user());
  }

  @Test
  void leavesItToTheFileWhereTheRoleCouldBecomeTheOwner() {
    String other = database.createRole("NOLOGIN");
    database
        .asSuperuser()
        .execute(
            "GRANT " + other + " TO " + database.user(),
            "GRANT CREATE ON SCHEMA public TO " + other,
            "ALTER TABLE public.users OWNER TO " + other);
    project.file(
        NEXT,
        "SET ROLE " + other + "; ALTER TABLE public.users ADD COLUMN email text; RESET ROLE;");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  @Test
  void refusesAnExtensionThatTheServerDoesNotHave() {
    project.file(NEXT, "CREATE EXTENSION no_such_extension;");
    assertThat(refused().what())
        .isEqualTo(
            "A pending migration creates the extension no_such_extension, which this server does"
                + " not have.");
  }

  @Test
  void refusesToCreateSomethingInASchemaOfSomebodyElse() {
    database.asSuperuser().execute("CREATE SCHEMA theirs");
    project
        .file(NEXT, "CREATE TABLE public.things (id bigint PRIMARY KEY);")
        .file("20260103120000_later", "CREATE TABLE theirs.things (id bigint PRIMARY KEY);");
    assertThat(refused().code()).isEqualTo("PREFLIGHT_CREATE");
  }

  @Test
  void namesTransactionsThatAreOpenForLong() throws SQLException {
    project.file(NEXT, "CREATE TABLE public.things (id bigint PRIMARY KEY);");
    try (Connection open = database.connect()) {
      open.setAutoCommit(false);
      open.createStatement().execute("SELECT 1");
      assertThat(project.apply().report().passed()).as(project.console()).isTrue();
      // It is open for seconds only.
      assertThat(project.console()).doesNotContain("open for long");
      open.rollback();
    }
  }

  @Test
  void warnsOfALimitForTransactionsThatTheServerHas() {
    if (database.major() < 17) {
      return;
    }
    database
        .asSuperuser()
        .execute("ALTER ROLE " + database.user() + " SET transaction_timeout = '30s'");
    project.file(NEXT, "CREATE TABLE public.things (id bigint PRIMARY KEY);");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    assertThat(project.console())
        .contains("transaction_timeout is 30s for this role")
        .contains("ALTER ROLE " + database.user() + " SET transaction_timeout = 0");
  }
}
