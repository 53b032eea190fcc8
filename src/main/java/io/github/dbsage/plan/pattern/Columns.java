package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads columns as people name them, and looks whether they are there. */
final class Columns {

  private Columns() {}

  /**
   * The column that a parameter names.
   *
   * @throws UserError where it is no name, or where the table is known not to have it
   */
  static String existing(Wanted wanted, ChangeParameter parameter) {
    String column = wanted.identifier(parameter);
    require(wanted.facts(), parameter, column);
    return column;
  }

  /** The same, with what the catalog says of it; null where that is not known. */
  static TableFacts.@Nullable Column facts(Wanted wanted, ChangeParameter parameter) {
    String column = existing(wanted, parameter);
    TableFacts table = wanted.facts();
    return table == null ? null : table.column(column);
  }

  /**
   * The name of a column that is to be made.
   *
   * @throws UserError where it is no name, or where the table has it already
   */
  static String fresh(Wanted wanted, ChangeParameter parameter) {
    String column = wanted.identifier(parameter);
    TableFacts table = wanted.facts();
    if (table != null && table.column(column) != null) {
      throw new UserError(PatternProblems.columnExists(parameter, column, table));
    }
    return column;
  }

  /**
   * Several columns, with commas between them.
   *
   * @throws UserError where one is no name, or is not there
   */
  static List<String> all(@Nullable TableFacts table, ChangeParameter parameter, String given) {
    List<String> columns = new ArrayList<>();
    for (String part : parts(given)) {
      List<String> name = Identifiers.parse(part);
      if (name == null || name.size() != 1) {
        throw new UserError(PatternProblems.noColumnName(parameter, part));
      }
      require(table, parameter, name.get(0));
      columns.add(name.get(0));
    }
    return columns;
  }

  /** The parts of a list; commas in parentheses, in names and in strings are theirs. */
  static List<String> parts(String given) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    char quote = 0;
    int start = 0;
    for (int i = 0; i < given.length(); i++) {
      char c = given.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '(' || c == '[') {
        depth++;
      } else if (c == ')' || c == ']') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(given.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(given.substring(start).strip());
    return parts;
  }

  /**
   * What {@code dbsage.name} calls a new constraint or index.
   *
   * @throws UserError where the table has one of that name
   */
  static String freshName(Wanted wanted) {
    String name = wanted.identifier(ChangeParameter.NAME);
    TableFacts table = wanted.facts();
    if (table != null && table.hasNamed(name)) {
      throw new UserError(PatternProblems.nameTaken("constraint or index", name, table.name()));
    }
    return name;
  }

  /** Refuses one that the table is known not to have. */
  static void require(@Nullable TableFacts table, ChangeParameter parameter, String column) {
    if (table != null && table.column(column) == null) {
      throw new UserError(PatternProblems.noColumn(parameter, column, table));
    }
  }
}
