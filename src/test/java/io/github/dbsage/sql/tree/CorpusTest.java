package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Scripts that others wrote. {@code -Ddbsage.corpus=FOLDER} names a folder of them: PostgreSQL's
 * regression tests, what packages of a distribution hold, dumps.
 */
@Tag("full")
final class CorpusTest {

  @Test
  void everyScriptIsCutWherePostgresqlCutsIt(TestReporter reporter) throws IOException {
    String folder = System.getProperty("dbsage.corpus", "");
    assumeTrue(!folder.isEmpty(), "no scripts to read: -Ddbsage.corpus=FOLDER names them");
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(folder))) {
      files = all.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
    assertThat(files).as("scripts below %s", folder).isNotEmpty();
    ParserThread thread = new ParserThread();
    Boundaries.Count count =
        thread.run(
            () -> {
              Boundaries.Count all = new Boundaries.Count();
              Engine engine = new Engine();
              for (Path file : files) {
                Boundaries.compare(engine, all, file.toString(), Items.of(file));
              }
              return all;
            });
    thread.stop();
    reporter.publishEntry("corpus", count.toString());
    assertThat(count.wrong).as(count.toString()).isEmpty();
  }
}
