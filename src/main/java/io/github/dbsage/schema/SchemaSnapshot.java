package io.github.dbsage.schema;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the schema of a database is, object by object, in an order that depends on names alone. Left
 * out is what belongs to the system, to an extension or to DB Sage, what belongs to the whole
 * server (roles, databases and their settings, tablespaces), and all data.
 *
 * @param major the server's major version, for what servers print differently
 */
public record SchemaSnapshot(int major, List<DatabaseObject> objects) {

  public SchemaSnapshot {
    objects = List.copyOf(objects);
  }

  /**
   * Reads a database in one read-only transaction of its own. Names and flags are of one moment;
   * the definitions that the server itself prints are the newest. What was dropped in between is
   * noticed, and all is read again; what was altered in between is not.
   *
   * @param own the schema of DB Sage's tables, which are left out
   * @throws UserError where the role may not, or somebody holds locks on the way
   */
  public static SchemaSnapshot take(Session session, String own) {
    return CatalogReading.of(session, own);
  }

  /**
   * Reads what the caller's open transaction sees, which goes on as it was.
   *
   * @param own the schema of DB Sage's tables, which are left out
   * @throws UserError where the role may not, or somebody holds locks on the way
   */
  public static SchemaSnapshot within(Session session, String own) {
    return CatalogReading.within(session, own);
  }

  /**
   * Reads the text back.
   *
   * @param file its name, for messages
   * @throws UserError where it is none of ours, or cannot be understood
   */
  public static SchemaSnapshot parse(String text, String file) {
    return new SnapshotParser(file).parse(text);
  }

  /** How many objects there are of each kind, by the first words of their headings. */
  public Map<String, Long> counts() {
    return objects.stream()
        .collect(
            Collectors.groupingBy(
                object -> Kind.labelOf(object.heading()),
                LinkedHashMap::new,
                Collectors.counting()));
  }

  /** The text: each object its heading, its lines indented by two blanks. */
  public String text() {
    StringBuilder text = new StringBuilder(SnapshotParser.head(major));
    for (DatabaseObject object : objects) {
      text.append('\n').append(object.heading()).append('\n');
      for (String line : object.lines()) {
        text.append(line.isEmpty() ? "" : "  ").append(line).append('\n');
      }
    }
    return text.toString();
  }
}
