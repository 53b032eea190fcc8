package io.github.dbsage.plan;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Place;
import io.github.dbsage.sql.Placeholders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a {@code .backfill.yaml}: its headers, its checksum, and what it asks for. */
final class BackfillFile {

  private BackfillFile() {}

  /**
   * The step, or null where the file cannot be read.
   *
   * @param placeholders what they stand for in its values
   */
  static @Nullable BackfillStep read(
      MigrationFile file, Placeholders placeholders, FindingLog log) {
    String text = WholeFile.read(file.source(), log);
    if (text == null) {
      return null;
    }
    Headers headers = new Headers(file.name().stem(), log::add);
    for (Line line : headers(text)) {
      Place at = new Place(file.source().file(), line.number(), line.indent() + 1);
      headers.leading(line.header(), at);
    }
    Checksum checksum = checksum(text);
    Checksum stamped = headers.stamped();
    Place at = headers.checksumAt();
    if (stamped != null && at != null && !stamped.equals(checksum)) {
      log.add(PlanProblems.checksumDiffers(at, stamped, checksum, Difference.UNKNOWN));
    }
    BackfillSpec spec = BackfillReader.read(file, text, placeholders, log);
    String forwardOnly = headers.forwardOnly();
    Place declared = headers.rollbackAt();
    if (spec.rollback() != null && forwardOnly != null && declared != null) {
      log.add(PlanProblems.noneButScript(declared, "the key rollback"));
      forwardOnly = null;
    }
    return new BackfillStep(
        file.version(), file.name().name(), checksum, file.source(), spec, forwardOnly);
  }

  /** The checksum of a backfill's text, line ends already LF. */
  static Checksum checksum(String text) {
    CanonicalText canonical = new CanonicalText();
    List<Line> headers = headers(text);
    int number = 0;
    for (String line : text.split("(?<=\n)", -1)) {
      number++;
      int current = number;
      boolean outside =
          headers.stream().anyMatch(h -> h.number() == current && h.header().outsideChecksum());
      if (!outside) {
        canonical.add(line);
      }
    }
    return canonical.checksum();
  }

  /**
   * A header in the leading comments.
   *
   * @param number of the line, from 1
   * @param indent blanks before the {@code #}
   */
  record Line(int number, int indent, Header header) {}

  /** The headers of the leading comment block. */
  static List<Line> headers(String text) {
    List<Line> headers = new ArrayList<>();
    boolean begun = false;
    int number = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      number++;
      String stripped = line.strip();
      if (stripped.isEmpty() ? begun : !stripped.startsWith("#")) {
        break;
      }
      begun |= !stripped.isEmpty();
      Header header = Header.read(stripped);
      if (header != null) {
        headers.add(new Line(number, line.indexOf('#'), header));
      }
    }
    return headers;
  }
}
