package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OwnServer;
import io.github.dbsage.testing.StoppableServer;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pg_stat_statements has counted of statements that name what is about to go. */
final class StatementsEvidenceTest {

  private static final String OLD = "SELECT email FROM users WHERE id = ";

  @TempDir Path folder;

  @Test
  void speaksAgainstAContractWhereItRanSinceTheGateWasOpened() {
    try (OwnServer first = OwnServer.start(18);
        StoppableServer server = StoppableServer.beside(first)) {
      TestDatabase database = server.database();
      database
          .asSuperuser()
          .execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
      server.stop("fast");
      server.start();
      database
          .asSuperuser()
          .execute(
              "CREATE EXTENSION pg_stat_statements",
              "GRANT pg_read_all_stats TO " + database.user());
      Workspace project =
          new Workspace(folder, database)
              .file(
                  "20260101120000_base",
                  "CREATE TABLE users (id bigint PRIMARY KEY, email text, address text);")
              .file("20260102120000_contract", "ALTER TABLE public.users DROP COLUMN email;")
              .plan(
                  """
                  testing:
                    smoke:
                      - {name: alike, sql: "SELECT count(*) FROM users WHERE email <> address", expect: 0}
                  zero-downtime:
                    phases:
                      - expand: ["20260101120000"]
                      - validate: [alike]
                      - deploy: app-v2
                      - contract: ["20260102120000"]
                  """);
      assertThat(project.apply().report().passed()).as(project.console()).isTrue();
      database.execute(OLD + "1");
      // A view holds the contract back when the gate is opened, so that time goes by behind it.
      database.execute("CREATE VIEW public.mails AS SELECT email FROM public.users");
      project.deployed("app-v2");
      assertThat(refused(project).why()).isEqualTo("view public.mails needs public.users.email");
      database.execute("DROP VIEW public.mails");

      database.execute(
          OLD.replace("email", "Email") + "2", OLD + "3", "SELECT id FROM users", "SELECT 1");
      assertThat(refused(project).why())
          .isEqualTo(
              "a statement that names it ran 2 times since the gate app-v2 was opened: SELECT email"
                  + " FROM users WHERE id = ?");

      project.reason("it was an analyst");
      Report report = project.apply().report();
      assertThat(report.passed()).as(project.console()).isTrue();
      assertThat(project.console()).doesNotContain("not checked");
    }
  }

  private static Problem refused(Workspace project) {
    Report report = project.apply().report();
    Problem error = report.error();
    assertThat(error).as(project.console()).isNotNull();
    assertThat(error.code()).isEqualTo("CONTRACT_REFUSED");
    return error;
  }
}
