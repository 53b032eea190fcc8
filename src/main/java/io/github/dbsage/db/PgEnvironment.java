package io.github.dbsage.db;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** libpq's environment variables (PostgreSQL manual, "Environment Variables"). */
final class PgEnvironment {

  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("PGHOST", "host"),
          Map.entry("PGHOSTADDR", "hostaddr"),
          Map.entry("PGPORT", "port"),
          Map.entry("PGDATABASE", "dbname"),
          Map.entry("PGUSER", "user"),
          Map.entry("PGPASSWORD", "password"),
          Map.entry("PGPASSFILE", "passfile"),
          Map.entry("PGREQUIREAUTH", "require_auth"),
          Map.entry("PGCHANNELBINDING", "channel_binding"),
          Map.entry("PGSERVICE", "service"),
          Map.entry("PGOPTIONS", "options"),
          Map.entry("PGAPPNAME", "application_name"),
          Map.entry("PGSSLMODE", "sslmode"),
          Map.entry("PGREQUIRESSL", "requiressl"),
          Map.entry("PGSSLNEGOTIATION", "sslnegotiation"),
          Map.entry("PGSSLCOMPRESSION", "sslcompression"),
          Map.entry("PGSSLCERT", "sslcert"),
          Map.entry("PGSSLKEY", "sslkey"),
          Map.entry("PGSSLCERTMODE", "sslcertmode"),
          Map.entry("PGSSLROOTCERT", "sslrootcert"),
          Map.entry("PGSSLCRL", "sslcrl"),
          Map.entry("PGSSLCRLDIR", "sslcrldir"),
          Map.entry("PGSSLSNI", "sslsni"),
          Map.entry("PGREQUIREPEER", "requirepeer"),
          Map.entry("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
          Map.entry("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
          Map.entry("PGGSSENCMODE", "gssencmode"),
          Map.entry("PGKRBSRVNAME", "krbsrvname"),
          Map.entry("PGGSSLIB", "gsslib"),
          Map.entry("PGGSSDELEGATION", "gssdelegation"),
          Map.entry("PGCONNECT_TIMEOUT", "connect_timeout"),
          Map.entry("PGCLIENTENCODING", "client_encoding"),
          Map.entry("PGTARGETSESSIONATTRS", "target_session_attrs"),
          Map.entry("PGLOADBALANCEHOSTS", "load_balance_hosts"));

  private static final List<String> NAMING = List.of("PGHOST", "PGHOSTADDR", "PGSERVICE");

  private PgEnvironment() {}

  /** The first of the variables that name a database, or null where none is set. */
  static @Nullable String naming(Map<String, String> environment) {
    return NAMING.stream()
        .filter(name -> value(environment, name) != null)
        .findFirst()
        .orElse(null);
  }

  /** What the variables say; empty ones say nothing. */
  static Options options(Map<String, String> environment) {
    Options options = new Options();
    // In a fixed order, so that of several mistakes the same one is told each time.
    for (String name : sorted()) {
      String value = value(environment, name);
      if (value != null) {
        LibpqParameters.put(options, VARIABLES.getOrDefault(name, name), value, name);
      }
    }
    return options;
  }

  private static List<String> sorted() {
    return VARIABLES.keySet().stream().sorted().toList();
  }

  /** A variable's value, or null where it is unset or blank. */
  static @Nullable String value(Map<String, String> environment, String name) {
    return Stream.ofNullable(environment.get(name))
        .filter(value -> !value.isBlank())
        .findFirst()
        .orElse(null);
  }
}
