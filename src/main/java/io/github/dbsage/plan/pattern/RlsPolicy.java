package io.github.dbsage.plan.pattern;

import static io.github.dbsage.plan.ChangeParameter.FROM;
import static io.github.dbsage.plan.ChangeParameter.NAME;
import static io.github.dbsage.plan.ChangeParameter.TABLE;
import static io.github.dbsage.plan.ChangeParameter.TO;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.SafeName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.Map;
import java.util.Set;

/** A policy of row security, there before it counts. */
final class RlsPolicy implements ChangePattern {

  @Override
  public String name() {
    return "rls-policy";
  }

  @Override
  public String does() {
    return "adds a row-security policy, and switches row security on behind it";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        TABLE,
        "the table, as in public.orders",
        NAME,
        "the policy's name, as in own_orders",
        TO,
        "which rows may be seen and written, as in \"owner = current_user\"");
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(FROM, "the role that it is for; everybody otherwise");
  }

  @Override
  public Set<ChangeParameter> expressions() {
    return Set.of(TO);
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName table = wanted.table();
    String policy = wanted.identifier(NAME);
    TableFacts facts = wanted.facts();
    if (facts != null && facts.policies().contains(policy)) {
      throw new UserError(PatternProblems.nameTaken("policy", policy, table));
    }
    String role = wanted.value(FROM) == null ? null : wanted.identifier(FROM);
    SqlText text = new SqlText();
    boolean on = facts != null && facts.rowSecurity();
    if (!on) {
      text.comment(
          "Row security without a policy shows no row to anybody but the owner: so the policy comes",
          "first, and both in one transaction. Whom no policy is for sees nothing from then on.");
    }
    text.run(
        "CREATE POLICY "
            + Sql.name(policy)
            + "\n    ON "
            + Sql.name(table)
            + (role == null ? "" : "\n    TO " + SafeName.ofRole(role))
            + "\n    USING ("
            + wanted.needed(TO)
            + ")");
    String alter = "ALTER TABLE " + Sql.name(table);
    if (!on) {
      text.run(alter + " ENABLE ROW LEVEL SECURITY");
    }
    if (facts == null) {
      text.forwardOnly("it is not known whether row security was on before");
    } else {
      if (!on) {
        text.back(alter + " DISABLE ROW LEVEL SECURITY");
      }
      text.back("DROP POLICY " + Sql.name(policy) + " ON " + Sql.name(table));
    }
    Draft draft = new Draft(wanted);
    String change = Sql.slug("add", table.name(), policy);
    Version added = draft.add(change, text);
    PlanText plan =
        new PlanText("Add the policy " + policy + " to " + table)
            .objective("Rows of " + table + " are seen and written by whom they concern only")
            .scope(table)
            .risk(Risk.MEDIUM, "whom no policy is for sees an empty table, without any error")
            .successCriteria(
                "Each kind of user sees its rows and no others: a check of each stands under testing.rls");
    if (role != null) {
      plan.rls(
          Sql.slug(policy, "without_claims"),
          role,
          Map.of(),
          "SELECT 1 FROM " + Sql.name(table) + " LIMIT 1",
          "none");
    }
    return draft.change(change, plan.expand(added));
  }
}
