package io.github.dbsage.app;

import io.github.dbsage.model.Source;
import io.github.dbsage.model.SqlStep;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A file with blanks in the place of some of its statements, so that nothing else moves.
 *
 * @param statements as they stand in the file
 */
record Blanked(Source whole, List<String> statements) implements Source {

  /** The step with such a file. */
  static SqlStep of(SqlStep step, List<String> statements) {
    return new SqlStep(
        step.version(),
        step.name(),
        step.checksum(),
        step.code(),
        new Blanked(step.source(), statements),
        step.rollback(),
        step.mode(),
        step.timeouts(),
        step.placeholders(),
        step.expand(),
        step.shape());
  }

  @Override
  public String file() {
    return whole.file();
  }

  @Override
  public InputStream open() throws IOException {
    String text;
    try (InputStream in = whole.open()) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String statement : statements) {
      text = text.replace(statement, statement.replaceAll("[^\\r\\n]", " "));
    }
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
