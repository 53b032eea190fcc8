package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tables: their columns, constraints and bounds, and what ALTER TABLE does to them. */
final class TableReader {

  private TableReader() {}

  static Tree.CreateTable create(Node node, boolean foreign) {
    List<Column> columns = new ArrayList<>();
    List<Constraint> constraints = new ArrayList<>();
    List<Tree.Like> likes = new ArrayList<>();
    for (Node.Wrapped element : node.list("tableElts")) {
      switch (element.kind()) {
        case "ColumnDef" -> columns.add(column(element.node()));
        case "Constraint" -> constraints.add(constraint(element.node(), null));
        case "TableLikeClause" -> likes.add(like(element.node()));
        default -> {
          // Nothing else stands between the parentheses.
        }
      }
    }
    List<QualifiedName> parents =
        node.list("inhRelations").stream().map(parent -> parent.node().asRelation()).toList();
    Node bound = node.node("partbound");
    List<String> key = new ArrayList<>();
    for (Node.Wrapped part : node.node("partspec").list("partParams")) {
      if (part.node().has("name")) {
        key.add(part.node().text("name"));
      }
    }
    return new Tree.CreateTable(
        node.relation("relation"),
        persistence(node.node("relation"), node.text("oncommit")),
        node.flag("if_not_exists"),
        foreign,
        columns,
        constraints,
        parents,
        node.has("partbound"),
        bound.flag("is_default"),
        bound(bound),
        node.has("partspec"),
        key,
        likes,
        node.has("ofTypename") ? Node.name(node.node("ofTypename").strings("names")) : null);
  }

  /** The bits are those of the server's TableLikeOption. */
  private static Tree.Like like(Node node) {
    int options = node.number("options");
    return new Tree.Like(
        node.relation("relation"), (options & 1 << 2) != 0, (options & 1 << 6) != 0);
  }

  static Tree.Persistence persistence(Node relation) {
    return switch (relation.text("relpersistence")) {
      case "t" -> Tree.Persistence.TEMPORARY;
      case "u" -> Tree.Persistence.UNLOGGED;
      default -> Tree.Persistence.PERMANENT;
    };
  }

  /** The same of one that may say what a COMMIT does to it. */
  static Tree.Persistence persistence(Node relation, String onCommit) {
    Tree.Persistence persistence = persistence(relation);
    return persistence.isTemporary() && onCommit.equals("ONCOMMIT_DROP")
        ? Tree.Persistence.UNTIL_COMMIT
        : persistence;
  }

  private static Bound bound(Node node) {
    return new Bound(
        ExprReader.list(node, "listdatums"),
        ExprReader.list(node, "lowerdatums"),
        ExprReader.list(node, "upperdatums"),
        node.text("strategy").equals("h"));
  }

  static Column column(Node node) {
    String name = node.text("colname");
    List<Constraint> constraints = new ArrayList<>();
    for (Node.Wrapped one : node.list("constraints")) {
      if (one.kind().equals("Constraint")) {
        constraints.add(constraint(one.node(), name));
        if (one.node().text("contype").equals("CONSTR_ATTR_NOT_ENFORCED")) {
          relax(constraints, constraints.size() - 2);
        }
      }
    }
    return new Column(
        name, ExprReader.type(node.node("typeName")), constraints, collation(node), node.at());
  }

  /** In a column's definition NOT ENFORCED stands behind its constraint, DEFERRABLE between. */
  private static void relax(List<Constraint> constraints, int last) {
    for (int i = last; i >= 0; i--) {
      Constraint c = constraints.get(i);
      if (c.kind() != Constraint.Kind.OTHER) {
        constraints.set(
            i,
            new Constraint(
                c.kind(),
                c.name(),
                c.columns(),
                c.expression(),
                c.target(),
                c.targetColumns(),
                c.index(),
                c.notValid(),
                false,
                c.noInherit(),
                c.stored(),
                c.withoutOverlaps(),
                c.at()));
        return;
      }
    }
  }

  private static @Nullable String collation(Node node) {
    List<String> parts = node.node("collClause").strings("collname");
    return parts.isEmpty() ? null : parts.get(parts.size() - 1);
  }

  /**
   * A constraint.
   *
   * @param column the column whose definition it stands in, or null
   */
  static Constraint constraint(Node node, @Nullable String column) {
    String contype = node.text("contype");
    List<String> columns = node.strings(contype.equals("CONSTR_FOREIGN") ? "fk_attrs" : "keys");
    return new Constraint(
        kind(contype),
        node.textOrNull("conname"),
        column != null ? List.of(column) : columns.isEmpty() ? excluded(node) : columns,
        ExprReader.optional(node, "raw_expr"),
        node.has("pktable") ? node.relation("pktable") : null,
        node.strings("pk_attrs"),
        node.textOrNull("indexname"),
        node.flag("skip_validation"),
        node.flag("is_enforced") || !ENFORCEABLE.contains(contype),
        node.flag("is_no_inherit"),
        !node.text("generated_kind").equals("v"),
        node.flag("without_overlaps"),
        node.at());
  }

  /** The columns of EXCLUDE; an expression is none. */
  private static List<String> excluded(Node node) {
    List<String> columns = new ArrayList<>();
    for (Node.Wrapped pair : node.list("exclusions")) {
      for (Node.Wrapped part : pair.node().list("items")) {
        if (part.kind().equals("IndexElem") && part.node().has("name")) {
          columns.add(part.node().text("name"));
        }
      }
    }
    return columns;
  }

  private static final List<String> ENFORCEABLE = List.of("CONSTR_CHECK", "CONSTR_FOREIGN");

  private static Constraint.Kind kind(String contype) {
    return switch (contype) {
      case "CONSTR_NULL" -> Constraint.Kind.NULL;
      case "CONSTR_NOTNULL" -> Constraint.Kind.NOT_NULL;
      case "CONSTR_DEFAULT" -> Constraint.Kind.DEFAULT;
      case "CONSTR_IDENTITY" -> Constraint.Kind.IDENTITY;
      case "CONSTR_GENERATED" -> Constraint.Kind.GENERATED;
      case "CONSTR_CHECK" -> Constraint.Kind.CHECK;
      case "CONSTR_PRIMARY" -> Constraint.Kind.PRIMARY_KEY;
      case "CONSTR_UNIQUE" -> Constraint.Kind.UNIQUE;
      case "CONSTR_EXCLUSION" -> Constraint.Kind.EXCLUDE;
      case "CONSTR_FOREIGN" -> Constraint.Kind.FOREIGN_KEY;
      default -> Constraint.Kind.OTHER;
    };
  }

  static Tree.AlterTable alter(Node node) {
    List<Action> actions = new ArrayList<>();
    for (Node.Wrapped command : node.list("cmds")) {
      actions.add(action(command.node()));
    }
    return new Tree.AlterTable(
        Kinds.of(node.text("objtype")),
        node.relation("relation"),
        node.flag("missing_ok"),
        node.text("objtype").equals("OBJECT_TABLE") && !node.node("relation").flag("inh"),
        actions);
  }

  private static Action action(Node node) {
    String name = node.text("name");
    String subtype = node.text("subtype");
    boolean missingOk = node.flag("missing_ok");
    Node.Wrapped wrapped = node.wrapped("def");
    Node def = wrapped == null ? node.node("def") : wrapped.node();
    return switch (subtype) {
      case "AT_AddColumn" -> new Action.AddColumn(column(def), missingOk);
      case "AT_DropColumn" -> new Action.DropColumn(name, missingOk, node.cascades());
      case "AT_AlterColumnType" -> alterType(name, def);
      case "AT_SetNotNull" -> new Action.SetNotNull(name);
      case "AT_DropNotNull" -> new Action.DropNotNull(name);
      case "AT_ColumnDefault" -> new Action.SetDefault(name, ExprReader.optional(node, "def"));
      case "AT_SetExpression" -> expression(name, node);
      case "AT_AddIdentity" -> new Action.AddIdentity(name);
      case "AT_AddConstraint" -> new Action.AddConstraint(constraint(def, null));
      case "AT_DropConstraint" -> new Action.DropConstraint(name, missingOk, node.cascades());
      case "AT_ValidateConstraint" -> new Action.ValidateConstraint(name);
      case "AT_AlterConstraint" ->
          new Action.AlterConstraint(
              def.text("conname"), def.flag("alterEnforceability") && def.flag("is_enforced"));
      case "AT_AttachPartition" -> {
        Node bound = def.node("bound");
        yield new Action.AttachPartition(
            def.relation("name"), bound.flag("is_default"), bound(bound));
      }
      case "AT_DetachPartition" ->
          new Action.DetachPartition(def.relation("name"), def.flag("concurrent"), false);
      case "AT_DetachPartitionFinalize" ->
          new Action.DetachPartition(def.relation("name"), false, true);
      case "AT_SetLogged" -> new Action.SetLogged(true);
      case "AT_SetUnLogged" -> new Action.SetLogged(false);
      case "AT_SetAccessMethod" -> new Action.SetAccessMethod(node.textOrNull("name"));
      case "AT_SetTableSpace" -> new Action.SetTablespace(name);
      case "AT_EnableTrig", "AT_EnableAlwaysTrig", "AT_EnableReplicaTrig" ->
          new Action.Triggers(true, name, true);
      case "AT_EnableTrigAll" -> new Action.Triggers(true, "ALL", false);
      case "AT_EnableTrigUser" -> new Action.Triggers(true, "USER", false);
      case "AT_DisableTrig" -> new Action.Triggers(false, name, true);
      case "AT_DisableTrigAll" -> new Action.Triggers(false, "ALL", false);
      case "AT_DisableTrigUser" -> new Action.Triggers(false, "USER", false);
      case "AT_EnableRowSecurity" -> new Action.RowSecurity(true, false);
      case "AT_ForceRowSecurity" -> new Action.RowSecurity(true, true);
      case "AT_DisableRowSecurity" -> new Action.RowSecurity(false, false);
      case "AT_NoForceRowSecurity" -> new Action.RowSecurity(false, true);
      case "AT_AddInherit" -> new Action.Inheritance(def.asRelation(), true);
      case "AT_DropInherit" -> new Action.Inheritance(def.asRelation(), false);
      case "AT_ChangeOwner" -> new Action.OwnerTo(StatementReader.role(node.node("newowner")));
      default -> new Action.Other(subtype);
    };
  }

  private static Action alterType(String column, Node def) {
    Type type = ExprReader.type(def.node("typeName"));
    if (type == null) {
      return new Action.Other("AT_AlterColumnType");
    }
    return new Action.AlterType(
        column, type, ExprReader.optional(def, "raw_default"), collation(def));
  }

  private static Action expression(String column, Node node) {
    Expr expression = ExprReader.optional(node, "def");
    return expression == null
        ? new Action.Other("AT_SetExpression")
        : new Action.SetExpression(column, expression);
  }
}
