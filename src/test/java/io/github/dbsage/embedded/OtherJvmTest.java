package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OtherJvmTest {

  @TempDir private Path directory;

  @AfterEach
  void dropDataThatRootKeepsElsewhere() {
    Path file = directory.resolve(EmbeddedServer.PROPERTIES);
    EmbeddedServer.find(file).ifPresent(EmbeddedServer::close);
    ServerFile.read(file).map(ServerFile::home).ifPresent(Folders::delete);
  }

  @Test
  void leavesNothingWhenItIsKilled() throws Exception {
    OtherJvm jvm = OtherJvm.start("18");
    OtherJvm.Started server = jvm.started();
    assertThat(Requests.alive(server.pid())).isTrue();
    jvm.kill();
    assertThat(server.isGone()).isTrue();
  }

  @Test
  void leavesNothingWhenItEnds() throws Exception {
    OtherJvm.Started server;
    try (OtherJvm jvm = OtherJvm.start("14")) {
      server = jvm.started();
    }
    assertThat(Requests.alive(server.pid())).isFalse();
    assertThat(server.data().getParent()).doesNotExist();
  }

  @Test
  void keepsDataWhenItIsKilled() throws Exception {
    OtherJvm jvm = OtherJvm.start("18", directory.toString(), "TIED_TO_JVM");
    OtherJvm.Started killed = jvm.started();
    try (EmbeddedServer shared = EmbeddedServer.start(Requests.kept(18, directory))) {
      assertThat(shared.pid()).isEqualTo(killed.pid());
      Requests.sql(shared, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    jvm.kill();
    try (EmbeddedServer next = EmbeddedServer.start(Requests.kept(18, directory))) {
      assertThat(Requests.sql(next, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void startsOneServerForTwoAtOnceAndKeepsItForTheLast() throws Exception {
    OtherJvm first = OtherJvm.start("18", directory.toString(), "TIED_TO_JVM");
    OtherJvm second = OtherJvm.start("18", directory.toString(), "TIED_TO_JVM");
    OtherJvm.Started server = first.started();
    assertThat(second.started()).isEqualTo(server);
    first.kill();
    try (EmbeddedServer third = EmbeddedServer.start(Requests.kept(18, directory))) {
      assertThat(third.pid()).isEqualTo(server.pid());
      second.kill();
      assertThat(Requests.sql(third, "SELECT 1")).isEqualTo("1");
    }
    assertThat(Requests.alive(server.pid())).isFalse();
  }

  @Test
  void startsTwoThrowAwayServersAtOnce() throws Exception {
    try (OtherJvm first = OtherJvm.start("18");
        OtherJvm second = OtherJvm.start("18")) {
      assertThat(first.started().pid()).isNotEqualTo(second.started().pid());
    }
  }

  @Test
  void outlivesTheJvmWhereAskedUntilItIsStopped() throws Exception {
    OtherJvm.Started server;
    try (OtherJvm jvm = OtherJvm.start("18", directory.toString(), "UNTIL_STOPPED")) {
      server = jvm.started();
    }
    EmbeddedServer found =
        EmbeddedServer.find(directory.resolve(EmbeddedServer.PROPERTIES)).orElseThrow();
    assertThat(found.pid()).isEqualTo(server.pid());
    assertThat(Requests.sql(found, "SELECT 1")).isEqualTo("1");
    found.close();
    assertThat(Requests.alive(server.pid())).isFalse();
    assertThat(server.data()).exists();
  }
}
