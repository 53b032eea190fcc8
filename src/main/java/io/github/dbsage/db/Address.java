package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a database is and who asks. What an earlier source leaves open a later one fills:
 * the logins (properties, settings.xml), the URL, a connection service, the {@code PG*} variables,
 * and for the password at last the password file.
 */
public final class Address {

  /** A name, or an address of either kind, with or without brackets. */
  private static final Pattern HOST =
      Pattern.compile("[\\p{L}\\p{N}._-]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*(%[\\w.-]+)?]?");

  private Address() {}

  /**
   * A user, a password or both.
   *
   * @param from for messages: {@code dbsage.password}, {@code server 'x' of settings.xml}
   */
  public record Login(String from, @Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      return from;
    }
  }

  /**
   * The variable that names a database by itself, as a host or a service does and a port or a user
   * does not; null where none does.
   */
  public static @Nullable String namedBy(Map<String, String> environment) {
    return PgEnvironment.naming(environment);
  }

  /**
   * Everything that a connection needs.
   *
   * @param url null where the environment names the database
   * @param logins the first counts most
   * @param environment variables by name; {@code HOME} is where the user's files are
   * @throws UserError when something is missing or not understood; never with a secret in it
   */
  public static Target resolve(
      @Nullable String url, List<Login> logins, Map<String, String> environment) {
    Options options = new Options();
    Options address = url == null ? new Options() : TargetUrl.options(url);
    for (Login login : logins) {
      fill(options, Options.USER, login.user(), login.from());
      fill(options, Options.PASSWORD, login.password(), login.from());
    }
    String user = options.text(Options.USER);
    String other = address.text(Options.USER);
    if (user != null && other != null && !user.equals(other)) {
      options.remark(
          options.from(Options.USER)
              + " names the user "
              + user
              + ", which counts before the URL's");
    }
    options.fill(address);
    Options variables = PgEnvironment.options(environment);
    String service = options.text(Options.SERVICE);
    if (service == null) {
      service = variables.text(Options.SERVICE);
    }
    if (service != null) {
      options.fill(ServiceFile.read(service, environment));
    }
    options.fill(variables);
    return target(options, environment);
  }

  private static void fill(Options options, String name, @Nullable String value, String from) {
    if (value != null && !value.isEmpty() && options.get(name) == null) {
      options.put(name, value, from);
    }
  }

  private static Target target(Options options, Map<String, String> environment) {
    List<Endpoint> endpoints = endpoints(options);
    String user = options.text(Options.USER);
    String database = options.text(Options.DBNAME);
    if (database == null) {
      database = user;
    }
    if (database == null) {
      throw new UserError(AddressProblems.unreadableUrl("it names no database"));
    }
    String settings = options.text("options");
    if (settings != null) {
      SessionOptions.clashes(settings, options.from("options")).forEach(options::remark);
    }
    TlsFiles.settle(options, environment);
    String password = options.text(Options.PASSWORD);
    String from = password == null ? null : options.from(Options.PASSWORD);
    Map<Endpoint, String> filed = Map.of();
    if (password == null) {
      PasswordFile file = PasswordFile.find(options, environment);
      filed = file.passwords(endpoints, database, user);
      from = filed.isEmpty() ? null : file.toString();
    }
    ServerRole role = ServerRole.ofLibpq(String.valueOf(options.get(Options.ROLE)));
    return new Target(
        endpoints,
        database,
        user,
        password,
        from,
        filed,
        role == null ? ServerRole.ANY : role,
        options.parameters(),
        options.remarks());
  }

  private static List<Endpoint> endpoints(Options options) {
    String host = options.text(Options.HOST);
    String address = options.text(Options.HOSTADDR);
    if (address != null && host != null) {
      throw new UserError(
          AddressProblems.refused(
              Options.HOSTADDR,
              options.from(Options.HOSTADDR),
              "pgJDBC takes one of host and hostaddr. Name the address as the host, or remove it."));
    }
    List<String> hosts = items(host == null ? address : host);
    List<String> ports = items(options.text(Options.PORT));
    if (ports.size() != 1 && ports.size() != hosts.size()) {
      throw new UserError(AddressProblems.portCount(hosts.size(), ports.size()));
    }
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      String name = hosts.get(i).isEmpty() ? "localhost" : hosts.get(i);
      if (name.startsWith("/") || name.startsWith("@") || name.contains(":\\")) {
        throw new UserError(AddressProblems.socketDirectory(options.from(Options.HOST)));
      }
      if (!HOST.matcher(name).matches()) {
        throw new UserError(AddressProblems.unreadableUrl("its host is no name and no address"));
      }
      endpoints.add(new Endpoint(name, port(ports.get(ports.size() == 1 ? 0 : i))));
    }
    return endpoints;
  }

  private static List<String> items(@Nullable String list) {
    return list == null ? List.of("") : List.of(list.split(",", -1));
  }

  private static int port(String text) {
    if (text.isBlank()) {
      return Target.DEFAULT_PORT;
    }
    Integer port = Values.number(text);
    if (port == null || port < 1 || port > 65_535) {
      throw new UserError(
          AddressProblems.unreadableUrl("its port is not a number from 1 to 65535"));
    }
    return port;
  }
}
