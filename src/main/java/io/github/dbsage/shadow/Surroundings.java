package io.github.dbsage.shadow;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What no migration makes of a database, and every one may count on: roles, default privileges, a
 * few settings.
 *
 * @param database its name
 * @param owner whose objects the migrations' are
 * @param statements what a superuser runs in a new database, one by one, to make it alike
 * @param extensions that are installed there, some of them perhaps by no migration
 */
public record Surroundings(
    String database, String owner, List<String> statements, List<Extension> extensions) {

  /**
   * An extension.
   *
   * @param schema that its objects are in
   */
  public record Extension(String name, String schema) {}

  /**
   * A default privilege.
   *
   * @param grantor whose objects get it
   * @param schema null for those in all schemas
   * @param kind of objects: {@code TABLES}
   * @param grantee null for everybody
   * @param privilege {@code SELECT}; {@code ALL} for each of them
   */
  public record Preset(
      String grantor,
      @Nullable String schema,
      String kind,
      @Nullable String grantee,
      String privilege) {}

  /** What changes how names and values are read; others may hold secrets. */
  private static final Set<String> SETTINGS =
      Set.of(
          "search_path",
          "timezone",
          "datestyle",
          "intervalstyle",
          "default_text_search_config",
          "standard_conforming_strings",
          "row_security");

  private static final String ROLES =
      """
      SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolbypassrls
        FROM pg_catalog.pg_roles WHERE rolname NOT LIKE 'pg\\_%' ORDER BY rolname
      """;

  private static final String MEMBERS =
      """
      SELECT DISTINCT r.rolname, m.rolname FROM pg_catalog.pg_auth_members a
        JOIN pg_catalog.pg_roles r ON r.oid = a.roleid
        JOIN pg_catalog.pg_roles m ON m.oid = a.member
       WHERE m.rolname NOT LIKE 'pg\\_%' ORDER BY 1, 2
      """;

  private static final String CONFIGURED =
      """
      SELECT r.rolname, pg_catalog.unnest(s.setconfig)
        FROM pg_catalog.pg_db_role_setting s
        JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
        LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
       WHERE s.setdatabase IN (0, d.oid) AND (s.setrole = 0 OR r.rolname = ?)
       ORDER BY s.setdatabase, s.setrole
      """;

  /** Grantor, schema, kind of object, who, what, whether he may pass it on. */
  private static final String DEFAULTS =
      """
      SELECT o.rolname, n.nspname, d.defaclobjtype, g.rolname, a.privilege_type, a.is_grantable
        FROM pg_catalog.pg_default_acl d
        JOIN pg_catalog.pg_roles o ON o.oid = d.defaclrole
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
        CROSS JOIN LATERAL pg_catalog.aclexplode(d.defaclacl) a
        LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
       WHERE (d.defaclnamespace = 0 OR n.nspname = 'public') AND a.grantee <> d.defaclrole
       ORDER BY 1, 2, 3, 4, 5
      """;

  /** What everybody may do with a new function or type, where that was taken from him. */
  private static final String REVOKED =
      """
      SELECT o.rolname, d.defaclobjtype
        FROM pg_catalog.pg_default_acl d
        JOIN pg_catalog.pg_roles o ON o.oid = d.defaclrole
       WHERE d.defaclnamespace = 0 AND d.defaclobjtype IN ('f', 'T')
         AND NOT EXISTS (SELECT FROM pg_catalog.aclexplode(d.defaclacl) a WHERE a.grantee = 0)
       ORDER BY 1, 2
      """;

  private static final String EXTENSIONS =
      """
      SELECT e.extname, n.nspname FROM pg_catalog.pg_extension e
        JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
       WHERE e.extname <> 'plpgsql' ORDER BY e.oid
      """;

  private static final String PUBLIC =
      """
      SELECT r.rolname FROM pg_catalog.pg_namespace n
        JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner WHERE n.nspname = 'public'
      """;

  private static final String PUBLIC_GRANTS =
      """
      SELECT g.rolname, a.privilege_type FROM pg_catalog.pg_namespace n
        CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) a
        LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
       WHERE n.nspname = 'public' AND a.grantee <> n.nspowner ORDER BY 1, 2
      """;

  public Surroundings {
    statements = List.copyOf(statements);
    extensions = List.copyOf(extensions);
  }

  /** Those of a new server. */
  public static Surroundings bare(@Nullable String owner) {
    return new Surroundings("postgres", owner == null ? "postgres" : owner, List.of(), List.of());
  }

  /**
   * Reads those of a database.
   *
   * @param owner who should own what the migrations make
   * @param made whether migrations give or take a default privilege: then it is not there before
   */
  public static Surroundings of(Session session, String owner, Predicate<Preset> made) {
    List<String> statements = new ArrayList<>();
    statements.addAll(session.query(ROLES, Surroundings::role));
    statements.addAll(
        session.query(
            MEMBERS, row -> "GRANT " + name(row.string(1)) + " TO " + name(row.string(2))));
    String database = session.one("SELECT pg_catalog.current_database()", row -> row.string(1));
    statements.addAll(present(session.query(CONFIGURED, row -> setting(row, database), owner)));
    statements.addAll(
        session.query(PUBLIC, row -> "ALTER SCHEMA public OWNER TO " + name(row.string(1))));
    statements.add("REVOKE ALL ON SCHEMA public FROM PUBLIC");
    statements.addAll(
        session.query(
            PUBLIC_GRANTS,
            row -> "GRANT " + row.string(2) + " ON SCHEMA public TO " + grantee(row.text(1))));
    statements.addAll(present(session.query(REVOKED, row -> revoked(row, made))));
    statements.addAll(present(session.query(DEFAULTS, row -> defaults(row, made))));
    return new Surroundings(
        database,
        owner,
        statements,
        session.query(EXTENSIONS, row -> new Extension(row.string(1), row.string(2))));
  }

  /**
   * What of it can show in a schema: not that there is a role, but what it is granted; an extension
   * is made where it is missed.
   */
  public Surroundings visible() {
    return with(sql -> !sql.startsWith("CREATE ROLE ") && !sql.startsWith("GRANT \""), List.of());
  }

  /** Whether there are default privileges. */
  public boolean hasPresets() {
    return statements.stream().anyMatch(Surroundings::isPreset);
  }

  /** The same without default privileges. */
  public Surroundings withoutPresets() {
    return with(sql -> !isPreset(sql), extensions);
  }

  private static boolean isPreset(String sql) {
    return sql.startsWith("ALTER DEFAULT PRIVILEGES ");
  }

  private Surroundings with(Predicate<String> kept, List<Extension> installed) {
    return new Surroundings(database, owner, statements.stream().filter(kept).toList(), installed);
  }

  private static String role(Session.Row row) {
    return "CREATE ROLE "
        + name(row.string(1))
        + (row.flag(2) ? " SUPERUSER" : "")
        + (row.flag(3) ? "" : " NOINHERIT")
        + (row.flag(4) ? " CREATEROLE" : "")
        + (row.flag(5) ? " CREATEDB" : "")
        + (row.flag(6) ? " BYPASSRLS" : "");
  }

  private static String setting(Session.Row row, String database) {
    String[] parts = row.string(2).split("=", 2);
    if (parts.length < 2 || !SETTINGS.contains(parts[0].toLowerCase(Locale.ROOT))) {
      return "";
    }
    // A list of names is kept as it was written, quoted where that was needed.
    String value = parts[0].equals("search_path") ? parts[1] : Literal.of(parts[1]);
    String who = row.text(1) == null ? "DATABASE " + name(database) : "ROLE " + name(row.string(1));
    return "ALTER " + who + " SET " + parts[0] + " = " + (value.isBlank() ? "''" : value);
  }

  private static List<String> present(List<String> statements) {
    return statements.stream().filter(text -> !text.isEmpty()).toList();
  }

  private static String revoked(Session.Row row, Predicate<Preset> made) {
    String kind = kind(row.string(2));
    return made.test(new Preset(row.string(1), null, kind, null, "ALL"))
        ? ""
        : "ALTER DEFAULT PRIVILEGES FOR ROLE "
            + name(row.string(1))
            + " REVOKE ALL ON "
            + kind
            + " FROM PUBLIC";
  }

  private static String defaults(Session.Row row, Predicate<Preset> made) {
    String kind = kind(row.string(3));
    Preset preset = new Preset(row.string(1), row.text(2), kind, row.text(4), row.string(5));
    if (made.test(preset)) {
      return "";
    }
    return "ALTER DEFAULT PRIVILEGES FOR ROLE "
        + name(row.string(1))
        + (row.text(2) == null ? "" : " IN SCHEMA " + name(row.string(2)))
        + " GRANT "
        + row.string(5)
        + " ON "
        + kind
        + " TO "
        + grantee(row.text(4))
        + (row.flag(6) ? " WITH GRANT OPTION" : "");
  }

  private static String kind(String letter) {
    return switch (letter) {
      case "r" -> "TABLES";
      case "S" -> "SEQUENCES";
      case "f" -> "FUNCTIONS";
      case "T" -> "TYPES";
      case "n" -> "SCHEMAS";
      default -> "LARGE OBJECTS";
    };
  }

  private static String grantee(@Nullable String role) {
    return role == null ? "PUBLIC" : name(role);
  }

  /** Some roles have the name of a key word, so all are quoted. */
  static String name(String identifier) {
    return QualifiedName.quote(identifier);
  }
}
