package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What columns of a part have of indexes and constraints, for the whole table. Use once. */
final class Added {

  private static final Pattern CHECK =
      Pattern.compile("CHECK (\\(.*\\))(?: NO INHERIT)?(?: NOT VALID)?", Pattern.DOTALL);

  private final Pair pair;
  private final TableFacts whole;
  private final TableFacts part;
  private final Set<String> moved;
  private final String table;
  private final List<List<String>> indexed = new ArrayList<>();
  private final List<String> build = new ArrayList<>();
  private final List<String> unbuild = new ArrayList<>();
  private final List<String> add = new ArrayList<>();
  private final List<String> validate = new ArrayList<>();
  private final List<String> remove = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  Added(Pair pair, TableFacts whole, TableFacts part) {
    this.pair = pair;
    this.whole = whole;
    this.part = part;
    this.moved = Set.copyOf(pair.columns().stream().map(Column::name).toList());
    this.table = Sql.name(pair.whole());
    part.indexes().stream().filter(Index::valid).forEach(this::index);
    part.constraints().forEach(this::constraint);
  }

  private boolean isOfKey(List<String> columns) {
    return pair.partKey().containsAll(columns);
  }

  private String free(String name) {
    return Sql.free(whole, pair.whole().name(), name);
  }

  private void index(Index index) {
    if (isOfKey(index.columns()) && !index.partial()) {
      return;
    }
    boolean own = moved.containsAll(index.columns()) && !index.columns().isEmpty();
    if (!own || index.definition().contains("NULLS NOT DISTINCT")) {
      left.add(index.name());
      return;
    }
    String behind = index.definition().substring(index.definition().indexOf(" USING "));
    build(free(index.name()), index.unique(), behind.replaceFirst("^ USING btree", ""));
    if (!index.partial()) {
      indexed.add(index.keys());
    }
  }

  private void build(String name, boolean unique, String behind) {
    build.add(
        "CREATE "
            + (unique ? "UNIQUE " : "")
            + "INDEX CONCURRENTLY "
            + Sql.name(name)
            + " ON "
            + table
            + behind
            + ";\n");
    unbuild.add(
        "DROP INDEX CONCURRENTLY IF EXISTS " + Sql.name(Sql.beside(pair.whole(), name)) + ";\n");
  }

  private void constraint(Constraint constraint) {
    List<String> columns = constraint.columns();
    switch (constraint.kind()) {
      case FOREIGN_KEY -> {
        if (moved.containsAll(columns)) {
          String definition = constraint.definition().replaceFirst(" NOT VALID$", "");
          add(free(constraint.name()), definition);
          boolean covered =
              indexed.stream()
                  .anyMatch(
                      keys ->
                          keys.size() >= columns.size()
                              && keys.subList(0, columns.size()).equals(columns));
          if (!covered) {
            build(free(String.join("_", columns) + "_idx"), false, " (" + Sql.names(columns) + ")");
          }
        } else if (!isOfKey(columns)) {
          left.add(constraint.name());
        }
      }
      case CHECK -> {
        Matcher check = CHECK.matcher(constraint.definition());
        if (moved.containsAll(columns) && !columns.isEmpty() && check.matches()) {
          add(free(constraint.name()), "CHECK (" + absent(columns, check.group(1)) + ")");
        } else {
          left.add(constraint.name());
        }
      }
      case EXCLUDE -> left.add(constraint.name());
      default -> {}
    }
  }

  /** A row that the part does not have is no row that breaks a rule of it. */
  private static String absent(List<String> columns, String condition) {
    if (columns.size() == 1 && !condition.contains("NULL") && !condition.contains("COALESCE")) {
      return condition.substring(1, condition.length() - 1);
    }
    return columns.stream()
            .map(column -> Sql.name(column) + " IS NULL")
            .collect(Collectors.joining(" AND "))
        + " OR "
        + condition;
  }

  private void add(String name, String definition) {
    String shown = Sql.name(name);
    add.add("ADD CONSTRAINT " + shown + " " + definition + " NOT VALID");
    validate.add("ALTER TABLE " + table + " VALIDATE CONSTRAINT " + shown + ";\n");
    remove.add("DROP CONSTRAINT IF EXISTS " + shown);
  }

  /** Builds the indexes beside the application; empty where there are none. */
  String indexes() {
    return String.join("", build);
  }

  String dropIndexes() {
    return String.join("", unbuild);
  }

  /** Adds the constraints for new rows, then has the old ones looked at; empty for none. */
  String constraints() {
    return add.isEmpty() ? "" : alter(add) + String.join("", validate);
  }

  String dropConstraints() {
    return alter(remove);
  }

  private String alter(List<String> actions) {
    return "ALTER TABLE " + table + "\n  " + String.join(",\n  ", actions) + ";\n";
  }

  /** Names of what nothing stands for in the whole table; its triggers too. */
  List<String> left() {
    List<String> all = new ArrayList<>(left);
    all.addAll(part.triggers());
    return all;
  }
}
