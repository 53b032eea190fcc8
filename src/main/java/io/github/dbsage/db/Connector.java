package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.jdbc.PgConnection;

/** Opens one connection to one endpoint, set up for migrations. */
final class Connector {

  private static final String CONNECT_SECONDS = "10";

  private Connector() {}

  /** Connects to the target's only endpoint. */
  static PgConnection connect(Target target, String applicationName) throws SQLException {
    String given = target.parameters().get("options");
    try {
      return connect(target, applicationName, SessionOptions.with(given));
    } catch (SQLException e) {
      // Some server platforms have no client_connection_check_interval: do without.
      if ("22023".equals(e.getSQLState())) {
        return connect(target, applicationName, SessionOptions.withoutCheck(given));
      }
      // A pooler does not know what to do with options; the session is set up by statements then.
      if ("08P01".equals(e.getSQLState())) {
        return connect(target, applicationName, SessionOptions.none(given));
      }
      throw e;
    }
  }

  private static PgConnection connect(
      Target target, String applicationName, @Nullable String options) throws SQLException {
    Properties properties = new Properties();
    for (Map.Entry<String, String> entry : target.parameters().entrySet()) {
      properties.setProperty(entry.getKey(), entry.getValue());
    }
    if (target.user() != null) {
      properties.setProperty("user", target.user());
    }
    // Without one, the driver would look for a password file by itself.
    String password = target.effectivePassword();
    properties.setProperty("password", password == null ? "" : password);
    properties.remove("options");
    if (options != null) {
      properties.setProperty("options", options);
    }
    properties.setProperty("ApplicationName", applicationName);
    // Of these, assumeMinServerVersion makes the driver send the name with the start-up message,
    // where DISCARD ALL finds it; socketTimeout would give up a statement that is at work, for
    // which statement_timeout is the honest way.
    JdbcParameters.fixed().forEach(properties::setProperty);
    properties.putIfAbsent("connectTimeout", CONNECT_SECONDS);
    String database = URLEncoder.encode(target.database(), StandardCharsets.UTF_8);
    String url = "jdbc:postgresql://" + target.endpoints().get(0) + "/" + database;
    Connection connection = new Driver().connect(url, properties);
    if (connection == null) {
      throw new UserError(AddressProblems.unreadableUrl("pgJDBC does not understand its host"));
    }
    return connection.unwrap(PgConnection.class);
  }
}
