package bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicBoolean;

/** The PostgreSQL that all tools work on: the plugin's embedded one, or one that is given. */
final class Server implements Closeable {

  private static final List<String> SETTINGS =
      List.of(
          "server_version",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "shared_buffers",
          "max_wal_size",
          "autovacuum");

  private final Driver driver;
  private final String host;
  private final int port;
  private final String database;
  private final String user;
  private final String password;
  private final Runnable end;
  private final AtomicBoolean ended = new AtomicBoolean();

  private Server(
      Driver driver,
      String host,
      int port,
      String database,
      String user,
      String password,
      Runnable end) {
    this.driver = driver;
    this.host = host;
    this.port = port;
    this.database = database;
    this.user = user;
    this.password = password;
    this.end = end;
  }

  /** One that is there already. */
  static Server given(String url, Path driver) throws IOException {
    URI uri = URI.create(url.replaceFirst("^jdbc:", ""));
    String[] account =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    if (uri.getHost() == null || account.length == 0 || uri.getPath().length() < 2) {
      throw new IllegalArgumentException(
          "--url is postgresql://user:password@host:port/database; the one given lacks a part.");
    }
    String password =
        account.length == 2 ? decode(account[1]) : System.getenv().getOrDefault("PGPASSWORD", "");
    return new Server(
        load(driver),
        uri.getHost(),
        uri.getPort() == -1 ? 5432 : uri.getPort(),
        uri.getPath().substring(1),
        decode(account[0]),
        password,
        () -> {});
  }

  /** The one that {@code dbsage:start} has started, as its file says. */
  static Server started(Path file, Path driver, Runnable stop) throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    return new Server(
        load(driver),
        "127.0.0.1",
        Integer.parseInt(properties.getProperty("port")),
        "postgres",
        properties.getProperty("user"),
        properties.getProperty("password"),
        stop);
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  /** Makes an empty database. */
  void create(String name) throws SQLException {
    drop(name);
    ask(database, "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
  }

  void drop(String name) throws SQLException {
    ask(database, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  /** Writes out what the last run left, so that the next one does not have to. */
  void settle() {
    try {
      ask(database, "CHECKPOINT");
    } catch (SQLException e) {
      // Not every role may; then the server does it in its own time.
    }
    try {
      // What dropped databases held is still being given back to the disk.
      new ProcessBuilder("sync").inheritIO().start().waitFor();
    } catch (IOException e) {
      // Not every machine has it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A query's only value; empty for none. */
  String ask(String in, String sql) throws SQLException {
    Properties account = new Properties();
    account.setProperty("user", user);
    account.setProperty("password", password);
    try (Connection connection = driver.connect(url(in, port), account);
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  /** How the tools find a database: each reads what it knows of this. */
  Map<String, String> environment(String name, int through) {
    return Map.ofEntries(
        Map.entry("BENCH_URL", url(name, through)),
        Map.entry("BENCH_USER", user),
        Map.entry("BENCH_PASSWORD", password),
        Map.entry("MIGRATIONS_URL", url(name, through)),
        Map.entry("MIGRATIONS_USERNAME", user),
        Map.entry("MIGRATIONS_PASSWORD", password),
        Map.entry("LIQUIBASE_ANALYTICS_ENABLED", "false"),
        Map.entry("REDGATE_DISABLE_TELEMETRY", "true"),
        Map.entry("PGHOST", through == port ? host : "127.0.0.1"),
        Map.entry("PGPORT", Integer.toString(through)),
        Map.entry("PGDATABASE", name),
        Map.entry("PGUSER", user),
        Map.entry("PGPASSWORD", password));
  }

  /** What the figures depend on. */
  String settings() throws SQLException {
    StringJoiner all = new StringJoiner(", ");
    for (String setting : SETTINGS) {
      all.add(setting + " " + ask(database, "SHOW " + setting));
    }
    return all.toString();
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      end.run();
    }
  }

  private String url(String name, int through) {
    return "jdbc:postgresql://"
        + (through == port ? host : "127.0.0.1")
        + ":"
        + through
        + "/"
        + name;
  }

  /** The driver that Maven fetched for the plugins: the JDK has none. */
  private static Driver load(Path jar) throws IOException {
    URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
    return ServiceLoader.load(Driver.class, loader)
        .findFirst()
        .orElseThrow(() -> new IOException(jar + " holds no JDBC driver"));
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
