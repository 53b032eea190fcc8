package io.github.dbsage.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * An object of a database as canonical text.
 *
 * @param heading kind and name, which no other object of the database has: {@code table
 *     public.orders}
 * @param lines what it is; blank ones at the end are dropped
 */
public record DatabaseObject(String heading, List<String> lines) {

  public DatabaseObject {
    if (heading.isBlank() || heading.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("not a heading: " + heading);
    }
    List<String> kept = new ArrayList<>(lines);
    while (!kept.isEmpty() && kept.get(kept.size() - 1).isEmpty()) {
      kept.remove(kept.size() - 1);
    }
    lines = List.copyOf(kept);
  }
}
