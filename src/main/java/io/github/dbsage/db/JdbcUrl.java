package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pgJDBC's URL. The driver itself never sees it: what it cannot read it writes to the
 * console, password and all.
 */
final class JdbcUrl {

  private static final String PREFIX = "jdbc:postgresql:";

  private final Options options = new Options();

  private JdbcUrl() {}

  static Options read(String url) {
    if (!url.startsWith(PREFIX)) {
      throw unreadable("it is not one of PostgreSQL");
    }
    JdbcUrl jdbc = new JdbcUrl();
    String rest = url.substring(PREFIX.length());
    int question = rest.indexOf('?');
    jdbc.place(question < 0 ? rest : rest.substring(0, question));
    if (question >= 0) {
      jdbc.query(rest.substring(question + 1));
    }
    if (jdbc.options.get(Options.HOST) == null && jdbc.options.get(Options.SERVICE) == null) {
      jdbc.options.put(Options.HOST, "localhost", LibpqUri.FROM);
    }
    if (jdbc.options.get(Options.HOST) != null && jdbc.options.get(Options.PORT) == null) {
      jdbc.options.put(Options.PORT, String.valueOf(Target.DEFAULT_PORT), LibpqUri.FROM);
    }
    return jdbc.options;
  }

  /** {@code //hosts/database}, {@code database} or nothing; as pgJDBC reads them. */
  private void place(String text) {
    if (!text.startsWith("//")) {
      if (text.startsWith("/")) {
        throw unreadable("behind jdbc:postgresql: stands // or a database");
      }
      name(text);
      return;
    }
    int slash = text.indexOf('/', 2);
    if (slash < 0) {
      throw unreadable("there is no / behind the host");
    }
    if (text.indexOf('@') >= 0) {
      throw unreadable(
          "a JDBC URL takes no USER:PASSWORD@; write postgresql://USER:PASSWORD@… without jdbc:, or"
              + " ?user=…&password=… at the end");
    }
    if (text.indexOf('/', slash + 1) >= 0) {
      throw unreadable("there is a / in its database's name, which must be written %2F");
    }
    if (slash > 2) {
      hosts(text.substring(2, slash));
    }
    name(text.substring(slash + 1));
  }

  private void name(String database) {
    if (!database.isEmpty()) {
      options.put(Options.DBNAME, decode(database), LibpqUri.FROM);
    }
  }

  private void hosts(String list) {
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      int colon = item.lastIndexOf(':');
      boolean port = colon > item.lastIndexOf(']');
      String host = port ? item.substring(0, colon) : item;
      hosts.add(host.isEmpty() ? "localhost" : host);
      ports.add(port ? item.substring(colon + 1) : "");
    }
    options.put(Options.HOST, String.join(",", hosts), LibpqUri.FROM);
    options.put(Options.PORT, String.join(",", ports), LibpqUri.FROM);
  }

  private void query(String query) {
    boolean behindPassword = false;
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (behindPassword && !JdbcParameters.isKnown(name)) {
        throw unreadable("an & in a password must be written %26");
      }
      JdbcParameters.put(
          options, name, equals < 0 ? "" : decode(pair.substring(equals + 1)), LibpqUri.FROM);
      behindPassword = name.endsWith("password");
    }
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unreadable("a % is not followed by two hexadecimal digits (a % itself is written %25)");
    }
  }

  private static UserError unreadable(String reason) {
    return new UserError(AddressProblems.unreadableUrl(reason));
  }
}
