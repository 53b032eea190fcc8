package io.github.dbsage.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the migration plan template prints, letter for letter: its headings and their code. */
final class Printed {

  private static final Pattern FENCE = Pattern.compile("^```.*(?:\\n|\\z)", Pattern.MULTILINE);
  private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
  private static final Pattern END = Pattern.compile(";[^;\\n]*$", Pattern.MULTILINE);
  private static final Pattern COMMENT = Pattern.compile("^\\s*--.*$", Pattern.MULTILINE);

  private Printed() {}

  static String text(String resource) {
    try (InputStream in = Objects.requireNonNull(Printed.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A block of code below a heading.
   *
   * @param heading how it begins
   * @param number counted from 1
   */
  static String block(String heading, int number) {
    for (String section : text("/template/worked-example.md").split("(?m)^## ", -1)) {
      if (section.startsWith(heading)) {
        return FENCE.split(section, -1)[2 * number - 1];
      }
    }
    throw new IllegalArgumentException(heading);
  }

  /** The statements of a block that has no function, each with the comments in front of it. */
  static List<String> statements(String block) {
    return Stream.of(END.split(block, -1))
        .filter(one -> !COMMENT.matcher(one).replaceAll("").isBlank())
        .map(String::strip)
        .toList();
  }

  /** The SQL that the application's code has in quotes. */
  static String quoted(String code) {
    Matcher quoted = QUOTED.matcher(code);
    if (!quoted.find()) {
      throw new IllegalArgumentException(code);
    }
    return quoted.group(1);
  }
}
