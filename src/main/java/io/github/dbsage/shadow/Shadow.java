package io.github.dbsage.shadow;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.db.Target;
import io.github.dbsage.db.TargetUrl;
import io.github.dbsage.embedded.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A throw-away server with a database in surroundings like somebody's. Not thread-safe. */
public final class Shadow implements AutoCloseable {

  private static final String LACKS =
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = ?)
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = ?)
      """;

  private final EmbeddedServer server;
  private final Surroundings surroundings;
  private final String application;
  private Database administration;
  private Session administrator;

  private Shadow(EmbeddedServer server, Surroundings surroundings, String application) {
    this.server = server;
    this.surroundings = surroundings;
    this.application = application;
    this.administration = administration();
    this.administrator = administration.open();
  }

  /**
   * Starts one, with the surroundings in it.
   *
   * @param application as sessions call themselves
   */
  public static Shadow start(
      EmbeddedServer.Request request, Surroundings surroundings, String application) {
    EmbeddedServer server = EmbeddedServer.start(request);
    boolean ready = false;
    try {
      Shadow shadow = new Shadow(server, surroundings, application);
      shadow.furnish();
      ready = true;
      return shadow;
    } finally {
      if (!ready) {
        server.close();
      }
    }
  }

  /** The database that stands for somebody's, seen by the one who runs migrations there. */
  public Database database(String application) {
    return Database.at(target(surroundings.owner(), surroundings.database()), application);
  }

  /** The server's password, which must not be shown. */
  public String password() {
    return server.password();
  }

  /** PostgreSQL's release: {@code 18.6.0}. */
  public String version() {
    return server.version();
  }

  /** Whether a role exists. */
  public boolean hasRole(String role) {
    return administrator.one(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = ?)",
        row -> row.flag(1),
        role);
  }

  /** Creates a role that stands for one. */
  public void createRole(String role) {
    administrator.send("CREATE ROLE " + Surroundings.name(role));
  }

  /**
   * Whether a catalog has no such row.
   *
   * @param catalog {@code pg_namespace}
   * @param column {@code nspname}
   */
  public boolean lacks(String catalog, String column, String name) {
    return inside(
        session ->
            session.one(
                "SELECT NOT EXISTS (SELECT FROM pg_catalog.%s WHERE %s = ?)"
                    .formatted(catalog, column),
                row -> row.flag(1),
                name));
  }

  /**
   * Makes something in the database.
   *
   * @param statements each by itself
   * @return how many of them the server refused
   */
  public int make(List<String> statements) {
    return inside(
        session -> {
          session.send("SET check_function_bodies = off");
          int refused = 0;
          for (String sql : statements) {
            try {
              session.send(sql);
            } catch (ServerFailure e) {
              if (e.connectionLost()) {
                throw e;
              }
              refused++;
            }
          }
          return refused;
        });
  }

  /** A name as SQL writes it. */
  public static String name(String identifier) {
    return Surroundings.name(identifier);
  }

  private <T> T inside(Function<Session, T> task) {
    try (Database inside =
            Database.at(target(EmbeddedServer.SUPERUSER, surroundings.database()), application);
        Session session = inside.open()) {
      return task.apply(session);
    }
  }

  /** Whether an extension could be created. */
  public boolean hasExtension(String extension) {
    return administrator.one(
        "SELECT EXISTS (SELECT FROM pg_catalog.pg_available_extensions WHERE name = ?)",
        row -> row.flag(1),
        extension);
  }

  /**
   * Forgets a role, with whatever was granted to it: whoever is about to create it finds none.
   * Whether that could be done.
   */
  public boolean dropRole(String role) {
    if (role.equals(surroundings.owner()) || role.equals(EmbeddedServer.SUPERUSER)) {
      return false;
    }
    String name = Surroundings.name(role);
    try (Database inside = inside();
        Session session = inside.open()) {
      session.send("DROP OWNED BY " + name);
      administrator.send("DROP ROLE " + name);
      return true;
    } catch (ServerFailure e) {
      return false;
    }
  }

  /**
   * Creates the extensions that the other database has and this one lacks, as far as they can be
   * had here. Whether there was any.
   *
   * @param but these, which somebody is about to create
   * @param comment what a schema's comment says that is made for one
   */
  public boolean createExtensions(Set<String> but, String comment) {
    boolean created = false;
    try (Database inside = inside();
        Session session = inside.open()) {
      for (Surroundings.Extension extension : surroundings.extensions()) {
        created |=
            !but.contains(extension.name())
                && session.one(LACKS, row -> row.flag(1), extension.name(), extension.name())
                && create(session, extension, comment);
      }
    }
    return created;
  }

  /** Drops an extension that nothing needs. Whether that could be done. */
  public boolean dropExtension(String extension) {
    try (Database inside = inside();
        Session session = inside.open()) {
      session.send("DROP EXTENSION " + Surroundings.name(extension));
      return true;
    } catch (ServerFailure e) {
      return false;
    }
  }

  private static boolean create(Session session, Surroundings.Extension extension, String comment) {
    String schema = Surroundings.name(extension.schema());
    boolean there =
        session.one(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ?)",
            row -> row.flag(1),
            extension.schema());
    try {
      session.send("BEGIN");
      if (!there) {
        session.send("CREATE SCHEMA " + schema);
        session.send("COMMENT ON SCHEMA " + schema + " IS " + Literal.of(comment));
      }
      session.send("CREATE EXTENSION " + Surroundings.name(extension.name()) + " SCHEMA " + schema);
      session.send("COMMIT");
      return true;
    } catch (ServerFailure e) {
      session.send("ROLLBACK");
      return false;
    }
  }

  @Override
  public void close() {
    administration.close();
    server.close();
  }

  /** Of the seeds that were offered the one that it began with, or null. */
  public @Nullable String seed() {
    return server.seed().orElse(null);
  }

  /**
   * Keeps its data for a later one; nobody may be connected. Whether that could be done; the shadow
   * goes on either way.
   */
  public boolean keepAs(String key) {
    administration.close();
    boolean kept = server.keepAs(key);
    administration = administration();
    administrator = administration.open();
    return kept;
  }

  private Database administration() {
    return Database.at(target(EmbeddedServer.SUPERUSER, "postgres"), application);
  }

  /** The database that stands for somebody's, seen by the superuser. */
  private Database inside() {
    return Database.at(target(EmbeddedServer.SUPERUSER, surroundings.database()), application);
  }

  private void furnish() {
    String owner = Surroundings.name(surroundings.owner());
    if (seed() != null) {
      administrator.send("ALTER ROLE " + owner + " PASSWORD '" + server.password() + "'");
      return;
    }
    if (!hasRole(surroundings.owner())) {
      administrator.send("CREATE ROLE " + owner);
    }
    administrator.send(
        "ALTER ROLE " + owner + " SUPERUSER LOGIN PASSWORD '" + server.password() + "'");
    String database = surroundings.database();
    boolean there =
        administrator.one(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = ?)",
            row -> row.flag(1),
            database);
    if (there) {
      administrator.send("ALTER DATABASE " + Surroundings.name(database) + " OWNER TO " + owner);
    } else {
      administrator.send("CREATE DATABASE " + Surroundings.name(database) + " OWNER " + owner);
    }
    if (surroundings.statements().isEmpty()) {
      return;
    }
    make(surroundings.statements().stream().filter(sql -> !isThere(sql)).toList());
  }

  /** The server's own superuser, and the owner, are there already. */
  private boolean isThere(String sql) {
    List<String> roles = List.of(EmbeddedServer.SUPERUSER, surroundings.owner());
    return roles.stream()
        .map(role -> "CREATE ROLE " + Surroundings.name(role))
        .anyMatch(create -> sql.equals(create) || sql.startsWith(create + " "));
  }

  private Target target(String user, String database) {
    Target postgres = TargetUrl.parse(server.url()).as(user, server.password());
    return new Target(
        postgres.endpoints().get(0).host(),
        postgres.endpoints().get(0).port(),
        database,
        user,
        server.password(),
        Map.of());
  }
}
