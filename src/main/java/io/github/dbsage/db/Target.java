package io.github.dbsage.db;

import io.github.dbsage.model.DatabaseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is and who asks: everything that a connection needs.
 *
 * @param endpoints where to look for it, in this order; at least one
 * @param password null where none was given, or where each endpoint may have its own
 * @param passwordFrom what gave the password, for messages: {@code PGPASSWORD}; null where unknown
 * @param filed passwords of single endpoints, from the password file
 * @param role which of the endpoints is wanted
 * @param parameters further pgJDBC connection parameters by their pgJDBC names
 * @param remarks what was overridden or left out on the way here, a sentence each
 */
public record Target(
    List<Endpoint> endpoints,
    String database,
    @Nullable String user,
    @Nullable String password,
    @Nullable String passwordFrom,
    Map<Endpoint, String> filed,
    ServerRole role,
    Map<String, String> parameters,
    List<String> remarks) {

  /** PostgreSQL's usual port. */
  public static final int DEFAULT_PORT = 5432;

  public Target {
    endpoints = List.copyOf(endpoints);
    filed = Map.copyOf(filed);
    parameters = Map.copyOf(parameters);
    remarks = List.copyOf(remarks);
    if (endpoints.isEmpty()) {
      throw new IllegalArgumentException("no endpoint");
    }
  }

  /** One on a single host, with nothing to say about it. */
  public Target(
      String host,
      int port,
      String database,
      @Nullable String user,
      @Nullable String password,
      Map<String, String> parameters) {
    this(
        List.of(new Endpoint(host, port)),
        database,
        user,
        password,
        null,
        Map.of(),
        ServerRole.ANY,
        parameters,
        List.of());
  }

  /** The same with another user or password, where they are given. */
  public Target as(@Nullable String otherUser, @Nullable String otherPassword) {
    return new Target(
        endpoints,
        database,
        otherUser == null ? user : otherUser,
        otherPassword == null ? password : otherPassword,
        passwordFrom,
        filed,
        role,
        parameters,
        remarks);
  }

  /** The same at one of its endpoints. */
  Target at(Endpoint endpoint) {
    return new Target(
        List.of(endpoint),
        database,
        user,
        password,
        passwordFrom,
        filed,
        role,
        parameters,
        List.of());
  }

  /** The first host. */
  public String host() {
    return endpoints.get(0).host();
  }

  /** The first host's port. */
  public int port() {
    return endpoints.get(0).port();
  }

  /** The password for the first endpoint, or null. */
  @Nullable String effectivePassword() {
    return password != null ? password : filed.get(endpoints.get(0));
  }

  /** All that must not be shown. */
  public List<String> secrets() {
    List<String> secrets = new ArrayList<>(filed.values());
    if (password != null) {
      secrets.add(password);
    }
    String key = parameters.get("sslpassword");
    if (key != null) {
      secrets.add(key);
    }
    return secrets;
  }

  DatabaseInfo info(String connectedUser, String serverVersion) {
    return new DatabaseInfo(host(), port(), database, connectedUser, serverVersion);
  }

  /** For messages: {@code shop on db.example.com:5432}; never a password. */
  public String describe() {
    return database + " on " + where();
  }

  private String where() {
    return endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return describe() + " " + new TreeMap<>(parameters).keySet();
  }
}
