package bench;

import bench.MavenTool.Artifact;
import bench.Tools.Versions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What has to be there before anything is measured: our plugin from this checkout, a server, and
 * all that the other tools need.
 */
final class Setup {

  private static final String SERVER_VERSION = "18";
  private static final Pattern OUR_VERSION =
      Pattern.compile("<artifactId>dbsage-maven-plugin</artifactId>\\s*<version>([^<]+)<");
  private static final Pattern DRIVER_VERSION =
      Pattern.compile("<artifactId>postgresql</artifactId>\\s*<version>([^<]+)<");

  private final Path checkout;
  private final Path home;
  private final Maven maven;
  private final Versions versions;
  private final String jvm;

  /**
   * A set-up.
   *
   * @param output for whatever the benchmark writes
   */
  Setup(Path checkout, Path output, String jvm) throws IOException {
    this.checkout = checkout;
    this.home = Files.createDirectories(output.resolve("maven"));
    this.jvm = jvm;
    maven = Maven.in(home);
    String pom = Files.readString(checkout.resolve("pom.xml"));
    versions =
        new Versions(
            version(OUR_VERSION, pom),
            new Artifact("org.postgresql", "postgresql", version(DRIVER_VERSION, pom)));
  }

  /** A tool that may be measured: it takes nothing from the network. */
  Tool tool(String name) {
    return Tools.named(name, maven.withoutNetwork(), versions);
  }

  /** A goal that does nothing. */
  Tool.Command pluginFloor(Path folder) {
    return Tools.pluginFloor(maven.withoutNetwork(), folder, versions.ours());
  }

  /** Maven that may fetch what is not there yet. */
  Maven online() {
    return maven;
  }

  Maven maven() {
    return maven.withoutNetwork();
  }

  Path folder(String name) {
    return home.resolve("work").resolve(name);
  }

  Meter meter(Map<String, String> environment) throws IOException {
    return new Meter(environment, jvm, Files.createDirectories(home.resolve("logs")));
  }

  /** Builds our plugin and puts it where the benchmark's Mavens find it. */
  void install() throws IOException, InterruptedException {
    run(
        "build",
        List.of(
            "mvn",
            "-B",
            "-ntp",
            "package",
            "-Dmaven.test.skip",
            "-Dinvoker.skip",
            "-f",
            checkout.resolve("pom.xml").toString()));
    Path folder = fresh(folder("install"));
    Files.writeString(folder.resolve("pom.xml"), Maven.pom(""));
    Path jar =
        checkout.resolve("target").resolve("dbsage-maven-plugin-" + versions.ours() + ".jar");
    run(
        "install",
        maven.command(
            folder,
            "org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file",
            "-Dfile=" + jar,
            "-DpomFile=" + checkout.resolve("pom.xml")));
    run("floor", maven.command(folder, "-q", "validate"));
  }

  /** The server that a URL names, or the plugin's own, started by its goal. */
  Server server(Optional<String> url) throws IOException, InterruptedException {
    Path folder = folder("server");
    Path file = folder.resolve("target/dbsage/embedded.properties");
    List<String> stop = maven.command(folder, "dbsage:stop");
    if (Files.exists(file)) {
      Meter.output(stop); // the last benchmark was killed, perhaps
    }
    fresh(folder);
    Tools.ours(maven, versions).write(folder, 0);
    if (url.isPresent()) {
      run("help", maven.command(folder, "dbsage:help"));
      return Server.given(url.get(), driver());
    }
    run(
        "start",
        maven.command(folder, "dbsage:start", "-Ddbsage.embedded.version=" + SERVER_VERSION));
    return Server.started(file, driver(), () -> Meter.output(stop));
  }

  /**
   * Lets a tool apply one migration and verify it, from the network.
   *
   * @return why it cannot take part; empty where it can
   */
  Optional<String> tryOut(String name, Server server)
      throws IOException, InterruptedException, SQLException {
    if (name.equals(Tools.FLOOR) && Meter.output(List.of("psql", "--version")).isEmpty()) {
      return Optional.of("this machine has no psql");
    }
    Tool tool = Tools.named(name, maven, versions);
    Path folder = fresh(folder(name + "-try"));
    tool.write(folder, 1);
    String database = "bench_" + name + "_try";
    server.create(database);
    try {
      Meter meter = meter(server.environment(database, server.port()));
      for (Tool.Phase phase : Tool.Phase.values()) {
        Optional<Tool.Command> command = tool.command(phase, folder);
        if (command.isPresent()) {
          Meter.Measured measured = meter.run(name + "-try-" + phase.shown(), command.get());
          if (measured.exit() != 0) {
            return Optional.of(measured.complaint());
          }
        }
      }
      return Optional.empty();
    } finally {
      server.drop(database);
    }
  }

  /** An empty folder in another's place. */
  static Path fresh(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all = new ArrayList<>();
      try (var walk = Files.walk(folder)) {
        walk.forEach(all::add);
      }
      for (int at = all.size() - 1; at >= 0; at--) {
        Files.delete(all.get(at));
      }
    }
    return Files.createDirectories(folder);
  }

  private Path driver() {
    Artifact driver = versions.driver();
    return maven
        .repository()
        .resolve("org/postgresql/postgresql")
        .resolve(driver.version())
        .resolve("postgresql-" + driver.version() + ".jar");
  }

  private void run(String name, List<String> words) throws IOException, InterruptedException {
    Meter.Measured measured = meter(Map.of()).run(name, new Tool.Command(words, Optional.empty()));
    if (measured.exit() != 0) {
      throw new IOException(name + " failed: " + measured.complaint());
    }
  }

  private static String version(Pattern pattern, String pom) {
    Matcher matcher = pattern.matcher(pom);
    if (!matcher.find()) {
      throw new IllegalStateException("pom.xml has no " + pattern);
    }
    return matcher.group(1);
  }
}
