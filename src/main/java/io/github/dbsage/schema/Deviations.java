package io.github.dbsage.schema;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.SafeName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Compares a database with what its migrations make, where that can be compared. Use once. */
final class Deviations {

  private static final String OWNER = "owner ";

  private final Map<String, DatabaseObject> made = new LinkedHashMap<>();
  private final SchemaSnapshot there;
  private final String owner;
  private final Set<String> schemas = new TreeSet<>();
  private final Set<String> others = new TreeSet<>();
  private int leftOut;

  Deviations(SchemaSnapshot made, SchemaSnapshot there, String owner) {
    this.there = there;
    this.owner = owner;
    made.objects().forEach(object -> this.made.put(object.heading(), object));
  }

  SchemaDeviation find() {
    dropStandIns();
    findSchemas();
    List<DatabaseObject> before = new ArrayList<>();
    List<DatabaseObject> after = new ArrayList<>();
    List<SchemaDeviation.Foreign> owners = new ArrayList<>();
    for (DatabaseObject object : there.objects()) {
      Heading heading = Heading.of(object.heading());
      DatabaseObject expected = made.get(object.heading());
      if (expected == null && isOthers(heading, object)) {
        leftOut += heading.kind() == Kind.EXTENSION ? 0 : 1;
        continue;
      }
      if (expected != null) {
        addOwner(owners, expected, object);
      }
      after.add(new DatabaseObject(object.heading(), comparable(heading, object, expected)));
    }
    for (DatabaseObject object : made.values()) {
      Heading heading = Heading.of(object.heading());
      before.add(new DatabaseObject(object.heading(), comparable(heading, object, null)));
    }
    SchemaDiff diff =
        SchemaDiff.between(
            new SchemaSnapshot(there.major(), before), new SchemaSnapshot(there.major(), after));
    return new SchemaDeviation(diff, owners, List.copyOf(others), leftOut);
  }

  /** A schema that an extension needed is nobody's work. */
  private void dropStandIns() {
    Set<String> standIns = new TreeSet<>();
    for (DatabaseObject object : made.values()) {
      if (object.lines().contains("comment '" + SchemaDeviation.STAND_IN + "'")) {
        standIns.add(Heading.of(object.heading()).name());
      }
    }
    if (!standIns.isEmpty()) {
      made.keySet()
          .removeIf(
              heading -> {
                String schema = Heading.of(heading).schema();
                return schema != null && standIns.contains(schema);
              });
    }
  }

  private void findSchemas() {
    schemas.add("public");
    for (DatabaseObject object : made.values()) {
      Heading heading = Heading.of(object.heading());
      if (heading.kind() == Kind.SCHEMA) {
        schemas.add(heading.name());
      }
    }
    for (DatabaseObject object : there.objects()) {
      Heading heading = Heading.of(object.heading());
      if (heading.kind() == Kind.SCHEMA && !schemas.contains(heading.name()) && !isOurs(object)) {
        others.add(heading.name());
      }
    }
  }

  /** Whether it is no migration's, and none that somebody who works on these could have made. */
  private boolean isOthers(Heading heading, DatabaseObject object) {
    if (heading.schema() != null && others.contains(heading.schema())) {
      return true;
    }
    return switch (heading.kind()) {
      case EXTENSION -> true;
      case DEFAULT_PRIVILEGES -> !owner.equals(heading.role());
      case USER_MAPPING -> !isOurServer(heading);
      case LANGUAGE, FOREIGN_DATA_WRAPPER, SERVER, EVENT_TRIGGER, PUBLICATION, SUBSCRIPTION ->
          !isOurs(object);
      default -> false;
    };
  }

  private boolean isOurServer(Heading mapping) {
    String server = mapping.rest().substring(mapping.rest().lastIndexOf(" on server ") + 1);
    return there.objects().stream()
        .filter(object -> object.heading().startsWith("server "))
        .anyMatch(
            object ->
                server.equals("on " + object.heading())
                    && (made.containsKey(object.heading()) || isOurs(object)));
  }

  private boolean isOurs(DatabaseObject object) {
    return Identifiers.write(owner).equals(ownerOf(object));
  }

  /** As it is written; null where an object has none. */
  private static @Nullable String ownerOf(DatabaseObject object) {
    if (object.lines().isEmpty() || !object.lines().get(0).startsWith(OWNER)) {
      return null;
    }
    return object.lines().get(0).substring(OWNER.length());
  }

  private static void addOwner(
      List<SchemaDeviation.Foreign> owners, DatabaseObject expected, DatabaseObject object) {
    String right = ownerOf(expected);
    String is = ownerOf(object);
    if (right == null || is == null || right.equals(is)) {
      return;
    }
    String alter = OwnerChange.of(object);
    if (alter != null) {
      String to = Grants.name(right);
      String from = Grants.name(is);
      owners.add(
          new SchemaDeviation.Foreign(
              object.heading(),
              from,
              to,
              alter + SafeName.ofRole(to) + ";",
              alter + SafeName.ofRole(from) + ";"));
    }
  }

  /**
   * The lines that are compared. Which of an extension's versions there is depends on the server's
   * packages, and whether a materialised view is filled on its data; the grants on the schema
   * {@code public} were copied; columns stand in the order in which they came.
   */
  private static List<String> comparable(
      Heading heading, DatabaseObject object, @Nullable DatabaseObject expected) {
    String is = ownerOf(object);
    List<String> lines =
        new ArrayList<>(
            is == null ? object.lines() : object.lines().subList(1, object.lines().size()));
    switch (heading.kind()) {
      case EXTENSION -> lines.removeIf(line -> !line.startsWith("schema "));
      case MATERIALIZED_VIEW -> lines.removeIf(line -> line.equals("not populated"));
      case SCHEMA -> {
        if (heading.name().equals("public")) {
          lines.removeIf(line -> line.startsWith("grant "));
        }
      }
      default -> {}
    }
    if (expected == null) {
      return lines;
    }
    String right = ownerOf(expected);
    if (is != null && right != null && !is.equals(right)) {
      lines = Grants.given(lines, Grants.name(is), Grants.name(right), expected.lines());
    }
    if (heading.kind() == Kind.TABLE || heading.kind() == Kind.FOREIGN_TABLE) {
      arrange(lines, "column ", expected.lines());
      arrange(lines, "comment on column ", expected.lines());
    }
    return lines;
  }

  /** Puts lines about columns into the order of others. */
  private static void arrange(List<String> lines, String prefix, List<String> order) {
    Map<String, Integer> places = new HashMap<>();
    order.stream()
        .filter(line -> line.startsWith(prefix))
        .forEach(line -> places.put(column(line, prefix), places.size()));
    List<Integer> at = new ArrayList<>();
    List<String> sorted = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(prefix)) {
        at.add(i);
        sorted.add(lines.get(i));
      }
    }
    sorted.sort(
        Comparator.comparing(
            line -> Objects.requireNonNullElse(places.get(column(line, prefix)), places.size())));
    for (int i = 0; i < at.size(); i++) {
      lines.set(at.get(i), sorted.get(i));
    }
  }

  private static String column(String line, String prefix) {
    return Heading.identifier(line, prefix.length());
  }
}
