package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.FROM;
import static io.github.dbsage.plan.ChangeParameter.TO;
import static io.github.dbsage.plan.ChangeParameter.TYPE;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.List;
import java.util.Map;

/** One more label of an enum. */
final class EnumValue implements ChangePattern {

  @Override
  public String name() {
    return "enum-value";
  }

  @Override
  public String does() {
    return "adds a label to an enum type";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(TYPE, "the enum, as in public.status", TO, "the new label, as in archived");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(FROM, "the label that it comes behind; the last one otherwise");
  }

  @Override
  public NewChange change(Wanted wanted) {
    String given = wanted.needed(TYPE);
    List<String> parts = Identifiers.parse(given);
    if (parts == null || parts.size() > 2) {
      throw new UserError(PatternProblems.noTypeName(given));
    }
    QualifiedName type =
        parts.size() == 1
            ? new QualifiedName(null, parts.get(0))
            : new QualifiedName(parts.get(0), parts.get(1));
    String label = label(wanted.needed(TO));
    String before = wanted.value(FROM);
    SqlText text =
        new SqlText()
            .forwardOnly("PostgreSQL takes no label out of an enum")
            .comment(
                "Deploy what can read the label before anything writes it. No statement of this",
                "file may use it: it is there when the transaction has ended.")
            .run(
                "ALTER TYPE "
                    + Sql.name(type)
                    + " ADD VALUE IF NOT EXISTS "
                    + Sql.literal(label)
                    + (before == null ? "" : " AFTER " + Sql.literal(label(before))));
    Draft draft = new Draft(wanted);
    String change = Sql.slug("add", type.name(), label);
    draft.add(change, text);
    return draft.change(change, null);
  }

  /** The quotes that SQL wants are ours to write. */
  private static String label(String given) {
    return given.length() > 2 && given.startsWith("'") && given.endsWith("'")
        ? given.substring(1, given.length() - 1).replace("''", "'")
        : given;
  }
}
