package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.Map;

/** Gives a column another name, without a moment at which a version of the application breaks. */
final class RenameColumn implements ChangePattern {

  @Override
  public String name() {
    return "rename-column";
  }

  @Override
  public String does() {
    return "gives a column another name while the application runs";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        ChangeParameter.TABLE, "the table: public.users",
        ChangeParameter.FROM, "the column: email",
        ChangeParameter.TO, "its new name: email_address");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(ChangeParameter.TYPE, "its type, where no database knows it: text");
  }

  @Override
  public NewChange change(Wanted wanted) {
    String from = wanted.identifier(ChangeParameter.FROM);
    String to = wanted.identifier(ChangeParameter.TO);
    TableFacts facts = wanted.facts();
    Conversion conversion;
    if (facts == null) {
      String type = wanted.value(ChangeParameter.TYPE);
      if (type == null) {
        throw new UserError(PatternProblems.typeUnknown(wanted.table(), from));
      }
      conversion = Conversion.none(TypeName.of(type).toString(), null);
    } else {
      TableFacts.Column column =
          Replaceable.require(facts, ChangeParameter.FROM, from, ChangeParameter.TO, to);
      conversion = Conversion.none(column.type(), column.collation());
    }
    Twins twins = new Twins(wanted.table(), from, to, conversion, facts);
    return new DualWrite(twins, wanted)
        .change(
            Sql.slug("rename", twins.table().name(), from),
            "Rename " + twins.column() + " to " + Sql.name(to));
  }
}
