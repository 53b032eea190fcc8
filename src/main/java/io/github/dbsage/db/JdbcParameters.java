package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/**
 * pgJDBC's connection parameters: taken over as they are, but for those on which correct migrations
 * depend, which are overridden, and said.
 */
final class JdbcParameters {

  /** pgJDBC's name → the value that migrations need. */
  private static final Map<String, String> FIXED =
      Map.of(
          "preferQueryMode", "simple",
          "autosave", "never",
          "readOnly", "false",
          "socketTimeout", "0",
          "tcpKeepAlive", "true",
          "stringtype", "varchar",
          "allowEncodingChanges", "false",
          "assumeMinServerVersion", "9.0");

  private static final Set<String> WITHOUT_EFFECT =
      Set.of("loadBalanceHosts", "hostRecheckSeconds", "queryTimeout");

  private static final Set<String> KNOWN =
      Arrays.stream(PGProperty.values())
          .map(PGProperty::getName)
          .filter(name -> !name.startsWith("PG"))
          .collect(Collectors.toCollection(TreeSet::new));

  private JdbcParameters() {}

  /** Whether it is a parameter of pgJDBC's at all. */
  static boolean isKnown(String name) {
    return KNOWN.contains(name) || Options.OWN.contains(name);
  }

  /** The values that migrations need, whatever a URL says. */
  static Map<String, String> fixed() {
    return FIXED;
  }

  /**
   * Takes a parameter over.
   *
   * @throws UserError where it is unknown, refused or has no such value
   */
  static void put(Options options, String name, String value, String from) {
    String fixed = FIXED.get(name);
    if (fixed != null) {
      if (!value.equalsIgnoreCase(fixed)) {
        options.remark(AddressProblems.overridden(name, value, from, fixed));
      }
      return;
    }
    if (WITHOUT_EFFECT.contains(name)) {
      options.remark(AddressProblems.leftOut(name, from, "it has no meaning for migrations"));
      return;
    }
    switch (name) {
      case "host", "PGHOST" -> options.put(Options.HOST, value, from);
      case "port", "PGPORT" -> options.put(Options.PORT, value, from);
      case "dbname", "PGDBNAME" -> options.put(Options.DBNAME, value, from);
      case "ApplicationName" -> LibpqParameters.put(options, "application_name", value, from);
      case "replication" -> {
        if (!value.equals("false")) {
          LibpqParameters.put(options, "replication", value, from);
        }
      }
      case "targetServerType" -> {
        ServerRole role = ServerRole.ofJdbc(value);
        if (role == null) {
          throw new UserError(AddressProblems.noServerType(value, from));
        }
        options.put(Options.ROLE, role.libpqName(), from);
      }
      default -> {
        if (!KNOWN.contains(name)) {
          throw new UserError(AddressProblems.unknownParameter(name, from, KNOWN));
        }
        Values.check(name, name, value, from);
        options.put(name, value, from);
      }
    }
  }
}
