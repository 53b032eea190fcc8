package io.github.dbsage.testing;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL servers in containers, where the machine has a Docker engine. */
final class Docker {

  /** From here on PostgreSQL brings a C.UTF-8 of its own. */
  private static final int BUILTIN_LOCALES = 17;

  /** As forgetful as the embedded server: nobody's data depend on it. */
  private static final List<String> SETTINGS =
      List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off", "timezone=UTC");

  private Docker() {}

  /**
   * Whether an engine answers. It is looked for once: an address where nobody listens takes 10 s.
   */
  static boolean available() {
    return Once.AVAILABLE;
  }

  /**
   * A server of a major version, from the Docker Hub's official image (Debian's, whose C library is
   * the one that servers in production have), with the embedded server's locale.
   */
  static Postgres start(int major) {
    PostgreSQLContainer container =
        new PostgreSQLContainer("postgres:" + major)
            .withDatabaseName("postgres")
            .withUsername("postgres")
            .withPassword(UUID.randomUUID().toString())
            .withEnv("POSTGRES_INITDB_ARGS", locale(major))
            .withCommand(command());
    container.start();
    return new Postgres(
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        "postgres",
        container.getUsername(),
        container.getPassword(),
        container::stop);
  }

  static String[] command() {
    return Stream.concat(
            Stream.of("postgres"), SETTINGS.stream().flatMap(set -> Stream.of("-c", set)))
        .toArray(String[]::new);
  }

  static String locale(int major) {
    String plain = "--encoding=UTF8 --locale=C";
    return major < BUILTIN_LOCALES
        ? plain
        : plain + " --locale-provider=builtin --builtin-locale=C.UTF-8";
  }

  /** Looked up when it is first asked for, and kept. */
  private static final class Once {
    static final boolean AVAILABLE = DockerClientFactory.instance().isDockerAvailable();
  }
}
