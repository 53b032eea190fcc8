package io.github.dbsage.testing;

import io.github.dbsage.embedded.EmbeddedServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A server for tests, seen by its superuser.
 *
 * @param database where its superuser connects first
 * @param end stops the server; nothing where it is not ours
 */
public record Postgres(
    String host, int port, String database, String user, String password, Runnable end)
    implements AutoCloseable {

  /** Whether the tests run on a server that a property names. */
  static boolean external() {
    return ServerChoice.isUrl(
        System.getProperty(ServerChoice.PROPERTY, ""), System.getProperty(ServerChoice.URL));
  }

  /** The server of a major version, or where 0, the one that the property names. */
  static Postgres start(int major) {
    ServerChoice choice = ServerChoice.ofThisJvm();
    Postgres server =
        switch (choice.kind()) {
          case URL -> named();
          case CONTAINER -> Docker.start(major);
          case EMBEDDED -> embedded(major);
        };
    System.out.println(
        switch (choice.kind()) {
              case URL -> "Tests run on the given server";
              case CONTAINER -> "Tests run on container postgres:" + major;
              case EMBEDDED -> "Tests run on embedded " + major;
            }
            + (" (" + choice.because() + "): " + server));
    return server;
  }

  /** A connection of the superuser. */
  Connection connect(String to) throws SQLException {
    return DriverManager.getConnection(jdbcUrl(to), user, password);
  }

  String jdbcUrl(String to) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + to;
  }

  @Override
  public void close() {
    end.run();
  }

  @Override
  public String toString() {
    return user + "@" + host + ":" + port;
  }

  private static Postgres embedded(int major) {
    EmbeddedServer server =
        EmbeddedServer.start(
            EmbeddedServer.Request.throwAway(
                Integer.toString(major), new TestBinaries(), TestBinaries.cache(), event -> {}));
    return new Postgres(
        server.host(), server.port(), "postgres", server.user(), server.password(), server::close);
  }

  private static Postgres named() {
    String url = System.getProperty(ServerChoice.URL, "");
    URI uri = URI.create(url.replaceFirst("^jdbc:", ""));
    int port = uri.getPort() == -1 ? 5432 : uri.getPort();
    return new Postgres(
        uri.getHost(),
        port,
        uri.getPath().substring(1),
        System.getProperty(ServerChoice.URL.replace("url", "user"), "postgres"),
        System.getProperty(ServerChoice.URL.replace("url", "password"), ""),
        () -> {});
  }
}
