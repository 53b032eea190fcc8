package io.github.dbsage.testing;

import io.github.dbsage.embedded.EmbeddedServer;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A server for tests, seen by its superuser.
 *
 * @param database where its superuser connects first
 * @param embedded null where the server is not ours
 */
public record Postgres(
    String host,
    int port,
    String database,
    String user,
    String password,
    @Nullable EmbeddedServer embedded)
    implements AutoCloseable {

  private static final String URL = "dbsage.test.url";

  /** Whether the tests run on a server that a property names. */
  static boolean external() {
    String forced = System.getProperty("dbsage.test.postgres", "");
    boolean named = System.getProperty(URL) != null;
    return switch (forced) {
      case "" -> named;
      case "embedded" -> false;
      case "url" -> {
        if (!named) {
          throw new IllegalArgumentException("dbsage.test.postgres=url needs -D" + URL + "=");
        }
        yield true;
      }
      default ->
          throw new IllegalArgumentException(
              "dbsage.test.postgres is url or embedded, not " + forced);
    };
  }

  /** The server of a major version, or where 0, the one that the property names. */
  static Postgres start(int major) {
    Postgres server = major == 0 ? named() : embedded(major);
    System.out.println(
        "Tests run on " + (major == 0 ? "-D" + URL : "embedded " + major) + ": " + server);
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
    if (embedded != null) {
      embedded.close();
    }
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
        server.host(), server.port(), "postgres", server.user(), server.password(), server);
  }

  private static Postgres named() {
    URI uri = URI.create(System.getProperty(URL, "").replaceFirst("^jdbc:", ""));
    int port = uri.getPort() == -1 ? 5432 : uri.getPort();
    return new Postgres(
        uri.getHost(),
        port,
        uri.getPath().substring(1),
        System.getProperty(URL.replace("url", "user"), "postgres"),
        System.getProperty(URL.replace("url", "password"), ""),
        null);
  }
}
