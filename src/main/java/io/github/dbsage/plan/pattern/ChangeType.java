package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.Map;

/** Gives a column a wider type by another column, without rewriting the table under a lock. */
final class ChangeType implements ChangePattern {

  @Override
  public String name() {
    return "change-type";
  }

  @Override
  public String does() {
    return "gives a column a wider type while the application runs";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        ChangeParameter.TABLE, "the table: public.users",
        ChangeParameter.COLUMN, "the column: age",
        ChangeParameter.TYPE, "its new type: numeric(5,2)");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(
        ChangeParameter.TO, "the name of the column that has it: <column>_new unless you say so");
  }

  @Override
  public NewChange change(Wanted wanted) {
    String from = wanted.identifier(ChangeParameter.COLUMN);
    String to =
        wanted.value(ChangeParameter.TO) == null
            ? Sql.made(from, "new")
            : wanted.identifier(ChangeParameter.TO);
    TableFacts facts = wanted.facts();
    if (facts == null) {
      throw new UserError(PatternProblems.oldTypeUnknown(wanted.table(), from));
    }
    TableFacts.Column column =
        Replaceable.require(facts, ChangeParameter.COLUMN, from, ChangeParameter.TO, to);
    TypeName oldType = TypeName.of(column.type());
    TypeName newType = TypeName.of(wanted.needed(ChangeParameter.TYPE));
    if (oldType.equals(newType)) {
      throw new UserError(PatternProblems.sameType(facts.name(), from, column.type()));
    }
    String loss = Widening.loss(oldType, newType);
    if (loss != null) {
      throw new UserError(
          PatternProblems.losesValues(facts.name(), column, newType.toString(), loss));
    }
    Twins twins =
        new Twins(
            facts.name(),
            from,
            to,
            Widening.conversion(oldType, newType, column.collation()),
            facts);
    return new DualWrite(twins, wanted)
        .change(
            Sql.slug("change", twins.table().name(), from, "type"),
            "Make " + twins.column() + " " + newType + ", as " + Sql.name(to));
  }
}
