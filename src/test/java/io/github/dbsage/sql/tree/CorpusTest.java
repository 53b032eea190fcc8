package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dbsage.model.Source;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
                Boundaries.compare(engine, all, file.toString(), items(file));
              }
              return all;
            });
    thread.stop();
    reporter.publishEntry("corpus", count.toString());
    assertThat(count.wrong).as(count.toString()).isEmpty();
  }

  private static List<Item> items(Path file) {
    Source source =
        new Source() {
          @Override
          public String file() {
            return file.toString();
          }

          @Override
          public InputStream open() throws IOException {
            return Files.newInputStream(file);
          }
        };
    List<Item> items = new ArrayList<>();
    try (Script script = Script.open(source, Placeholders.off())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        items.add(item);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return items;
  }
}
