package io.github.dbsage.embedded;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where things are kept between builds for one user, as the operating system has it. */
public final class UserCache {

  private UserCache() {}

  /**
   * The folder; nothing is created.
   *
   * @param asked {@code dbsage.cacheDirectory}, or null for the usual one
   */
  public static Path folder(@Nullable Path asked) {
    if (asked != null) {
      return asked.toAbsolutePath();
    }
    Path home = Path.of(System.getProperty("user.home", ""));
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return environment("LOCALAPPDATA", home.resolve("AppData/Local")).resolve("dbsage");
    }
    return system.startsWith("mac") || system.startsWith("darwin")
        ? home.resolve("Library/Caches/dbsage")
        : environment("XDG_CACHE_HOME", home.resolve(".cache")).resolve("dbsage");
  }

  private static Path environment(String variable, Path otherwise) {
    String value = System.getenv(variable);
    return value == null || !Path.of(value).isAbsolute() ? otherwise : Path.of(value);
  }
}
