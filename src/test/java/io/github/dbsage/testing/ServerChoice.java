package io.github.dbsage.testing;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which server the tests run on.
 *
 * @param because for the log, so that nobody takes one server's result for another's
 */
record ServerChoice(Kind kind, String because) {

  /** {@code url}, {@code embedded}, {@code container}, or {@code auto}, the default. */
  static final String PROPERTY = "dbsage.test.postgres";

  /** The JDBC URL of a server; {@code .user} and {@code .password} beside it. */
  static final String URL = "dbsage.test.url";

  private static final List<String> CHOICES = List.of("url", "embedded", "container", "auto");

  enum Kind {
    URL,
    CONTAINER,
    EMBEDDED
  }

  /** What the system properties and the machine say. */
  static ServerChoice ofThisJvm() {
    return of(System.getProperty(PROPERTY, ""), System.getProperty(URL), Docker::available);
  }

  /** Whether the tests run on a server that a property names; never looks for Docker. */
  static boolean isUrl(String asked, @Nullable String url) {
    return of(asked, url, () -> true).kind() == Kind.URL;
  }

  /**
   * The choice. A kind that is asked for is the one that is taken: what cannot be had is an error,
   * because a server that steps in silently would hide it.
   *
   * @param asked the property; empty for auto
   * @param url null where none is named
   * @param docker whether an engine can be reached; asked only where it matters
   */
  static ServerChoice of(String asked, @Nullable String url, BooleanSupplier docker) {
    return switch (asked) {
      case "url" -> {
        if (url == null) {
          throw new IllegalArgumentException(PROPERTY + "=url needs -D" + URL + "=jdbc:…");
        }
        yield new ServerChoice(Kind.URL, "-D" + PROPERTY);
      }
      case "embedded" -> new ServerChoice(Kind.EMBEDDED, "-D" + PROPERTY);
      case "container" -> {
        if (!docker.getAsBoolean()) {
          throw new IllegalStateException(
              PROPERTY
                  + "=container, but no Docker engine can be reached. Start one or name it in"
                  + " DOCKER_HOST; or run with -D"
                  + PROPERTY
                  + "=embedded, which needs none.");
        }
        yield new ServerChoice(Kind.CONTAINER, "-D" + PROPERTY);
      }
      case "", "auto" -> automatic(url, docker);
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " is one of " + String.join(", ", CHOICES) + ", not " + asked);
    };
  }

  private static ServerChoice automatic(@Nullable String url, BooleanSupplier docker) {
    if (url != null) {
      return new ServerChoice(Kind.URL, "-D" + URL);
    }
    return docker.getAsBoolean()
        ? new ServerChoice(Kind.CONTAINER, "Docker is there")
        : new ServerChoice(Kind.EMBEDDED, "no Docker engine");
  }
}
