package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Column;
import io.github.dbsage.model.TableFacts.Constraint;
import io.github.dbsage.model.TableFacts.Reference;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import org.jspecify.annotations.Nullable;

/** Whether another column can take the place of one, with all that it has. */
final class Replaceable {

  private Replaceable() {}

  /**
   * The column.
   *
   * @param from its name, as the parameter has it
   * @param to the name of the other one
   * @throws UserError where there is none, or another one cannot take its place
   */
  static Column require(
      TableFacts table, ChangeParameter parameter, String from, ChangeParameter other, String to) {
    Column column = table.column(from);
    if (column == null) {
      throw new UserError(PatternProblems.noColumn(parameter, from, table));
    }
    if (table.column(to) != null) {
      throw new UserError(PatternProblems.columnExists(other, to, table));
    }
    String reason = reason(table, column);
    if (reason != null) {
      throw new UserError(PatternProblems.notReplaceable(table.name(), from, reason));
    }
    return column;
  }

  private static @Nullable String reason(TableFacts table, Column column) {
    if (table.partitioned()) {
      return PatternProblems.PARTITIONED;
    }
    if (column.generated()) {
      return PatternProblems.GENERATED;
    }
    if (column.identity() || numbers(column)) {
      return PatternProblems.NUMBERS;
    }
    if (table.primaryKey().contains(column.name())) {
      return PatternProblems.PRIMARY_KEY;
    }
    for (Reference reference : table.references()) {
      if (reference.columns().contains(column.name())) {
        return PatternProblems.referenced(reference);
      }
    }
    for (Constraint constraint : table.constraints()) {
      if (constraint.kind() == Constraint.Kind.EXCLUDE
          && constraint.columns().contains(column.name())) {
        return PatternProblems.excluded(constraint);
      }
    }
    return null;
  }

  /** Its sequence belongs to it, and would go with it. */
  private static boolean numbers(Column column) {
    String expression = column.expression();
    return expression != null && expression.contains("nextval(");
  }
}
