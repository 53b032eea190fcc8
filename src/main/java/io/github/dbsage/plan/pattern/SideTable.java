package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Writes a new table with columns of another one, and what these have of constraints and indexes.
 */
final class SideTable {

  private final Pair pair;
  private final TableFacts facts;
  private final Set<String> moved;

  /** For the part of a pair, whose whole table is there. */
  SideTable(Pair pair, TableFacts facts) {
    this.pair = pair;
    this.facts = facts;
    this.moved = Set.copyOf(pair.columns().stream().map(Column::name).toList());
  }

  /** A column as CREATE TABLE has it. */
  static String column(Column column) {
    String collation = column.collation();
    String expression = column.expression();
    return Sql.name(column.name())
        + " "
        + column.type()
        + (collation == null ? "" : " COLLATE " + collation)
        + (column.notNull() ? " NOT NULL" : "")
        + (expression == null ? "" : " DEFAULT " + expression);
  }

  /** The table and its indexes. */
  String create() {
    QualifiedName part = pair.part();
    String name = Sql.name(part);
    List<String> lines = new ArrayList<>();
    for (String key : pair.partKey()) {
      lines.add(Sql.name(key) + " " + Objects.requireNonNull(facts.column(key)).type());
    }
    pair.columns().forEach(column -> lines.add(column(column)));
    String keys = Sql.names(pair.partKey());
    lines.add("PRIMARY KEY (" + keys + ")");
    lines.add(
        "FOREIGN KEY ("
            + keys
            + ") REFERENCES "
            + Sql.name(pair.whole())
            + " ("
            + Sql.names(pair.wholeKey())
            + ") ON UPDATE CASCADE ON DELETE CASCADE");
    for (Constraint constraint : facts.constraints()) {
      String definition = constraint.definition().replaceFirst(" NOT VALID$", "");
      boolean named = constraint.kind() == Constraint.Kind.UNIQUE;
      if (isCarried(constraint)) {
        lines.add((named ? "" : "CONSTRAINT " + Sql.name(constraint.name()) + " ") + definition);
      }
    }
    StringBuilder text = new StringBuilder("CREATE TABLE ").append(name).append(" (\n  ");
    text.append(String.join(",\n  ", lines)).append(");\n");
    for (Column column : pair.columns()) {
      String comment = column.comment();
      if (comment != null) {
        text.append("COMMENT ON COLUMN ").append(name).append('.').append(Sql.name(column.name()));
        text.append(" IS ").append(Sql.literal(comment)).append(";\n");
      }
    }
    facts.indexes().stream()
        .filter(index -> index.valid() && !index.constraint() && isCarried(index))
        .forEach(index -> text.append(index(index, name)));
    for (Constraint key : facts.constraints()) {
      if (key.kind() == Constraint.Kind.FOREIGN_KEY && isCarried(key) && !hasIndex(key)) {
        String index = Sql.name(Sql.made(part.name(), String.join("_", key.columns()), "idx"));
        text.append("CREATE INDEX ").append(index).append(" ON ").append(name);
        text.append(" (").append(Sql.names(key.columns())).append(");\n");
      }
    }
    return text.toString();
  }

  private String index(Index index, String table) {
    String definition = index.definition();
    String behind = definition.substring(definition.indexOf(" USING "));
    return "CREATE "
        + (index.unique() ? "UNIQUE " : "")
        + "INDEX "
        + Sql.name(Sql.made(pair.part().name(), index.name()))
        + " ON "
        + table
        + behind.replaceFirst("^ USING btree", "")
        + ";\n";
  }

  private boolean isCarried(Constraint constraint) {
    return constraint.kind() != Constraint.Kind.NOT_NULL
        && constraint.kind() != Constraint.Kind.PRIMARY_KEY
        && !constraint.columns().isEmpty()
        && moved.containsAll(constraint.columns());
  }

  /** Whether an index that is carried over begins with the key's columns. */
  private boolean hasIndex(Constraint key) {
    return facts.indexes().stream()
        .filter(index -> index.valid() && !index.partial() && isCarried(index))
        .filter(index -> index.keys().size() >= key.columns().size())
        .anyMatch(index -> index.keys().subList(0, key.columns().size()).equals(key.columns()));
  }

  private boolean isCarried(Index index) {
    return !index.columns().isEmpty() && moved.containsAll(index.columns());
  }

  /** Names of the indexes that go with the columns, and that no index of the part stands for. */
  List<String> lost() {
    return facts.indexes().stream()
        .filter(index -> !isCarried(index) && index.columns().stream().anyMatch(moved::contains))
        .map(Index::name)
        .toList();
  }
}
