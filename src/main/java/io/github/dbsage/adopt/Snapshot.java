package io.github.dbsage.adopt;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of what a database holds, by schema, as one moment of the catalog tells them. What
 * belongs to the system, to an extension or to us is not counted. Nothing is locked, no table is
 * read: rows are what the planner believes.
 *
 * @param objects ordered by schema, kind and name
 * @param extensions name and version, ordered by name
 */
public record Snapshot(List<Thing> objects, List<String> extensions) {

  public Snapshot {
    objects = List.copyOf(objects);
    extensions = List.copyOf(extensions);
  }

  /** The kinds, in the order in which they are listed. */
  public enum Kind {
    TABLE("table"),
    PARTITIONED_TABLE("partitioned table"),
    FOREIGN_TABLE("foreign table"),
    VIEW("view"),
    MATERIALIZED_VIEW("materialized view"),
    INDEX("index"),
    SEQUENCE("sequence"),
    FUNCTION("function"),
    PROCEDURE("procedure"),
    AGGREGATE("aggregate"),
    TYPE("type"),
    TRIGGER("trigger"),
    POLICY("policy");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The word for one. */
    public String label() {
      return label;
    }

    /** The word with a number: {@code 2 indexes}. */
    String count(long number) {
      String plural =
          switch (this) {
            case INDEX -> "indexes";
            case POLICY -> "policies";
            default -> label + "s";
          };
      return number + " " + (number == 1 ? label : plural);
    }
  }

  /**
   * An object.
   *
   * @param name as people write it: with argument types, or with {@code on table}
   * @param rows what {@code pg_class.reltuples} says; null for what has no rows, and where the
   *     planner has no idea
   * @param ours whether it stands where our migrations would put things: in {@code public}, in the
   *     schema of our tables, or in this role's hands
   */
  public record Thing(String schema, Kind kind, String name, @Nullable Long rows, boolean ours) {

    /** Whether it holds rows of its own. */
    boolean hasRows() {
      return kind == Kind.TABLE || kind == Kind.MATERIALIZED_VIEW;
    }
  }

  /**
   * Looks.
   *
   * @param schema of our tables, which are left out
   */
  public static Snapshot take(Session session, String schema) {
    List<Thing> objects =
        session.query(
            SnapshotQuery.OBJECTS,
            row ->
                new Thing(
                    row.string(1),
                    Kind.valueOf(row.string(2)),
                    row.string(3),
                    row.text(4) == null ? null : row.number(4),
                    row.flag(5)),
            schema,
            schema);
    List<Thing> ordered = new ArrayList<>(objects);
    ordered.sort(
        (a, b) -> {
          int bySchema = a.schema().compareTo(b.schema());
          int byKind = a.kind().compareTo(b.kind());
          return bySchema != 0 ? bySchema : byKind != 0 ? byKind : a.name().compareTo(b.name());
        });
    return new Snapshot(ordered, session.query(SnapshotQuery.EXTENSIONS, row -> row.string(1)));
  }

  /** Whether there is nothing that a migration of ours could meet. */
  public boolean isEmpty() {
    return objects.stream().noneMatch(Thing::ours);
  }

  /** How many objects of each kind each schema holds. */
  public SortedMap<String, Map<Kind, Long>> counts() {
    SortedMap<String, Map<Kind, Long>> counts = new TreeMap<>();
    for (Thing thing : objects) {
      counts
          .computeIfAbsent(thing.schema(), schema -> new LinkedHashMap<>())
          .merge(thing.kind(), 1L, Long::sum);
    }
    return counts;
  }

  /** The counts in words, a schema behind the other: {@code public: 2 tables, 1 index}. */
  public String summary() {
    List<String> parts = new ArrayList<>();
    counts().forEach((schema, kinds) -> parts.add(schema + ": " + words(kinds)));
    return String.join("; ", parts);
  }

  /** A schema's counts in words. */
  public static String words(Map<Kind, Long> kinds) {
    List<String> words = new ArrayList<>();
    kinds.forEach((kind, number) -> words.add(kind.count(number)));
    return String.join(", ", words);
  }

  /** The rows of a schema's tables, as far as the planner has an idea of them. */
  public long rows(String schema) {
    return objects.stream()
        .filter(thing -> thing.schema().equals(schema) && thing.hasRows())
        .mapToLong(thing -> thing.rows() == null ? 0 : thing.rows())
        .sum();
  }

  /** The tables of which the planner has no idea: they were never analyzed. */
  public long unknownRows(String schema) {
    return objects.stream()
        .filter(thing -> thing.schema().equals(schema) && thing.hasRows() && thing.rows() == null)
        .count();
  }

  /** A name as people write it. */
  static String title(Thing thing) {
    return new QualifiedName(thing.schema(), thing.name()).toString();
  }
}
