package io.github.dbsage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dbsage.embedded.Account.Owner;
import io.github.dbsage.embedded.Account.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class AccountTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("waysThatWorkHere")
  void runsAServerInEveryWayThatWorksHere(Way way) throws Exception {
    EmbeddedServer server = new Start(Requests.throwAway(18), way).run();
    try (server) {
      assertThat(Requests.sql(server, "SELECT 1")).isEqualTo("1");
    }
    assertThat(Requests.alive(server.pid())).isFalse();
    assertThat(server.dataDirectory().getParent()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("waysThatWorkHere")
  void endsWithTheJvmInEveryWayThatWorksHere(Way way) throws Exception {
    OtherJvm jvm = OtherJvm.start("18", way.name());
    OtherJvm.Started server = jvm.started();
    jvm.kill();
    assertThat(server.isGone()).isTrue();
  }

  private static List<Way> waysThatWorkHere() {
    return Stream.of(Way.values()).filter(way -> Account.of(way).works()).toList();
  }

  @Test
  void choosesAWayThatWorks() {
    Account account = Account.choose(Platform.current(), folder);
    assertThat(account.works()).isTrue();
  }

  @Test
  void passesArgumentsOnUnchanged() {
    Account account = Account.choose(Platform.current(), folder);
    List<String> echo = List.of("printf", "%s|", "it's", "a b", "$HOME", "-D");
    assertThat(Program.run(account.command(echo), Path.of("/"), "").output())
        .isEqualTo("it's|a b|$HOME|-D|");
  }

  @Test
  void quotesForTheShellOfSu() {
    assertThat(new Account(Way.SU, new Owner(1, 1)).command(List.of("a b", "it's")))
        .containsExactly("su", "-s", "/bin/sh", "-c", "exec 'a b' 'it'\\''s'", "nobody");
  }

  @Test
  void asksForTheNumbersOfNobody() {
    assertThat(new Account(Way.SETPRIV, new Owner(99, 98)).command(List.of("postgres")))
        .containsExactly("setpriv", "--reuid=99", "--regid=98", "--clear-groups", "--", "postgres");
  }

  @Test
  void letsNobodyElseIntoItsFolders() throws Exception {
    assumeTrue(Folders.posix(folder));
    Path made = folder.resolve("made");
    Folders.create(made);
    assertThat((int) (Integer) Files.getAttribute(made, "unix:mode") & 0777).isEqualTo(0700);
    Folders.checkOurs(made);
  }
}
