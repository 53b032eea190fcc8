package io.github.dbsage.plan;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a {@code .backfill.yaml}: for now its headers and checksum. */
final class BackfillFile {

  private BackfillFile() {}

  /** The step, or null where the file cannot be read. */
  static @Nullable BackfillStep read(MigrationFile file, FindingLog log) {
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
    return new BackfillStep(
        file.version(), file.name().name(), checksum, file.source(), spec(file, checksum));
  }

  private static BackfillSpec spec(MigrationFile file, Checksum checksum) {
    return new BackfillSpec(
        file.name().name(),
        new QualifiedName("public", "placeholder"),
        Map.of("a", "1"),
        null,
        null,
        null,
        List.of(),
        BackfillSpec.Mode.AUTO,
        null,
        Duration.ofMillis(250),
        2,
        true,
        true,
        BackfillSpec.Passes.AUTO,
        true,
        new BackfillSpec.Throttling(BackfillSpec.Preset.ADAPTIVE, null, null, null),
        Duration.ofMillis(50),
        0,
        new BackfillSpec.Verification(null, null, null),
        null,
        checksum,
        Map.of());
  }

  /** The names that a plan may call it by: the file's, and the one of its key {@code backfill}. */
  static Set<String> names(MigrationFile file) {
    FindingLog unheard = new FindingLog();
    Set<String> names = new HashSet<>(Set.of(file.name().name()));
    String text = WholeFile.read(file.source(), unheard);
    Node root = text == null ? null : new YamlText(file.source().file(), text, unheard).read();
    if (root instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (YamlValues.shown(entry.getKeyNode()).equals("backfill")
            && entry.getValueNode() instanceof ScalarNode name) {
          names.add(name.getValue());
        }
      }
    }
    return names;
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
      if (header != null && header.name() != Header.Name.ROLLBACK) {
        headers.add(new Line(number, line.indexOf('#'), header));
      }
    }
    return headers;
  }
}
