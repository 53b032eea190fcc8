package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads statements. */
final class StatementReader {

  private StatementReader() {}

  static Tree read(Node.Wrapped wrapped) {
    Node node = wrapped.node();
    return switch (wrapped.kind()) {
      case "CreateStmt" -> TableReader.create(node, false);
      case "CreateForeignTableStmt" -> TableReader.create(node.node("base"), true);
      case "AlterTableStmt" -> TableReader.alter(node);
      case "CreateTableAsStmt" -> createTableAs(node);
      case "SelectStmt" -> select(node);
      case "ViewStmt" ->
          new Tree.CreateView(
              node.relation("view"),
              node.flag("replace"),
              TableReader.persistence(node.node("view")),
              MentionsReader.of(node.node("query")));
      case "IndexStmt" -> index(node);
      case "DropStmt" -> drop(node);
      case "CreatedbStmt" -> new Tree.CreateDatabase(node.text("dbname"));
      case "DropdbStmt" -> new Tree.DropDatabase(node.text("dbname"), node.flag("missing_ok"));
      case "RenameStmt" -> rename(node);
      case "AlterObjectSchemaStmt" ->
          new Tree.SetSchema(
              Kinds.of(node.text("objectType")), object(node), node.text("newschema"));
      case "AlterOwnerStmt" ->
          new Tree.AlterOwner(
              Kinds.of(node.text("objectType")), object(node), role(node.node("newowner")));
      case "CreateTrigStmt" -> trigger(node);
      case "CreateFunctionStmt" -> RoutineReader.create(node);
      case "AlterFunctionStmt" -> RoutineReader.alter(node);
      case "DoStmt" -> RoutineReader.block(node);
      case "CallStmt" -> call(node);
      case "InsertStmt" -> insert(node);
      case "UpdateStmt" -> update(node);
      case "DeleteStmt" ->
          new Tree.Delete(
              node.relation("relation"),
              ExprReader.optional(node, "whereClause"),
              node.has("usingClause"),
              MentionsReader.of(node));
      case "MergeStmt" -> merge(node);
      case "CopyStmt" ->
          new Tree.Copy(
              node.has("relation") ? node.relation("relation") : null,
              node.flag("is_from"),
              MentionsReader.of(node.node("query")));
      case "TruncateStmt" -> new Tree.Truncate(relations(node, "relations"), node.cascades());
      case "LockStmt" ->
          new Tree.LockTable(
              relations(node, "relations"),
              ExprReader.lockMode(node.number("mode")),
              node.flag("nowait"));
      case "VacuumStmt" -> vacuum(node);
      case "ClusterStmt" ->
          new Tree.Cluster(node.has("relation") ? node.relation("relation") : null);
      case "ReindexStmt" -> reindex(node);
      case "RefreshMatViewStmt" ->
          new Tree.Refresh(
              node.relation("relation"), node.flag("concurrent"), !node.flag("skipData"));
      case "TransactionStmt" ->
          new Tree.Transaction(node.text("kind").replace("TRANS_STMT_", "").replace('_', ' '));
      case "VariableSetStmt" -> setting(node);
      case "ExplainStmt" -> explain(node);
      default -> more(wrapped);
    };
  }

  private static Tree more(Node.Wrapped wrapped) {
    Node node = wrapped.node();
    return switch (wrapped.kind()) {
      case "CreateEnumStmt" -> new Tree.CreateEnum(names(node, "typeName"), node.strings("vals"));
      case "AlterEnumStmt" ->
          new Tree.AlterEnum(
              names(node, "typeName"),
              node.textOrNull("oldVal"),
              node.text("newVal"),
              node.flag("skipIfNewValExists"));
      case "CompositeTypeStmt" -> composite(node);
      case "CreateRangeStmt" -> new Tree.CreateType(names(node, "typeName"), List.of());
      case "DefineStmt" ->
          node.text("kind").equals("OBJECT_TYPE")
              ? new Tree.CreateType(names(node, "defnames"), List.of())
              : new Tree.Other("DefineStmt");
      case "CreateDomainStmt" -> domain(node);
      case "AlterDomainStmt" -> alterDomain(node);
      case "CreateSchemaStmt" -> schema(node);
      case "CreateSeqStmt" ->
          new Tree.CreateSequence(
              node.relation("sequence"),
              TableReader.persistence(node.node("sequence")),
              node.flag("if_not_exists"));
      case "CreateExtensionStmt" ->
          new Tree.CreateExtension(node.text("extname"), node.flag("if_not_exists"));
      case "CreatePolicyStmt" ->
          new Tree.CreatePolicy(node.text("policy_name"), node.relation("table"));
      case "RuleStmt" ->
          new Tree.CreateOn(Kind.RULE, node.textOrNull("rulename"), node.relation("relation"));
      case "CreateStatsStmt" -> statistics(node);
      default -> new Tree.Other(wrapped.kind());
    };
  }

  private static QualifiedName names(Node node, String key) {
    return Node.name(node.strings(key));
  }

  private static List<QualifiedName> relations(Node node, String key) {
    return node.list(key).stream().map(item -> item.node().asRelation()).toList();
  }

  private static Tree createTableAs(Node node) {
    Node into = node.node("into");
    return new Tree.CreateTableAs(
        into.relation("rel"),
        TableReader.persistence(into.node("rel"), into.text("onCommit")),
        node.text("objtype").equals("OBJECT_MATVIEW"),
        node.flag("if_not_exists"),
        !into.flag("skipData"),
        MentionsReader.of(node.node("query")));
  }

  private static Tree select(Node node) {
    if (node.has("intoClause")) {
      Node target = node.node("intoClause").node("rel");
      return new Tree.CreateTableAs(
          target.asRelation(),
          TableReader.persistence(target),
          false,
          false,
          true,
          MentionsReader.of(node, "intoClause"));
    }
    List<Expr> outputs = new ArrayList<>();
    for (Node.Wrapped target : node.list("targetList")) {
      Expr value = ExprReader.optional(target.node(), "val");
      if (value != null) {
        outputs.add(value);
      }
    }
    return new Tree.Select(outputs, MentionsReader.of(node), node.has("limitCount"));
  }

  private static Tree index(Node node) {
    List<String> columns = new ArrayList<>();
    Set<String> mentions = new LinkedHashSet<>();
    boolean expressions = false;
    for (Node.Wrapped element : node.list("indexParams")) {
      if (element.node().has("name")) {
        mentions.add(element.node().text("name"));
        if (!expressions) {
          columns.add(element.node().text("name"));
        }
      } else {
        expressions = true;
        columnsOf(ExprReader.optional(element.node(), "expr"), mentions);
      }
    }
    Expr where = ExprReader.optional(node, "whereClause");
    columnsOf(where, mentions);
    return new Tree.CreateIndex(
        node.textOrNull("idxname"),
        node.relation("relation"),
        !node.node("relation").flag("inh"),
        node.flag("unique"),
        node.flag("concurrent"),
        node.flag("if_not_exists"),
        node.text("accessMethod"),
        columns,
        expressions,
        where,
        List.copyOf(mentions));
  }

  private static void columnsOf(@Nullable Expr expression, Set<String> names) {
    if (expression != null) {
      for (Expr part : expression.all()) {
        if (part instanceof Expr.Column column) {
          names.add(column.name());
        }
      }
    }
  }

  private static Tree drop(Node node) {
    Kind kind = Kinds.of(node.text("removeType"));
    List<QualifiedName> names = new ArrayList<>();
    List<QualifiedName> tables = new ArrayList<>();
    List<Tree.Signature> routines = new ArrayList<>();
    for (Node.Wrapped object : node.list("objects")) {
      List<String> parts = parts(node.text("removeType"), object);
      if (parts.isEmpty()) {
        continue;
      }
      if (Kinds.onTable(kind) && parts.size() > 1) {
        tables.add(Node.name(parts.subList(0, parts.size() - 1)));
        names.add(new QualifiedName(null, parts.get(parts.size() - 1)));
      } else {
        names.add(Node.name(parts));
        if (object.kind().equals("ObjectWithArgs")) {
          routines.add(RoutineReader.signature(object.node()));
        }
      }
    }
    return new Tree.Drop(
        kind,
        names,
        tables,
        routines,
        node.flag("missing_ok"),
        node.cascades(),
        node.flag("concurrent"));
  }

  /** The parts of the name of an object of a kind; none where that kind has no names. */
  private static List<String> parts(String objectType, Node.Wrapped object) {
    List<String> parts = parts(object);
    return switch (objectType) {
      // The index method stands in front of it.
      case "OBJECT_OPCLASS", "OBJECT_OPFAMILY" -> parts.subList(1, parts.size());
      // Of the language alone.
      case "OBJECT_TRANSFORM" -> List.of();
      default -> parts;
    };
  }

  /** The parts of an object's name, in whichever way the grammar holds it. */
  static List<String> parts(Node.Wrapped object) {
    return switch (object.kind()) {
      case "List" -> object.node().strings("items");
      case "String" -> List.of(object.node().text("sval"));
      case "TypeName" -> object.node().strings("names");
      case "ObjectWithArgs" -> object.node().strings("objname");
      default -> List.of();
    };
  }

  private static QualifiedName object(Node node) {
    if (node.has("relation")) {
      return node.relation("relation");
    }
    Node.Wrapped object = node.wrapped("object");
    List<String> parts =
        object == null
            ? List.of()
            : parts(node.text("objectType") + node.text("renameType"), object);
    return parts.isEmpty() ? new QualifiedName(null, "?") : Node.name(parts);
  }

  private static Tree rename(Node node) {
    Kind kind = Kinds.of(node.text("renameType"));
    // A schema, database, role or tablespace: all that there is is its name.
    boolean bare = !node.has("relation") && !node.has("object");
    return new Tree.Rename(
        kind,
        owner(kind, node),
        bare ? new QualifiedName(null, node.text("subname")) : object(node),
        bare ? null : node.textOrNull("subname"),
        node.text("newname"),
        node.flag("missing_ok"));
  }

  /** What the object of a RENAME is, which the grammar says of columns only. */
  private static Kind owner(Kind renamed, Node node) {
    return switch (renamed) {
      case COLUMN, ATTRIBUTE -> Kinds.of(node.text("relationType"));
      case CONSTRAINT, TRIGGER, POLICY -> Kind.TABLE;
      case DOMAIN_CONSTRAINT -> Kind.DOMAIN;
      // Of a table or of a view.
      case RULE -> Kind.OTHER;
      default -> renamed;
    };
  }

  /** A role's name, or the word that stands for one: {@code CURRENT_USER}. */
  static String role(Node node) {
    return node.has("rolename")
        ? node.text("rolename")
        : node.text("roletype").replace("ROLESPEC_", "");
  }

  private static Tree statistics(Node node) {
    List<String> name = node.strings("defnames");
    List<Node.Wrapped> from = node.list("relations");
    if (from.size() != 1 || !from.get(0).kind().equals("RangeVar")) {
      return new Tree.Other("CreateStatsStmt");
    }
    return new Tree.CreateOn(
        Kind.STATISTICS,
        name.isEmpty() ? null : name.get(name.size() - 1),
        from.get(0).node().asRelation());
  }

  private static Tree trigger(Node node) {
    return new Tree.CreateTrigger(
        node.text("trigname"),
        node.relation("relation"),
        names(node, "funcname"),
        node.flag("isconstraint"),
        node.flag("replace"),
        (node.number("timing") & 2) != 0,
        node.flag("row"),
        node.has("constrrel") ? node.relation("constrrel") : null,
        (node.number("events") & 4) != 0,
        (node.number("events") & 16) != 0,
        (node.number("events") & 8) != 0,
        node.strings("columns"),
        ExprReader.optional(node, "whenClause"));
  }

  private static Tree call(Node node) {
    Node function = node.node("funccall");
    Expr call = ExprReader.read(new Node.Wrapped("FuncCall", function));
    return call instanceof Expr.Call procedure
        ? new Tree.Call(procedure)
        : new Tree.Other("CallStmt");
  }

  private static Tree insert(Node node) {
    Node.Wrapped source = node.wrapped("selectStmt");
    boolean query = source != null && !source.node().has("valuesLists");
    List<String> updated =
        node.node("onConflictClause").list("targetList").stream()
            .map(target -> target.node().text("name"))
            .toList();
    return new Tree.Insert(node.relation("relation"), query, updated, MentionsReader.of(node));
  }

  private static Tree update(Node node) {
    List<String> columns = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    for (Node.Wrapped target : node.list("targetList")) {
      columns.add(target.node().text("name"));
      Expr value = ExprReader.optional(target.node(), "val");
      if (value != null) {
        values.add(value);
      }
    }
    return new Tree.Update(
        node.relation("relation"),
        columns,
        values,
        ExprReader.optional(node, "whereClause"),
        node.has("fromClause"),
        MentionsReader.of(node));
  }

  private static Tree merge(Node node) {
    List<Tree.Merge.Matched> changes = new ArrayList<>();
    boolean inserts = false;
    for (Node.Wrapped when : node.list("mergeWhenClauses")) {
      boolean deletes = when.node().text("commandType").equals("CMD_DELETE");
      boolean updates = when.node().text("commandType").equals("CMD_UPDATE");
      inserts |= when.node().text("commandType").equals("CMD_INSERT");
      if (when.node().text("matchKind").equals("MERGE_WHEN_MATCHED") && (deletes || updates)) {
        List<String> columns =
            when.node().list("targetList").stream().map(t -> t.node().text("name")).toList();
        Expr condition = ExprReader.optional(when.node(), "condition");
        changes.add(new Tree.Merge.Matched(condition, deletes, columns));
      }
    }
    return new Tree.Merge(
        node.relation("relation"),
        ExprReader.optional(node, "joinCondition"),
        changes,
        inserts,
        MentionsReader.of(node));
  }

  private static Tree vacuum(Node node) {
    boolean full =
        node.list("options").stream()
            .anyMatch(
                option -> option.node().text("defname").equals("full") && isOn(option.node()));
    List<QualifiedName> tables =
        node.list("rels").stream().map(rel -> rel.node().relation("relation")).toList();
    return new Tree.Vacuum(node.flag("is_vacuumcmd"), full, tables);
  }

  /** With ANALYZE it is run. */
  private static Tree explain(Node node) {
    Node.Wrapped query = node.wrapped("query");
    boolean runs =
        node.list("options").stream()
            .anyMatch(
                option -> option.node().text("defname").equals("analyze") && isOn(option.node()));
    return runs && query != null ? read(query) : new Tree.Other("ExplainStmt");
  }

  /** Whether an option is on: alone, or with a word or number that is not false. */
  private static boolean isOn(Node option) {
    Node.Wrapped value = option.wrapped("arg");
    if (value == null) {
      return true;
    }
    return switch (value.kind()) {
      case "String" -> !isFalse(value.node().text("sval"));
      case "Integer" -> value.node().number("ival") != 0;
      case "Boolean" -> value.node().flag("boolval");
      default -> true;
    };
  }

  private static boolean isFalse(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.equals("false") || lower.equals("off") || lower.equals("0");
  }

  private static Tree reindex(Node node) {
    Kind kind =
        switch (node.text("kind")) {
          case "REINDEX_OBJECT_INDEX" -> Kind.INDEX;
          case "REINDEX_OBJECT_TABLE" -> Kind.TABLE;
          case "REINDEX_OBJECT_SCHEMA" -> Kind.SCHEMA;
          case "REINDEX_OBJECT_DATABASE" -> Kind.DATABASE;
          default -> Kind.OTHER;
        };
    QualifiedName name = null;
    if (node.has("relation")) {
      name = node.relation("relation");
    } else if (!node.text("name").isEmpty()) {
      name = new QualifiedName(null, node.text("name"));
    }
    boolean concurrently =
        node.list("params").stream()
            .anyMatch(
                option ->
                    option.node().text("defname").equals("concurrently") && isOn(option.node()));
    return new Tree.Reindex(kind, name, concurrently);
  }

  /** SET, RESET; also of a function. */
  static Tree.SetVariable setting(Node node) {
    String kind = node.text("kind");
    boolean reset = kind.equals("VAR_RESET") || kind.equals("VAR_RESET_ALL");
    List<String> values = new ArrayList<>();
    for (Expr value : ExprReader.list(node, "args")) {
      Expr plain = value instanceof Expr.Cast cast ? cast.value() : value;
      values.add(plain instanceof Expr.Constant constant ? constant.text() : "?");
    }
    String name = kind.equals("VAR_RESET_ALL") ? "all" : node.text("name");
    return new Tree.SetVariable(
        name.toLowerCase(Locale.ROOT), values, node.flag("is_local"), reset);
  }

  private static Tree domain(Node node) {
    Type type = ExprReader.type(node.node("typeName"));
    if (type == null) {
      return new Tree.Other("CreateDomainStmt");
    }
    return new Tree.CreateDomain(names(node, "domainname"), type, constraints(node));
  }

  private static List<Constraint> constraints(Node node) {
    return node.list("constraints").stream()
        .filter(item -> item.kind().equals("Constraint"))
        .map(item -> TableReader.constraint(item.node(), null))
        .toList();
  }

  private static Tree alterDomain(Node node) {
    Tree.AlterDomain.Change change =
        switch (node.text("subtype")) {
          case "C" -> Tree.AlterDomain.Change.ADD_CONSTRAINT;
          case "N" -> Tree.AlterDomain.Change.DROP_NOT_NULL;
          case "O" -> Tree.AlterDomain.Change.SET_NOT_NULL;
          case "X" -> Tree.AlterDomain.Change.DROP_CONSTRAINT;
          case "V" -> Tree.AlterDomain.Change.VALIDATE;
          default -> Tree.AlterDomain.Change.DEFAULT;
        };
    return new Tree.AlterDomain(
        names(node, "typeName"), change, node.textOrNull("name"), added(node, change));
  }

  private static @Nullable Constraint added(Node node, Tree.AlterDomain.Change change) {
    Node.Wrapped def = node.wrapped("def");
    if (def != null && def.kind().equals("Constraint")) {
      return TableReader.constraint(def.node(), null);
    }
    return switch (change) {
      case SET_NOT_NULL -> plain(Constraint.Kind.NOT_NULL, null);
      case DEFAULT ->
          def == null ? null : plain(Constraint.Kind.DEFAULT, ExprReader.optional(node, "def"));
      default -> null;
    };
  }

  private static Constraint plain(Constraint.Kind kind, @Nullable Expr value) {
    return new Constraint(
        kind, null, List.of(), value, null, List.of(), null, false, true, false, false, false, -1);
  }

  private static Tree composite(Node node) {
    List<Column> attributes =
        node.list("coldeflist").stream().map(item -> TableReader.column(item.node())).toList();
    return new Tree.CreateType(node.relation("typevar"), attributes);
  }

  private static Tree schema(Node node) {
    List<Tree> elements = node.list("schemaElts").stream().map(StatementReader::read).toList();
    String name = node.text("schemaname");
    if (name.isEmpty()) {
      name = node.node("authrole").text("rolename");
    }
    return new Tree.CreateSchema(name.isEmpty() ? "?" : name, node.flag("if_not_exists"), elements);
  }
}
