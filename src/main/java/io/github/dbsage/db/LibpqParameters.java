package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * libpq's connection parameters (PostgreSQL manual, "Parameter Key Words"): each is translated to
 * pgJDBC's, left out with a sentence where that costs nothing but comfort, or refused where leaving
 * it out would make a connection less safe than it was meant to be.
 */
final class LibpqParameters {

  /** The same meaning under pgJDBC's name. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          Map.entry("host", Options.HOST),
          Map.entry("port", Options.PORT),
          Map.entry("dbname", Options.DBNAME),
          Map.entry("user", Options.USER),
          Map.entry("password", Options.PASSWORD),
          Map.entry("passfile", Options.PASSFILE),
          Map.entry("service", Options.SERVICE),
          Map.entry("target_session_attrs", Options.ROLE),
          Map.entry("sslmode", "sslmode"),
          Map.entry("sslrootcert", "sslrootcert"),
          Map.entry("sslcert", "sslcert"),
          Map.entry("sslkey", "sslkey"),
          Map.entry("sslpassword", "sslpassword"),
          Map.entry("sslnegotiation", "sslNegotiation"),
          Map.entry("channel_binding", "channelBinding"),
          Map.entry("require_auth", "requireAuth"),
          Map.entry("gssencmode", "gssEncMode"),
          Map.entry("krbsrvname", "kerberosServerName"),
          Map.entry("options", "options"));

  /** Left out; the reason ends the sentence. */
  private static final Map<String, String> IDLE =
      Map.ofEntries(
          Map.entry(
              "application_name", "sessions carry the goal's name, by which others know them"),
          Map.entry(
              "fallback_application_name",
              "sessions carry the goal's name, by which others know them"),
          Map.entry("keepalives_idle", "pgJDBC leaves it to the operating system"),
          Map.entry("keepalives_interval", "pgJDBC leaves it to the operating system"),
          Map.entry("keepalives_count", "pgJDBC leaves it to the operating system"),
          Map.entry("tcp_user_timeout", "pgJDBC leaves it to the operating system"),
          Map.entry("load_balance_hosts", "hosts are tried in the order in which they are written"),
          Map.entry("sslsni", "pgJDBC always sends the host's name"),
          Map.entry("sslkeylogfile", "pgJDBC writes none"),
          Map.entry("ssl_max_protocol_version", "Java chooses the newest that both sides speak"),
          Map.entry("min_protocol_version", "pgJDBC chooses the protocol's version"),
          Map.entry("max_protocol_version", "pgJDBC chooses the protocol's version"),
          Map.entry("gsslib", "pgJDBC uses Java's own"),
          Map.entry("gssdelegation", "pgJDBC does not delegate credentials"));

  /** Refused; what to do instead. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "sslcrl",
              "pgJDBC reads no revocation lists. Remove it, and take a revoked certificate's"
                  + " authority out of sslrootcert."),
          Map.entry(
              "sslcrldir",
              "pgJDBC reads no revocation lists. Remove it, and take a revoked certificate's"
                  + " authority out of sslrootcert."),
          Map.entry(
              "requirepeer", "It is for socket directories, which pgJDBC cannot use. Remove it."),
          Map.entry(
              "scram_client_key", "pgJDBC takes a password only. Give it, and remove the keys."),
          Map.entry(
              "scram_server_key", "pgJDBC takes a password only. Give it, and remove the keys."),
          Map.entry("replication", "Migrations need an ordinary connection. Remove it."),
          Map.entry("requiressl", "Write sslmode=require instead."),
          Map.entry("oauth_issuer", "pgJDBC cannot log in with OAuth. Use a password."),
          Map.entry("oauth_client_id", "pgJDBC cannot log in with OAuth. Use a password."),
          Map.entry("oauth_client_secret", "pgJDBC cannot log in with OAuth. Use a password."),
          Map.entry("oauth_scope", "pgJDBC cannot log in with OAuth. Use a password."));

  private static final List<String> SPECIAL =
      List.of(
          "connect_timeout",
          "hostaddr",
          "client_encoding",
          "keepalives",
          "sslcompression",
          "sslcertmode",
          "ssl_min_protocol_version");

  private LibpqParameters() {}

  /** Whether it is a parameter of libpq's at all. */
  static boolean isKnown(String name) {
    return SAME.containsKey(name)
        || IDLE.containsKey(name)
        || REFUSED.containsKey(name)
        || SPECIAL.contains(name);
  }

  /**
   * Takes a parameter over.
   *
   * @param from what gave it: {@code the URL}, {@code PGSSLMODE}
   * @throws UserError where it is unknown, refused or has no such value
   */
  static void put(Options options, String name, String value, String from) {
    String same = SAME.get(name);
    if (same != null) {
      Values.check(same, name, value, from);
      options.put(same, value, from);
      return;
    }
    String idle = IDLE.get(name);
    if (idle != null) {
      options.remark(AddressProblems.leftOut(name, from, idle));
      return;
    }
    String refused = REFUSED.get(name);
    if (refused != null) {
      throw new UserError(AddressProblems.refused(name, from, refused));
    }
    special(options, name, value, from);
  }

  private static void special(Options options, String name, String value, String from) {
    switch (name) {
      case "connect_timeout" -> {
        Values.checkSeconds(name, value, from);
        // To libpq a negative one is none, as 0 is to pgJDBC.
        options.put("connectTimeout", value.strip().startsWith("-") ? "0" : value.strip(), from);
      }
      case "hostaddr" -> options.put(Options.HOSTADDR, value, from);
      case "client_encoding" -> {
        String encoding = value.toUpperCase(Locale.ROOT).replace("-", "");
        if (!encoding.equals("UTF8") && !encoding.equals("AUTO")) {
          options.remark(AddressProblems.leftOut(name, from, "the session speaks UTF8"));
        }
      }
      case "keepalives" -> {
        if (value.equals("0")) {
          options.remark(
              AddressProblems.leftOut(name, from, "a lost connection would go unnoticed"));
        }
      }
      case "sslcompression" -> {
        if (!value.equals("0")) {
          options.remark(AddressProblems.leftOut(name, from, "Java compresses no TLS"));
        }
      }
      case "sslcertmode" -> {
        if (!value.equals("allow")) {
          throw new UserError(
              AddressProblems.refused(
                  name,
                  from,
                  "pgJDBC sends a certificate where the server asks for one and sslcert names it."
                      + " Remove it."));
        }
      }
      case "ssl_min_protocol_version" -> {
        if (value.equalsIgnoreCase("TLSv1.3")) {
          throw new UserError(
              AddressProblems.refused(
                  name, from, "Set it for Java: MAVEN_OPTS=-Djdk.tls.client.protocols=TLSv1.3."));
        }
      }
      default -> {
        TreeSet<String> known = new TreeSet<>(SAME.keySet());
        known.addAll(SPECIAL);
        throw new UserError(AddressProblems.unknownParameter(name, from, known));
      }
    }
  }
}
