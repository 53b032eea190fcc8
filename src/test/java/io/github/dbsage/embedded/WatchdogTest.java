package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dbsage.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WatchdogTest {

  private Path folder = Path.of("");

  @BeforeEach
  void notOnWindows() {
    assumeFalse(Platform.current().windows());
  }

  @AfterEach
  void dropFolder() {
    Folders.delete(folder);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stopsTheServerAtTheEndOfItsInput(boolean setsid) throws Exception {
    Process process = start(setsid, true);
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
    assertThat(folder).doesNotExist();
  }

  @Test
  void waitsForTheLastUser() throws Exception {
    Process process = start(true, true);
    Optional<Tie> user = Tie.join(folder);
    process.getOutputStream().close();
    assertThat(process.isAlive()).isTrue();
    user.orElseThrow().release();
    assertThat(process.waitFor()).isZero();
    assertThat(Tie.join(folder)).isEmpty();
  }

  @Test
  void keepsTheFolderWhereAsked() throws Exception {
    Process process = start(true, false);
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
    assertThat(folder.resolve("data/PG_VERSION")).exists();
    assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    assertThat(folder.resolve(Watchdog.USERS)).doesNotExist();
  }

  @Test
  void leavesTheFolderOfAServerThatNeverCameUpToItsStarter() throws Exception {
    Prepared prepared = Prepared.of(Requests.throwAway(18), PostgresVersion.of("18"), null);
    folder = prepared.throwAway();
    Data data = new Data(folder, prepared);
    data.fill(); // and no configuration: PostgreSQL refuses to start
    Process process =
        Program.builder(
                Watchdog.command(folder, true, true, prepared.account(), data.server()), folder)
            .redirectErrorStream(true)
            .redirectOutput(data.log().toFile())
            .start();
    assertThat(process.waitFor()).isNotZero();
    assertThat(data.logTail()).contains("postgresql.conf");
  }

  private Process start(boolean setsid, boolean throwAway) throws IOException {
    Prepared prepared = Prepared.of(Requests.throwAway(18), PostgresVersion.of("18"), null);
    folder = prepared.throwAway();
    Data data = new Data(folder, prepared);
    data.fill();
    data.configure(Launch.freePort());
    Process process =
        Program.builder(
                Watchdog.command(
                    setsid, folder, throwAway, true, prepared.account(), data.server()),
                folder)
            .redirectErrorStream(true)
            .redirectOutput(data.log().toFile())
            .start();
    assertThat(
            Eventually.holds(
                () ->
                    PostmasterFile.read(data.directory())
                        .filter(PostmasterFile::ready)
                        .isPresent()))
        .isTrue();
    return process;
  }
}
