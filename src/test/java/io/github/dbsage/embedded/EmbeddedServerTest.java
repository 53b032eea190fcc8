package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.embedded.EmbeddedServer.Lifetime;
import io.github.dbsage.embedded.EmbeddedServer.Request;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.TestBinaries;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddedServerTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void startsAnswersAndLeavesNothing(int major) throws SQLException {
    List<Event> events = new ArrayList<>();
    EmbeddedServer server =
        EmbeddedServer.start(
            Request.throwAway(
                Integer.toString(major), new TestBinaries(), TestBinaries.cache(), events::add));
    try (server) {
      assertThat(Requests.sql(server, "SHOW server_version_num")).startsWith(major + "0");
      assertThat(Requests.sql(server, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(Requests.sql(server, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(
              Requests.sql(
                  server,
                  "SELECT setting FROM pg_file_settings WHERE name = 'timezone' AND applied"))
          .isEqualTo("UTC");
      assertThat(
              Requests.sql(server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'"))
          .startsWith("SCRAM-SHA-256$");
      assertThat(events)
          .singleElement()
          .isInstanceOfSatisfying(
              Event.ServerStarted.class,
              started -> {
                assertThat(started.port()).isEqualTo(server.port());
                assertThat(started.version()).startsWith(major + ".").doesNotEndWith(".0");
              });
    }
    server.close();
    assertThat(Requests.alive(server.pid())).isFalse();
    assertThat(server.dataDirectory().getParent()).doesNotExist();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("dbsage"));
  }

  @Test
  void refusesAWrongPassword() {
    try (EmbeddedServer server = EmbeddedServer.start(Requests.throwAway(18))) {
      SQLException refused =
          catchThrowableOfType(
              SQLException.class,
              () -> DriverManager.getConnection(server.url(), server.user(), "wrong").close());
      assertThat(refused.getSQLState()).isEqualTo("28P01");
    }
  }

  @Test
  void endsOpenConnectionsWhenItIsClosed() throws SQLException {
    EmbeddedServer server = EmbeddedServer.start(Requests.throwAway(18));
    try (server;
        Connection connection =
            DriverManager.getConnection(server.url(), server.user(), server.password())) {
      assertThat(connection.isValid(5)).isTrue();
      server.close();
      assertThat(connection.isValid(5)).isFalse();
    }
    assertThat(Requests.alive(server.pid())).isFalse();
  }

  @Test
  void keepsDataFromOneStartToTheNext() throws SQLException {
    try (EmbeddedServer first = EmbeddedServer.start(Requests.kept(18, directory))) {
      Requests.sql(first, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (EmbeddedServer second = EmbeddedServer.start(Requests.kept(18, directory))) {
      assertThat(Requests.sql(second, "SELECT answer FROM kept")).isEqualTo("42");
    }
    dropData();
  }

  @Test
  void beginsAnewWhenTheProjectWasCleaned() throws Exception {
    try (EmbeddedServer first = EmbeddedServer.start(Requests.kept(18, directory))) {
      Requests.sql(first, "CREATE TABLE gone ()");
    }
    Folders.delete(directory);
    try (EmbeddedServer second = EmbeddedServer.start(Requests.kept(18, directory))) {
      assertThat(Requests.sql(second, "SELECT to_regclass('gone') IS NULL")).isEqualTo("t");
    }
    dropData();
  }

  @Test
  void sharesTheRunningServer() throws Exception {
    try (EmbeddedServer first = EmbeddedServer.start(Requests.kept(18, directory))) {
      EmbeddedServer second = EmbeddedServer.start(Requests.kept(18, directory));
      EmbeddedServer third = EmbeddedServer.find(file()).orElseThrow();
      assertThat(second.pid()).isEqualTo(first.pid());
      assertThat(third.password()).isEqualTo(first.password());
      third.close();
      assertThat(Requests.alive(first.pid())).isFalse();
      assertThat(EmbeddedServer.find(file())).isEmpty();
    }
    dropData();
  }

  @Test
  void writesWhatItKnowsForUsAlone() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start(Requests.kept(18, directory))) {
      assertThat(file())
          .content()
          .contains("port=" + server.port(), "pid=" + server.pid(), server.password());
      if (Folders.posix(file())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
            .isEqualTo("rw-------");
      }
    }
    assertThat(file()).content().doesNotContain("password", "port", "pid");
    dropData();
  }

  @Test
  void replacesTheRunningServerWhereAnotherVersionIsAsked() throws SQLException {
    try (EmbeddedServer old = EmbeddedServer.start(Requests.kept(14, directory));
        EmbeddedServer other = EmbeddedServer.start(Requests.kept(18, directory))) {
      assertThat(Requests.alive(old.pid())).isFalse();
      assertThat(Requests.sql(other, "SHOW server_version_num")).startsWith("18");
    }
    dropData();
  }

  @Test
  void forgetsAServerThatWasKilled() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start(Requests.kept(18, directory))) {
      ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
      process.destroyForcibly();
      process.onExit().get();
      assertThat(EmbeddedServer.find(file())).isEmpty();
      assertThat(file()).content().doesNotContain("password");
    }
    dropData();
  }

  @Test
  void neverTakesAnotherProcessForItsServer() throws Exception {
    EmbeddedServer server = EmbeddedServer.start(Requests.kept(18, directory));
    server.close();
    Path data = server.dataDirectory();
    long self = ProcessHandle.current().pid();
    Files.writeString(
        data.resolve("postmaster.pid"),
        self + "\n" + data + "\n0\n" + server.port() + "\n\n127.0.0.1\n0\nready\n");
    Path home = ServerFile.read(file()).orElseThrow().home();
    new ServerFile(
            home,
            new EmbeddedServer.Running(
                "18.6.0",
                server.port(),
                "secret",
                self,
                data.resolveSibling(".").normalize(),
                Lifetime.UNTIL_STOPPED))
        .write(file());
    assertThat(EmbeddedServer.find(file())).isEmpty();
    dropData();
  }

  @Test
  void saysWhichPortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      UserError error =
          catchThrowableOfType(
              UserError.class,
              () -> EmbeddedServer.start(Requests.kept(18, directory, Lifetime.TIED_TO_JVM, port)));
      assertThat(error.problem().code()).isEqualTo("EMBEDDED_PORT");
      assertThat(error).hasMessage("Port " + port + " of 127.0.0.1 is taken.");
    }
    dropData();
  }

  @Test
  void listensWhereItIsTold() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (EmbeddedServer server =
        EmbeddedServer.start(Requests.kept(18, directory, Lifetime.TIED_TO_JVM, port))) {
      assertThat(server.port()).isEqualTo(port);
    }
    dropData();
  }

  @Test
  void refusesDataOfAnotherVersion() throws Exception {
    EmbeddedServer server = EmbeddedServer.start(Requests.kept(18, directory));
    server.close();
    Files.writeString(server.dataDirectory().resolve("PG_VERSION"), "16\n");
    UserError error =
        catchThrowableOfType(
            UserError.class, () -> EmbeddedServer.start(Requests.kept(18, directory)));
    assertThat(error.problem().code()).isEqualTo("EMBEDDED_DATA_VERSION");
    assertThat(error.problem().why()).isEqualTo("its PG_VERSION says 16");
    dropData();
  }

  @Test
  void showsTheLogOfAServerThatDoesNotStart() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start(Requests.kept(18, directory))) {
      Requests.sql(server, "ALTER SYSTEM SET shared_preload_libraries = 'no_such_library'");
    }
    UserError error =
        catchThrowableOfType(
            UserError.class, () -> EmbeddedServer.start(Requests.kept(18, directory)));
    assertThat(error.problem().code()).isIn("EMBEDDED_START", "EMBEDDED_PROGRAM");
    assertThat(error.problem().why()).contains("no_such_library");
    dropData();
  }

  @Test
  void namesTheVersionsThereAre() {
    UserError error =
        catchThrowableOfType(UserError.class, () -> EmbeddedServer.start(Requests.throwAway(13)));
    assertThat(error).hasMessage("There is no embedded PostgreSQL 13.");
    assertThat(error.problem().fix()).contains("14 (14.20.0)", "18 (18.6.0)");
  }

  private Path file() {
    return directory.resolve(EmbeddedServer.PROPERTIES);
  }

  /** Root's data lie elsewhere, out of reach of the temporary directory's clean-up. */
  private void dropData() {
    ServerFile.read(file()).map(ServerFile::home).ifPresent(Folders::delete);
  }
}
