package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Reads a database's address: a JDBC URL ({@code jdbc:postgresql://…}) or libpq's connection URI
 * ({@code postgresql://…}, {@code postgres://…}; PostgreSQL manual, chapter "Database Connection
 * Control Functions").
 */
public final class TargetUrl {

  /** libpq's parameter → pgJDBC's, where the meaning is the same. */
  private static final Map<String, String> LIBPQ =
      Map.ofEntries(
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("sslnegotiation", "sslNegotiation"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("connect_timeout", "connectTimeout"),
          Map.entry("application_name", "ApplicationName"),
          Map.entry("options", "options"));

  private TargetUrl() {}

  /**
   * Reads either kind.
   *
   * @throws UserError when it is neither, or holds something that is not understood; the message
   *     never repeats the URL, which may hold a password
   */
  public static Target parse(String url) {
    String text = url.strip();
    if (text.startsWith("jdbc:")) {
      return jdbc(text);
    }
    if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
      return libpq(text.substring(text.indexOf("://") + 3));
    }
    throw new UserError(
        DbProblems.unreadableUrl("it begins with neither jdbc:postgresql: nor postgresql://"));
  }

  private static Target jdbc(String url) {
    Properties parsed = Driver.parseURL(url, null);
    if (parsed == null) {
      throw new UserError(DbProblems.unreadableUrl("pgJDBC does not understand it"));
    }
    Map<String, String> parameters = new TreeMap<>();
    for (String name : parsed.stringPropertyNames()) {
      parameters.put(name, parsed.getProperty(name));
    }
    String host = parameters.remove("PGHOST");
    String port = parameters.remove("PGPORT");
    String database = parameters.remove("PGDBNAME");
    String user = parameters.remove("user");
    String password = parameters.remove("password");
    if (parameters.get("service") != null) {
      throw new UserError(DbProblems.unreadableUrl("connection service files are not supported"));
    }
    requireOneHost(host);
    String name = database != null ? database : user;
    if (name == null) {
      throw new UserError(DbProblems.unreadableUrl("it names no database"));
    }
    return new Target(
        host == null ? "localhost" : host, portOrDefault(port), name, user, password, parameters);
  }

  /** The run lock and the work would otherwise meet on two servers. */
  private static void requireOneHost(@Nullable String host) {
    if (host != null && (host.startsWith("/") || host.contains(","))) {
      throw new UserError(
          DbProblems.unreadableUrl(
              "a socket directory or several hosts cannot be used; name the primary's host"));
    }
  }

  private static int portOrDefault(@Nullable String text) {
    return text == null || text.isEmpty() ? Target.DEFAULT_PORT : port(text);
  }

  private static Target libpq(String text) {
    String rest = text;
    Map<String, String> query = Map.of();
    int question = rest.indexOf('?');
    if (question >= 0) {
      query = query(rest.substring(question + 1));
      rest = rest.substring(0, question);
    }
    String database = null;
    int slash = rest.indexOf('/');
    if (slash >= 0) {
      database = decode(rest.substring(slash + 1));
      rest = rest.substring(0, slash);
    }
    String user = null;
    String password = null;
    int at = rest.lastIndexOf('@');
    if (at >= 0) {
      String userInfo = rest.substring(0, at);
      rest = rest.substring(at + 1);
      int colon = userInfo.indexOf(':');
      user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
      password = colon < 0 ? null : decode(userInfo.substring(colon + 1));
    }
    int port = Target.DEFAULT_PORT;
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf(']')) {
      port = rest.length() == colon + 1 ? port : port(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    String host = decode(rest);
    for (Map.Entry<String, String> entry : query.entrySet()) {
      String value = entry.getValue();
      switch (entry.getKey()) {
        case "host" -> host = value;
        case "port" -> port = port(value);
        case "dbname" -> database = value;
        case "user" -> user = value;
        case "password" -> password = value;
        default -> parameters.put(pgjdbcName(entry.getKey()), value);
      }
    }
    requireOneHost(host);
    String name = database == null || database.isEmpty() ? user : database;
    if (name == null || name.isEmpty()) {
      throw new UserError(DbProblems.unreadableUrl("it names no database"));
    }
    return new Target(host.isEmpty() ? "localhost" : host, port, name, user, password, parameters);
  }

  private static Map<String, String> query(String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
          throw new UserError(DbProblems.unreadableUrl("a parameter has no value"));
        }
        query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String pgjdbcName(String libpqName) {
    String name = LIBPQ.get(libpqName);
    if (name == null) {
      throw new UserError(DbProblems.unknownParameter(libpqName, new TreeMap<>(LIBPQ).keySet()));
    }
    return name;
  }

  private static int port(String text) {
    int port;
    try {
      port = Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      port = -1;
    }
    if (port < 1 || port > 65_535) {
      throw new UserError(DbProblems.unreadableUrl("its port is not a number from 1 to 65535"));
    }
    return port;
  }

  private static String decode(String text) {
    try {
      // In libpq's URIs a plus is a plus.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          DbProblems.unreadableUrl("a % is not followed by two hexadecimal digits"));
    }
  }
}
