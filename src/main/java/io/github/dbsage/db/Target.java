package io.github.dbsage.db;

import io.github.dbsage.model.DatabaseInfo;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who asks: everything that a connection needs.
 *
 * @param host as pgJDBC takes it: a name, an address, or several separated by commas
 * @param password null where none was given
 * @param parameters further pgJDBC connection parameters by their pgJDBC names
 */
public record Target(
    String host,
    int port,
    String database,
    @Nullable String user,
    @Nullable String password,
    Map<String, String> parameters) {

  /** PostgreSQL's usual port. */
  public static final int DEFAULT_PORT = 5432;

  public Target {
    parameters = Map.copyOf(parameters);
  }

  /** The same with another user or password, where they are given. */
  public Target as(@Nullable String otherUser, @Nullable String otherPassword) {
    return new Target(
        host,
        port,
        database,
        otherUser == null ? user : otherUser,
        otherPassword == null ? password : otherPassword,
        parameters);
  }

  DatabaseInfo info(String connectedUser, String serverVersion) {
    return new DatabaseInfo(host, port, database, connectedUser, serverVersion);
  }

  /** For messages: {@code shop on db.example.com:5432}; never a password. */
  public String describe() {
    return database + " on " + host + ":" + port;
  }

  @Override
  public String toString() {
    return describe() + " " + new TreeMap<>(parameters).keySet();
  }
}
