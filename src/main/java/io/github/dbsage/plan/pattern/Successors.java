package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Index;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the older column has of indexes and constraints, for the newer one. Use once. */
final class Successors {

  private static final String NOT_VALID = " NOT VALID";

  private final Twins twins;
  private final Renamed renamed;
  private final String table;
  private final Map<String, String> names = new HashMap<>();
  private final List<String> indexes = new ArrayList<>();
  private final List<String> attached = new ArrayList<>();
  private final List<String> dropIndexes = new ArrayList<>();
  private final List<String> checks = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();
  private final List<String> validated = new ArrayList<>();
  private final List<String> dropped = new ArrayList<>();

  Successors(Twins twins, TableFacts facts) {
    this.twins = twins;
    this.renamed = new Renamed(twins.from(), twins.to());
    this.table = Sql.name(twins.table());
    facts.indexes().stream()
        .filter(index -> index.valid() && index.columns().contains(twins.from()))
        .forEach(index -> index(index, facts));
    facts.constraints().stream()
        .filter(constraint -> constraint.columns().contains(twins.from()))
        .forEach(constraint -> constraint(constraint, facts));
  }

  private String name(String name, TableFacts facts) {
    return names.computeIfAbsent(
        name,
        old -> {
          String fresh = Sql.free(facts, renamed.name(old));
          for (int number = 1; names.containsValue(fresh); number++) {
            fresh = Sql.free(facts, renamed.name(old) + number);
          }
          return fresh;
        });
  }

  private void index(Index index, TableFacts facts) {
    String name = name(index.name(), facts);
    String definition = index.definition();
    String behind = definition.substring(definition.indexOf(" USING "));
    String keys =
        behind.startsWith(" USING btree ") ? behind.substring(" USING btree".length()) : behind;
    indexes.add(
        "CREATE "
            + (index.unique() ? "UNIQUE " : "")
            + "INDEX CONCURRENTLY "
            + Sql.name(name)
            + "\n  ON "
            + table
            + renamed.expression(keys).replaceFirst(" WHERE \\(", "\n  WHERE (")
            + ";\n");
    if (!index.constraint()) {
      dropIndexes.add(
          "DROP INDEX CONCURRENTLY IF EXISTS " + Sql.name(Sql.beside(twins.table(), name)) + ";\n");
    }
  }

  private void constraint(Constraint constraint, TableFacts facts) {
    switch (constraint.kind()) {
      case UNIQUE -> {
        String name = Sql.name(name(constraint.name(), facts));
        attached.add(
            alter(
                "\n  ADD CONSTRAINT "
                    + name
                    + " UNIQUE USING INDEX "
                    + name
                    + behind(constraint.definition())));
        dropIndexes.add(alter(" DROP CONSTRAINT IF EXISTS " + name));
      }
      case CHECK, FOREIGN_KEY -> {
        String name = Sql.name(name(constraint.name(), facts));
        String definition = renamed.constraint(constraint.definition());
        boolean waits = definition.endsWith(NOT_VALID);
        String added = "ADD CONSTRAINT " + name + " " + definition + (waits ? "" : NOT_VALID);
        (constraint.kind() == Constraint.Kind.CHECK ? checks : keys).add(added);
        if (!waits) {
          validated.add(name);
        }
        dropped.add("DROP CONSTRAINT IF EXISTS " + name);
      }
      default -> {}
    }
  }

  /** What a unique constraint says of when it is checked. */
  private static String behind(String definition) {
    int at = definition.indexOf(" DEFERRABLE");
    return at < 0 ? "" : definition.substring(at);
  }

  boolean hasIndexes() {
    return !indexes.isEmpty();
  }

  /** Builds the indexes beside the application, and makes constraints of those that have to be. */
  String buildIndexes() {
    return String.join("", indexes) + String.join("", attached);
  }

  String dropIndexes() {
    List<String> reversed = new ArrayList<>(dropIndexes);
    Collections.reverse(reversed);
    return String.join("", reversed);
  }

  boolean hasConstraints() {
    return !dropped.isEmpty() || twins.notNull();
  }

  /** Adds the constraints for new rows, then has the old ones looked at, then NOT NULL. */
  String buildConstraints() {
    StringBuilder sql = new StringBuilder();
    List<String> all = new ArrayList<>(checks);
    List<String> looked = new ArrayList<>(validated);
    if (twins.notNull()) {
      all.add("ADD CONSTRAINT " + proof() + " CHECK (" + column() + " IS NOT NULL)" + NOT_VALID);
      looked.add(proof());
    }
    if (!all.isEmpty()) {
      sql.append(alter("\n  " + String.join(",\n  ", all)));
    }
    keys.forEach(key -> sql.append(alter("\n  " + key)));
    looked.forEach(name -> sql.append(alter(" VALIDATE CONSTRAINT " + name)));
    if (twins.notNull()) {
      sql.append(alter(" ALTER COLUMN " + column() + " SET NOT NULL"));
      sql.append(alter(" DROP CONSTRAINT " + proof()));
    }
    return sql.toString();
  }

  String dropConstraints() {
    List<String> all = new ArrayList<>(dropped);
    if (twins.notNull()) {
      all.add(0, "ALTER COLUMN " + column() + " DROP NOT NULL");
      all.add("DROP CONSTRAINT IF EXISTS " + proof());
    }
    return alter("\n  " + String.join(",\n  ", all));
  }

  private String alter(String what) {
    return "ALTER TABLE " + table + what + ";\n";
  }

  private String column() {
    return Sql.name(twins.to());
  }

  /** With it, SET NOT NULL need not look at the rows. */
  private String proof() {
    return Sql.name(Sql.made(twins.table().name(), twins.to(), "present"));
  }
}
