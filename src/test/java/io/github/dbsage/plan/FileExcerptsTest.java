package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Place;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileExcerptsTest {

  @TempDir Path base;

  private @Nullable String line(String text, int line, int column) {
    new Folder(base).file("f.sql", text);
    return new FileExcerpts(base).line(new Place("f.sql", line, column));
  }

  @Test
  void findsLinesWhateverTheirEnds() {
    String text = "\ufeffone\r\n\ttwo é\rthree\n\n\r\nsix";
    assertThat(line(text, 1, 1)).isEqualTo("one");
    assertThat(line(text, 2, 1)).isEqualTo("\ttwo é");
    assertThat(line(text, 3, 1)).isEqualTo("three");
    assertThat(line(text, 4, 1)).isEmpty();
    assertThat(line(text, 5, 1)).isEmpty();
    assertThat(line(text, 6, 1)).isEqualTo("six");
    assertThat(line(text, 7, 1)).isNull();
  }

  @Test
  void cutsLongLinesBehindTheColumnOnly() {
    String text = "x".repeat(1000);
    assertThat(line(text, 1, 5)).isEqualTo("x".repeat(400) + "…");
    assertThat(line(text, 1, 401)).isNull();
    assertThat(line("x".repeat(399) + "🐘y", 1, 1)).isEqualTo("x".repeat(399) + "…");
    assertThat(line("x".repeat(400), 1, 400)).isEqualTo("x".repeat(400));
  }

  @Test
  void saysNothingOfFilesThatAreNot() {
    FileExcerpts excerpts = new FileExcerpts(base);
    assertThat(excerpts.line(Place.startOf("none.sql"))).isNull();
    assertThat(excerpts.line(Place.startOf("\0"))).isNull();
    assertThat(excerpts.line(Place.startOf("."))).isNull();
  }
}
