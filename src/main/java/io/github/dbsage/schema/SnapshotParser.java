package io.github.dbsage.schema;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a snapshot's text back. Use once. */
final class SnapshotParser {

  private static final int FORMAT = 1;

  private static final Pattern HEAD =
      Pattern.compile(
          "-- Schema snapshot of DB Sage, format (\\d{1,4}), PostgreSQL (\\d{1,4})\\b.*");

  private final String file;
  private final List<DatabaseObject> objects = new ArrayList<>();
  private final Set<String> headings = new HashSet<>();
  private final List<String> lines = new ArrayList<>();
  private @Nullable String heading;

  SnapshotParser(String file) {
    this.file = file;
  }

  static String head(int major) {
    return "-- Schema snapshot of DB Sage, format "
        + FORMAT
        + ", PostgreSQL "
        + major
        + ": to read and to compare, not to run.\n";
  }

  SchemaSnapshot parse(String text) {
    String[] all = (text.startsWith("\ufeff") ? text.substring(1) : text).split("\r?\n", -1);
    Matcher head = HEAD.matcher(all[0]);
    if (!head.matches()) {
      throw new UserError(SchemaProblems.noSnapshot(file));
    }
    if (Integer.parseInt(head.group(1)) != FORMAT) {
      throw new UserError(SchemaProblems.otherFormat(file, head.group(1), FORMAT));
    }
    for (int i = 1; i < all.length; i++) {
      line(all[i], new Place(file, i + 1, 1));
    }
    finish();
    return new SchemaSnapshot(Integer.parseInt(head.group(2)), objects);
  }

  private void line(String line, Place where) {
    if (line.isEmpty()) {
      lines.add("");
    } else if (line.startsWith("  ") && heading != null) {
      lines.add(line.substring(2));
    } else if (line.startsWith(" ") || line.startsWith("\t")) {
      throw new UserError(SchemaProblems.strayLine(where));
    } else if (!line.startsWith("--")) {
      finish();
      if (!headings.add(line)) {
        throw new UserError(SchemaProblems.twice(where, line));
      }
      heading = line;
    }
  }

  private void finish() {
    if (heading != null) {
      objects.add(new DatabaseObject(heading, lines));
    }
    lines.clear();
  }
}
