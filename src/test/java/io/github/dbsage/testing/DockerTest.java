package io.github.dbsage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to a container as far as it goes without an engine: against something that answers. */
final class DockerTest {

  /** What an engine says to whom asks: enough for a client to believe in it. */
  private static final Map<String, String> ANSWERS =
      Map.of(
          "/_ping", "OK",
          "/info", "{\"OSType\":\"linux\",\"ServerVersion\":\"28.0.0\",\"MemTotal\":1}",
          "/version", "{\"ApiVersion\":\"1.44\",\"MinAPIVersion\":\"1.24\"}",
          "/images/json", "[]",
          "/images/postgres:18/json", "{\"Id\":\"sha256:1\",\"Created\":\"2026-01-01T00:00:00Z\"}");

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer engine;

  @TempDir private Path home;

  @BeforeEach
  void answer() throws IOException {
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    engine.createContext("/", this::answer);
    engine.start();
  }

  @AfterEach
  void stop() {
    engine.stop(0);
  }

  @Test
  void takesAContainerWhereAnEngineAnswers() throws IOException {
    try (DockerProbe probe = DockerProbe.start(home, address())) {
      assertThat(probe.ask("auto")).isEqualTo("CONTAINER, Docker is there");
      assertThat(probe.ask("container")).isEqualTo("CONTAINER, -Ddbsage.test.postgres");
    }
  }

  @Test
  void asksForThatVersionsImageWithAForgetfulServer() throws IOException {
    try (DockerProbe probe = DockerProbe.start(home, address())) {
      assertThat(probe.ask("start 18")).isEqualTo("Container startup failed for image postgres:18");
    }
    assertThat(requests)
        .anySatisfy(
            request ->
                assertThat(request)
                    .contains("/containers/create")
                    .contains("\"postgres:18\"")
                    .contains("\"POSTGRES_USER=postgres\"")
                    .contains("--locale-provider=builtin --builtin-locale=C.UTF-8")
                    .contains("\"-c\",\"fsync=off\""));
  }

  @Test
  void looksForAnEngineThatDoesNotAnswerOnce() throws IOException {
    engine.removeContext("/");
    engine.createContext("/", this::refuse);
    try (DockerProbe probe = DockerProbe.start(home, address())) {
      assertThat(probe.ask("auto")).isEqualTo("EMBEDDED, no Docker engine");
      int looked = requests.size();
      assertThat(looked).isPositive();
      assertThat(probe.ask("auto")).isEqualTo("EMBEDDED, no Docker engine");
      assertThat(probe.ask("container"))
          .startsWith("dbsage.test.postgres=container, but no Docker engine can be reached.");
      assertThat(requests).hasSize(looked);
    }
  }

  @Test
  void failsWhereAContainerIsAskedForAndNobodyListens() throws IOException {
    try (DockerProbe probe = DockerProbe.start(home, "tcp://127.0.0.1:" + freePort())) {
      assertThat(probe.ask("container"))
          .startsWith("dbsage.test.postgres=container, but no Docker engine can be reached.");
      assertThat(probe.ask("auto")).isEqualTo("EMBEDDED, no Docker engine");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getPath().replaceFirst("^/v[0-9.]+/", "/");
    requests.add(path + " " + body);
    String answer = ANSWERS.get(path);
    reply(exchange, answer == null ? 500 : 200, answer == null ? "{}" : answer);
  }

  private void refuse(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestURI().getPath());
    reply(exchange, 503, "{}");
  }

  private static void reply(HttpExchange exchange, int status, String answer) throws IOException {
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (exchange) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private String address() {
    return "tcp://127.0.0.1:" + engine.getAddress().getPort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
