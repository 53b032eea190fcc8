package io.github.dbsage.app;

import io.github.dbsage.model.Binaries;
import io.github.dbsage.model.Sink;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
   * @param environment where {@code DBSAGE_URL} and {@code DATABASE_URL} are looked up
   * @param embeddedVersion a major version, or an exact one
   * @param embeddedPort 0 for any
   * @param cacheDirectory {@code dbsage.cacheDirectory}, or null for the user's usual one
   * @param runnerTimeout how long to wait for another runner
   */
  public record Access(
      @Nullable String url,
      @Nullable String user,
      @Nullable String password,
      Map<String, String> environment,
      String embeddedVersion,
      int embeddedPort,
      @Nullable Path cacheDirectory,
      Duration runnerTimeout) {

    /** What {@code dbsage.url} says for the server that the plugin starts itself. */
    public static final String EMBEDDED = "embedded";

    public Access {
      environment = Map.copyOf(environment);
    }

    /** The URL: as given, else of the environment; null where there is none. */
    @Nullable String effectiveUrl() {
      for (String candidate :
          new @Nullable String[] {
            url, environment.get("DBSAGE_URL"), environment.get("DATABASE_URL")
          }) {
        if (candidate != null && !candidate.isBlank()) {
          return candidate.strip();
        }
      }
      return null;
    }

    @Override
    public String toString() {
      return "Access[secrets are not shown]";
    }
  }
}
