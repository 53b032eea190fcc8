package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Maven as all plugins are run.
 *
 * @param home holds the local repository and the settings, and nothing else's configuration
 */
record Maven(Path home, boolean offline) {

  /** Prepares a folder; the user's own local repository serves what it has already. */
  static Maven in(Path home) throws IOException {
    Files.createDirectories(home.resolve(".mvn")); // or the checkout's would count
    Path outer = Path.of(System.getProperty("user.home"), ".m2", "repository");
    Files.writeString(
        home.resolve("settings.xml"),
        """
        <settings>
          <profiles>
            <profile>
              <id>outer</id>
              <activation><activeByDefault>true</activeByDefault></activation>
              <repositories>%1$s</repositories>
              <pluginRepositories>%2$s</pluginRepositories>
            </profile>
          </profiles>
        </settings>
        """
            .formatted(repository("repository", outer), repository("pluginRepository", outer)));
    return new Maven(home, false);
  }

  /** The same, without a look at any server: what is not there by now is missing. */
  Maven withoutNetwork() {
    return new Maven(home, true);
  }

  Path repository() {
    return home.resolve("repository");
  }

  /** A command line for a project's folder. */
  List<String> command(Path folder, String... arguments) {
    List<String> words = new ArrayList<>(List.of("mvn", "-B", "-ntp"));
    if (offline) {
      words.add("-o");
    } else {
      words.add("-U"); // what could not be fetched yesterday is asked for again
    }
    words.addAll(List.of("-s", home.resolve("settings.xml").toString()));
    words.add("-Dmaven.repo.local=" + repository());
    words.addAll(List.of("-f", folder.resolve("pom.xml").toString()));
    words.addAll(List.of(arguments));
    return words;
  }

  /** A POM with nothing but this in its build. */
  static String pom(String build) {
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>bench</groupId>
        <artifactId>bench</artifactId>
        <version>1</version>
        <packaging>pom</packaging>
        <build>
        %s</build>
        </project>
        """
        .formatted(build);
  }

  private static String repository(String element, Path outer) {
    return "<%1$s><id>outer</id><url>%2$s</url><snapshots><enabled>false</enabled></snapshots></%1$s>"
        .formatted(element, outer.toUri());
  }
}
