package io.github.dbsage.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * A change of {@link Shop}'s schema and what is to be seen of it: in {@code changes.txt} a line
 * that begins with {@code >} holds the SQL, behind {@code superuser:} where it takes one, and
 * behind {@code 15:} where that is the oldest server that knows it.
 */
record SchemaChange(String line, String expected) {

  private static final String MARK = "> ";
  private static final String SUPERUSER = "superuser: ";

  static List<SchemaChange> all() {
    List<SchemaChange> changes = new ArrayList<>();
    for (String block : Shop.resource("changes.txt").split("(?m)^" + MARK, -1)) {
      if (!block.isBlank()) {
        int end = block.indexOf('\n');
        String expected = block.substring(end + 1).strip();
        changes.add(
            new SchemaChange(block.substring(0, end), expected.isEmpty() ? "" : expected + "\n"));
      }
    }
    return changes;
  }

  boolean bySuperuser() {
    return line.startsWith(SUPERUSER);
  }

  /** The oldest major version that knows it. */
  int since() {
    String rest = bySuperuser() ? line.substring(SUPERUSER.length()) : line;
    return rest.matches("\\d\\d: .*") ? Integer.parseInt(rest.substring(0, 2)) : 0;
  }

  String sql() {
    String rest = bySuperuser() ? line.substring(SUPERUSER.length()) : line;
    return since() == 0 ? rest : rest.substring(4);
  }

  @Override
  public String toString() {
    return line;
  }
}
