package io.github.dbsage.app;

import io.github.dbsage.db.Address;
import io.github.dbsage.db.Target;
import io.github.dbsage.model.Binaries;
import io.github.dbsage.model.Sink;
import io.github.dbsage.model.UserError;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every goal is given: the project, the database's address, and the outside world.
 *
 * @param baseDirectory what file names in messages are relative to
 * @param output where reports and the embedded server's file go: {@code target/dbsage}
 * @param directory {@code dbsage.directory}, or null to look for the usual ones
 * @param schema {@code dbsage.schema}, or null for what the plan says, or else {@code public}
 * @param placeholders values by name
 * @param expandPlaceholders whether {@code ${name}} means anything
 * @param access the database's address as the user gave it
 * @param sink where the console's lines go
 * @param charset of the console
 * @param binaries PostgreSQL's programs for the embedded server
 * @param toolVersion of this plugin
 */
public record Context(
    Path baseDirectory,
    Path output,
    @Nullable Path directory,
    @Nullable String schema,
    Map<String, String> placeholders,
    boolean expandPlaceholders,
    Access access,
    Sink sink,
    Charset charset,
    Binaries binaries,
    String toolVersion) {

  public Context {
    placeholders = Map.copyOf(placeholders);
  }

  /**
   * The database's address as the user gave it.
   *
   * @param url a JDBC URL, a libpq URI, or {@code embedded}
   * @param server looks up {@code dbsage.serverId} in settings.xml, when a goal needs it
   * @param environment where {@code DBSAGE_URL}, {@code DATABASE_URL}, libpq's {@code PG*} and the
   *     user's {@code HOME} are looked up
   * @param embeddedVersion a major version, or an exact one
   * @param embeddedPort 0 for any
   * @param cacheDirectory {@code dbsage.cacheDirectory}, or null for the user's usual one
   * @param runnerTimeout how long to wait for another runner
   * @param connectRetries how often a connection that cannot be had is tried again
   */
  public record Access(
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      Settings server,
      Map<String, String> environment,
      String embeddedVersion,
      int embeddedPort,
      @Nullable Path cacheDirectory,
      Duration runnerTimeout,
      int connectRetries) {

    /** Where {@code dbsage.serverId} is looked up. */
    @FunctionalInterface
    public interface Settings {
      /**
       * The server that is named, or null where none is.
       *
       * @throws UserError where there is no such server, or its password cannot be decrypted
       */
      @Nullable Server find();
    }

    /** A server of settings.xml, decrypted. */
    public record Server(String id, @Nullable String user, @Nullable String password) {
      @Override
      public String toString() {
        return "server " + id + " of settings.xml";
      }
    }

    /** What {@code dbsage.url} says for the server that the plugin starts itself. */
    public static final String EMBEDDED = "embedded";

    public Access {
      environment = Map.copyOf(environment);
    }

    /** The URL: as given, else of the environment; null where there is none. */
    @Nullable String effectiveUrl() {
      String variable = urlVariable();
      String found = variable == null ? url : environment.get(variable);
      return found == null || found.isBlank() ? null : found.strip();
    }

    /** The variable that names the database where no property does, or null. */
    @Nullable String urlVariable() {
      if (url != null && !url.isBlank()) {
        return null;
      }
      return Stream.of("DBSAGE_URL", "DATABASE_URL")
          .filter(name -> !environment.getOrDefault(name, "").isBlank())
          .findFirst()
          .orElse(null);
    }

    /** The variable that names the database, or null where a property does. */
    @Nullable String addressVariable() {
      return effectiveUrl() == null ? Address.namedBy(environment) : urlVariable();
    }

    /** Whether the user named a database, in whichever way. */
    boolean namesDatabase() {
      return effectiveUrl() != null || Address.namedBy(environment) != null;
    }

    /**
     * Where the database is, for every address but {@code embedded}.
     *
     * @throws UserError where that is not understood
     */
    Target target() {
      List<Address.Login> logins = new ArrayList<>();
      logins.add(new Address.Login("dbsage.user", user, null));
      logins.add(new Address.Login("dbsage.password", null, password));
      Server found = server.find();
      if (found != null) {
        logins.add(new Address.Login(found.toString(), found.user(), found.password()));
      }
      return Address.resolve(effectiveUrl(), logins, environment);
    }

    @Override
    public String toString() {
      return "Access[secrets are not shown]";
    }
  }
}
