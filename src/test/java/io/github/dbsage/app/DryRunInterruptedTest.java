package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dry run that comes to no end leaves nothing behind. */
@OnPostgres
final class DryRunInterruptedTest {

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    fresh.asSuperuser().execute("GRANT CREATE ON SCHEMA public TO " + fresh.user());
    Workspace project =
        new Workspace(folder, fresh)
            .file(
                "20260101120000_one",
                "CREATE TABLE users (id int);\nINSERT INTO users VALUES (1);");
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
    project.file(
        "20260102120000_two",
        """
        DROP TABLE users;
        CREATE TABLE other (id int);
        DO $$ BEGIN
          RAISE NOTICE 'backend=%=', pg_backend_pid();
          IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
            RAISE NOTICE 'data=%=', current_setting('data_directory');
          END IF;
        END $$;
        SELECT pg_sleep(600);
        """);
  }

  private void nothingIsLeft() {
    assertThat(
            Eventually.holds(
                () ->
                    database
                        .asSuperuser()
                        .query(
                            "SELECT pid FROM pg_stat_activity WHERE usename = '"
                                + database.user()
                                + "'")
                        .isEmpty()))
        .isTrue();
    assertThat(database.value("SELECT id FROM users")).isEqualTo("1");
    assertThat(database.value("SELECT to_regclass('other')")).isNull();
    assertThat(database.value("SELECT count(*) FROM schema_migrations")).isEqualTo("1");
  }

  /** SIGTERM is what Ctrl-C ends in as well; SIGKILL lets nothing of its own run. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void inAServerOfItsOwn(boolean killed) throws IOException, InterruptedException {
    Process process = ForkedDryRun.start(folder, database, DryRun.Mode.SHADOW);
    long backend = Long.parseLong(told(process, "backend"));
    Path data = Path.of(told(process, "data"));
    ProcessHandle server = ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
    assertThat(data).exists();
    end(process, killed);
    assertThat(Eventually.holds(() -> !server.isAlive())).isTrue();
    assertThat(Eventually.holds(() -> !Files.exists(data))).isTrue();
    nothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void onTheDatabase(boolean killed) throws IOException, InterruptedException {
    Process process = ForkedDryRun.start(folder, database, DryRun.Mode.TRANSACTION);
    String backend = told(process, "backend");
    end(process, killed);
    if (killed) {
      // The server finds out only when it writes to the client.
      database.asSuperuser().query("SELECT pg_cancel_backend(" + backend + ")");
    }
    nothingIsLeft();
  }

  private static void end(Process process, boolean killed) throws InterruptedException {
    if (killed) {
      process.destroyForcibly();
    } else {
      process.destroy();
    }
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  /** The value that its migration says on its way. */
  private static String told(Process process, String name) throws IOException {
    String mark = name + "=";
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      int at = line.indexOf(mark);
      if (at >= 0) {
        String behind = line.substring(at + mark.length());
        return behind.substring(0, behind.indexOf('='));
      }
    }
    throw new IllegalStateException("it ended without a word of " + name);
  }
}
