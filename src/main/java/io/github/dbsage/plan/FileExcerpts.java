package io.github.dbsage.plan;

import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks lines up in the project's files, however large these are. */
record FileExcerpts(Path base) implements Excerpts {

  /** Longer lines are cut; in chars. */
  private static final int LONGEST = 400;

  @Override
  public @Nullable String line(Place place) {
    try {
      Path path = base.resolve(place.file());
      if (!Files.isRegularFile(path)) {
        return null;
      }
      // Unlike Files.newBufferedReader this reader does not stop at bytes that are no UTF-8.
      try (Reader reader =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8), 1 << 16)) {
        return skipTo(place.line(), reader) ? read(reader, place) : null;
      }
    } catch (IOException | InvalidPathException e) {
      // An excerpt is a courtesy: what is told of the place stands without it.
      return null;
    }
  }

  private static boolean skipTo(int line, Reader reader) throws IOException {
    skipBom(reader);
    int current = 1;
    boolean behindCr = false;
    while (current < line) {
      int c = reader.read();
      if (c < 0) {
        return false;
      }
      if (c == '\r' || (c == '\n' && !behindCr)) {
        current++;
      }
      behindCr = c == '\r';
    }
    if (behindCr) {
      reader.mark(1);
      if (reader.read() != '\n') {
        reader.reset();
      }
    }
    return true;
  }

  private static void skipBom(Reader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
  }

  /**
   * Reads the line, at most as far as it can be shown.
   *
   * <p>A caret is put under a column, so nothing may be missing to the left of it: a line is cut on
   * its right side only, and one whose column is too far out is not shown.
   */
  private static @Nullable String read(Reader reader, Place place) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = reader.read(); c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
      if (line.length() == LONGEST) {
        boolean pair = Character.isHighSurrogate(line.charAt(LONGEST - 1));
        line.setLength(pair ? LONGEST - 1 : LONGEST);
        return place.column() > line.codePointCount(0, line.length()) ? null : line + "…";
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
