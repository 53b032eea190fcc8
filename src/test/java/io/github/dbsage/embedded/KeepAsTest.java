package io.github.dbsage.embedded;

import static io.github.dbsage.embedded.SeedsTest.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.dbsage.embedded.Account.Way;
import io.github.dbsage.testing.Eventually;
import io.github.dbsage.testing.TestBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class KeepAsTest {

  @TempDir private Path cache;

  @BeforeEach
  void notOnWindows() {
    assumeFalse(Platform.current().windows());
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 18})
  void goesOnAndStartsTheNextFromWhatWasKept(int major) throws Exception {
    EmbeddedServer first = start(major);
    try (first) {
      Requests.sql(first, "CREATE UNLOGGED TABLE kept AS SELECT 42 AS answer");
      int port = first.port();
      String password = first.password();
      assertThat(first.keepAs(key(1))).isTrue();
      assertThat(first.seed()).isEmpty();
      assertThat(first.port()).isEqualTo(port);
      assertThat(first.password()).isEqualTo(password);
      assertThat(Requests.sql(first, "UPDATE kept SET answer = 43", "TABLE kept")).isEqualTo("43");
      try (EmbeddedServer second = start(major, key(2), key(1))) {
        assertThat(second.seed()).contains(key(1));
        assertThat(second.password()).isNotEqualTo(password);
        assertThat(Requests.sql(second, "TABLE kept", "DROP TABLE kept")).isEqualTo("42");
      }
      try (EmbeddedServer third = start(major, key(1))) {
        assertThat(Requests.sql(third, "TABLE kept")).isEqualTo("42");
      }
    }
    assertThat(Requests.alive(first.pid())).isFalse();
    assertThat(first.dataDirectory().getParent()).doesNotExist();
  }

  @Test
  void keepsMoreThanOnceAndFromASeed() throws Exception {
    try (EmbeddedServer first = start(18)) {
      assertThat(first.keepAs(key(1))).isTrue();
    }
    try (EmbeddedServer second = start(18, key(1))) {
      Requests.sql(second, "CREATE TABLE more ()");
      assertThat(second.keepAs(key(2))).isTrue();
      Requests.sql(second, "CREATE TABLE most ()");
      assertThat(second.keepAs(key(3))).isTrue();
    }
    try (EmbeddedServer third = start(18, key(3), key(2), key(1))) {
      assertThat(third.seed()).contains(key(3));
      assertThat(Requests.sql(third, "SELECT 'more'::regclass, 'most'::regclass"))
          .isEqualTo("more");
    }
  }

  @Test
  void beginsWithTheTemplateWhereThereIsNoSeed() {
    try (EmbeddedServer server =
        EmbeddedServer.start(
            EmbeddedServer.Request.throwAway(
                "18", new TestBinaries(), TestBinaries.cache(), List.of(key(0)), event -> {}))) {
      assertThat(server.seed()).isEmpty();
    }
  }

  @Test
  void takesNoSeedOfAnotherVersion() {
    try (EmbeddedServer old = start(14)) {
      assertThat(old.keepAs(key(1))).isTrue();
    }
    try (EmbeddedServer server = start(18, key(1))) {
      assertThat(server.seed()).isEmpty();
    }
    assertThat(names()).hasSize(1);
  }

  @Test
  void takesTheNextWhereASeedIsBroken() throws Exception {
    try (EmbeddedServer server = start(18)) {
      assertThat(server.keepAs(key(1))).isTrue();
      assertThat(server.keepAs(key(2))).isTrue();
      assertThat(server.keepAs(key(3))).isTrue();
    }
    Files.delete(content(1).resolve("global/pg_filenode.map"));
    byte[] zeros = new byte[(int) Files.size(content(2).resolve("global/pg_control"))];
    Files.write(content(2).resolve("global/pg_control"), zeros);
    try (EmbeddedServer server = start(18, key(1), key(2), key(3))) {
      assertThat(server.seed()).contains(key(3));
      assertThat(Requests.sql(server, "SELECT 1")).isEqualTo("1");
    }
    assertThat(names()).singleElement().asString().startsWith(key(3));
  }

  @Test
  void leavesAServerAloneWhoseDataCannotBeKept() throws Exception {
    try (EmbeddedServer server = start(18)) {
      long pid = server.pid();
      Requests.sql(server, "ALTER SYSTEM SET shared_preload_libraries = 'no_such_library'");
      assertThat(server.keepAs(key(1))).isFalse();
      assertThat(server.pid()).isEqualTo(pid);
      assertThat(Requests.sql(server, "ALTER SYSTEM RESET ALL", "SELECT 1")).isEqualTo("1");
      Path elsewhere =
          Files.createSymbolicLink(server.dataDirectory().resolve("pg_tblspc/1"), cache);
      assertThat(server.keepAs(key(1))).isFalse();
      assertThat(server.pid()).isEqualTo(pid);
      Files.delete(elsewhere);
      assertThat(server.keepAs(key(1))).isTrue();
    }
  }

  @Test
  void isForThrowAwayServersThatRun() {
    EmbeddedServer server = start(18);
    server.close();
    assertThatIllegalStateException().isThrownBy(() -> server.keepAs(key(1)));
  }

  @Test
  void saysWhatKeepsTheServerFromComingBack() throws Exception {
    EmbeddedServer server = start(18);
    Path folder = server.dataDirectory().resolveSibling(".").normalize();
    Files.writeString(server.dataDirectory().resolve("postgresql.conf"), "nonsense\n");
    assertThat(catchThrowable(() -> server.keepAs(key(1))))
        .hasMessage("The embedded server did not start.");
    assertThat(Requests.alive(server.pid())).isFalse();
    assertThat(folder).doesNotExist();
    server.close();
  }

  @ParameterizedTest
  @MethodSource("waysThatWorkHere")
  void keepsInEveryWayThatWorksHere(Way way) throws Exception {
    OtherJvm jvm = OtherJvm.start(KeepingJvm.class, "18", cache.toString(), key(1), way.name());
    OtherJvm.Started server = jvm.started();
    jvm.goOn();
    assertThat(jvm.line()).isEqualTo("true");
    assertThat(Requests.alive(server.pid())).isFalse();
    long again = PostmasterFile.read(server.data()).orElseThrow().pid();
    assertThat(Requests.alive(again)).isTrue();
    jvm.kill();
    assertThat(new OtherJvm.Started(again, server.data()).isGone()).isTrue();
    try (EmbeddedServer next = KeepingJvm.start("18", cache, way, List.of(key(1)))) {
      assertThat(next.seed()).contains(key(1));
      assertThat(Requests.sql(next, "SELECT count(*) FROM bulky")).isEqualTo("99999");
    }
  }

  private static List<Way> waysThatWorkHere() {
    return Stream.of(Way.values()).filter(way -> Account.of(way).works()).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "copy"})
  void leavesNoHalfSeedAndNoServerWhenItIsKilled(String moment) throws Exception {
    OtherJvm jvm = OtherJvm.start(KeepingJvm.class, "18", cache.toString(), key(1));
    OtherJvm.Started server = jvm.started();
    Path pause = server.data().resolveSibling(Watchdog.PAUSE);
    jvm.goOn();
    assertThat(
            Eventually.holds(
                () -> moment.equals("stop") ? Files.exists(pause) : !names().isEmpty()))
        .isTrue();
    jvm.kill();
    assertThat(server.isGone()).isTrue();
    boolean inPlace = names().stream().anyMatch(name -> name.startsWith(key(1)));
    try (EmbeddedServer next = start(18, key(1))) {
      assertThat(next.seed().isPresent()).isEqualTo(inPlace);
      assertThat(Requests.sql(next, "SELECT to_regclass('bulky') IS NOT NULL"))
          .isEqualTo(inPlace ? "t" : "f");
      assertThat(next.keepAs(key(1))).isTrue();
    }
  }

  @Test
  void keepsOneWhereTwoDoAtOnce() throws Exception {
    try (OtherJvm first = OtherJvm.start(KeepingJvm.class, "18", cache.toString(), key(1));
        OtherJvm second = OtherJvm.start(KeepingJvm.class, "18", cache.toString(), key(1))) {
      first.started();
      second.started();
      first.goOn();
      second.goOn();
      assertThat(List.of(first.line(), second.line())).containsExactly("true", "true");
    }
    assertThat(names()).singleElement().asString().startsWith(key(1));
    try (EmbeddedServer next = start(18, key(1))) {
      assertThat(Requests.sql(next, "SELECT count(*) FROM bulky")).isEqualTo("99999");
    }
  }

  private EmbeddedServer start(int major, String... seeds) {
    return KeepingJvm.start(Integer.toString(major), cache, null, List.of(seeds));
  }

  private Path content(int number) {
    String name =
        names().stream().filter(any -> any.startsWith(key(number))).findFirst().orElseThrow();
    return cache.resolve("seeds").resolve(name).resolve("content");
  }

  private List<String> names() {
    Path seeds = cache.resolve("seeds");
    try (Stream<Path> files = Files.isDirectory(seeds) ? Files.list(seeds) : Stream.of()) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      return List.of(); // it came or went while we looked
    }
  }
}
