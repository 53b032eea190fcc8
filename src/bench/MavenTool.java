package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A Maven plugin that applies migrations.
 *
 * @param beside driver and whatever else the plugin needs
 * @param configuration the plugin's, as XML
 * @param apply the goal that applies
 * @param verify the goal that compares what is applied with the files
 * @param others files besides the migrations, for N of them
 * @param migration the file of a migration, from 1
 */
record MavenTool(
    String name,
    Maven maven,
    Artifact plugin,
    List<Artifact> beside,
    String configuration,
    String apply,
    String verify,
    String recorded,
    IntFunction<Map<String, String>> others,
    IntFunction<File> migration)
    implements Tool {

  @Override
  public String title() {
    return plugin.artifact() + " " + plugin.version() + " (`" + apply + "`, `" + verify + "`)";
  }

  @Override
  public void write(Path folder, int n) throws IOException {
    String dependencies = beside.stream().map(Artifact::dependency).collect(Collectors.joining());
    String pom =
        """
        <plugins>
        <plugin>
        %s<configuration>
        %s</configuration>
        <dependencies>
        %s</dependencies>
        </plugin>
        </plugins>
        """
            .formatted(plugin.xml(), configuration, dependencies);
    write(folder, new File("pom.xml", Maven.pom(pom)));
    for (Map.Entry<String, String> other : others.apply(n).entrySet()) {
      write(folder, new File(other.getKey(), other.getValue()));
    }
    for (int number = 1; number <= n; number++) {
      write(folder, migration.apply(number));
    }
  }

  @Override
  public Optional<Command> command(Phase phase, Path folder) {
    String goal = phase == Phase.VERIFY ? verify : apply;
    String typed = String.join(":", plugin.group(), plugin.artifact(), plugin.version(), goal);
    return Optional.of(new Command(maven.command(folder, typed), Optional.empty()));
  }

  private static void write(Path folder, File file) throws IOException {
    Path path = folder.resolve(file.path());
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, file.content());
  }

  /**
   * A file.
   *
   * @param path in the tool's folder
   */
  record File(String path, String content) {}

  /** A Maven artifact. */
  record Artifact(String group, String artifact, String version) {

    String xml() {
      return "<groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version>\n"
          .formatted(group, artifact, version);
    }

    String dependency() {
      return "<dependency>" + xml() + "</dependency>\n";
    }
  }
}
