package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.Wanted;
import java.util.Map;

/** Gives a table another name, while a view keeps the old one for those who still say it. */
final class RenameTable implements ChangePattern {

  @Override
  public String name() {
    return "rename-table";
  }

  @Override
  public String does() {
    return "gives a table another name while the application runs";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of(
        ChangeParameter.TABLE, "the table: public.users",
        ChangeParameter.TO, "its new name, without a schema: members");
  }

  @Override
  public NewChange change(Wanted wanted) {
    QualifiedName old = wanted.table();
    QualifiedName fresh = Sql.beside(old, wanted.identifier(ChangeParameter.TO));
    if (old.equals(fresh)) {
      throw new UserError(TableProblems.sameName(ChangeParameter.TO, old));
    }
    TableFacts facts = wanted.facts();
    boolean invokes = facts == null || facts.rowSecurity();
    String view = view(old, fresh, invokes);
    String away =
        "DROP VIEW %s;\nALTER TABLE %s RENAME TO %s;\n"
            .formatted(Sql.name(old), Sql.name(fresh), Sql.name(old.name()));
    Draft files = new Draft(wanted);
    Version expand =
        files.migration(
            Sql.slug("rename", old.name()),
            head(old, fresh, invokes),
            "ALTER TABLE %s RENAME TO %s;\n".formatted(Sql.name(old), Sql.name(fresh.name()))
                + view,
            away);
    Version contract =
        files.migration(
            Sql.slug("drop_view", old.name()),
            SqlText.commented("Nobody says " + old.name() + " any more."),
            "DROP VIEW " + Sql.name(old) + ";\n",
            view);
    return files.change(
        Sql.slug("rename", old.name(), "to", fresh.name()),
        plan(wanted, old, fresh, expand, contract));
  }

  private static String view(QualifiedName old, QualifiedName fresh, boolean invokes) {
    return "CREATE VIEW %s%s AS\n  SELECT * FROM %s;\n\n"
            .formatted(
                Sql.name(old), invokes ? " WITH (security_invoker = true)" : "", Sql.name(fresh))
        + Grants.view(fresh, old);
  }

  private static String head(QualifiedName old, QualifiedName fresh, boolean invokes) {
    String before = Sql.name(old.name());
    String after = Sql.name(fresh.name());
    String rights =
        invokes
            ? """
              The view reads and writes with the rights of whoever uses it, so that row security holds.
              That takes PostgreSQL 15; on 14 the statement is refused (22023), because the view would
              show every row.
              """
            : """
              The view reads and writes with the rights of the table's owner, as 14 knows no other; who
              may use it is what the grants say.
              """;
    return SqlText.commented(
        """
        From this transaction on the table is %2$s, and %1$s is a view of it, which SELECT (FOR
        UPDATE too), INSERT, UPDATE, DELETE, RETURNING and ON CONFLICT (columns) go through.
        %3$s
        What old statements cannot do with the view: ON CONFLICT ON CONSTRAINT, TRUNCATE, COPY %1$s
        (but COPY (SELECT ...) TO), GROUP BY the key alone, ctid and xmin,
        pg_get_serial_sequence('%1$s', ...), MERGE before PostgreSQL 17, ALTER TABLE and CREATE
        INDEX; and whoever looks up the primary key in the catalog finds none.

        A column that is added to %2$s before the view goes is not in the view. Indexes, constraints
        and sequences keep their names, which no query says. Foreign keys and views that point to
        the table still do. Functions that say %1$s in their text go on by way of the view: let them
        say %2$s before it goes.
        """
            .formatted(before, after, rights));
  }

  private static PlanText plan(
      Wanted wanted, QualifiedName old, QualifiedName fresh, Version expand, Version contract) {
    String gate = wanted.gate(0);
    return new PlanText("Rename " + Sql.name(old) + " to " + Sql.name(fresh))
        .objective("Old and new versions of the application run side by side; no row moves.")
        .scope(old)
        .risk(Risk.LOW, "Each step changes the catalog only, and has a way back.")
        .successCriteria(gate + " says " + fresh.name() + ", and nothing says " + old.name() + ".")
        .expand(expand)
        .deploy(gate)
        .contract(contract);
  }
}
