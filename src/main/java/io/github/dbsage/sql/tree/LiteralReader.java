package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers the strings of a statement from the parser's JSON. */
final class LiteralReader {

  private static final Set<String> COMPARING = Set.of("=", "<>", "!=", "<", ">", "<=", ">=");
  private static final Set<String> COMPARISONS =
      Set.of("OP_ANY", "OP_ALL", "DISTINCT", "NOT_DISTINCT", "NULLIF", "IN", "BETWEEN");

  private final Offsets offsets;
  private final List<Literals.Literal> literals = new ArrayList<>();
  private final List<QualifiedName> relations = new ArrayList<>();

  private LiteralReader(Offsets offsets) {
    this.offsets = offsets;
  }

  /** What gives a string its type. */
  private record Beside(@Nullable String column, int position, @Nullable Type type) {
    static final Beside NOTHING = new Beside(null, -1, null);

    static Beside column(String name) {
      return new Beside(name, -1, null);
    }
  }

  /** From what the parser said of a statement; nothing where that is no tree. */
  static Literals read(String statement, String answer) {
    if (ParserThread.parsed(answer) != null) {
      return Literals.NONE;
    }
    LiteralReader reader = new LiteralReader(new Offsets(statement));
    reader.element(TreeReader.json(answer), Beside.NOTHING);
    return new Literals(reader.literals, reader.relations);
  }

  private void element(@Nullable JsonElement element, Beside beside) {
    if (element instanceof JsonArray array) {
      array.forEach(item -> element(item, beside));
    } else if (element instanceof JsonObject object) {
      if (object.has("relname")) {
        relations.add(new Node(object, offsets).asRelation());
      }
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        if (entry.getValue() instanceof JsonObject inner) {
          node(entry.getKey(), inner, beside);
        } else {
          element(entry.getValue(), beside);
        }
      }
    }
  }

  private void node(String kind, JsonObject json, Beside beside) {
    Node node = new Node(json, offsets);
    switch (kind) {
      case "A_Const" -> {
        if (node.has("sval")) {
          literals.add(
              new Literals.Literal(
                  node.node("sval").text("sval"),
                  beside.column(),
                  beside.position(),
                  beside.type(),
                  node.at()));
        }
      }
      case "TypeCast" ->
          element(json.get("arg"), new Beside(null, -1, ExprReader.type(node.node("typeName"))));
      case "ColumnDef" ->
          element(
              json.get("constraints"),
              new Beside(node.text("colname"), -1, ExprReader.type(node.node("typeName"))));
      case "AlterTableCmd" ->
          element(
              json,
              node.text("subtype").equals("AT_ColumnDefault")
                  ? Beside.column(node.text("name"))
                  : Beside.NOTHING);
      case "InsertStmt" -> insert(node);
      case "UpdateStmt" -> {
        assignments(json.get("targetList"));
        others(json, "targetList", Beside.NOTHING);
      }
      case "A_Expr" -> operation(node);
      case "CaseExpr" -> choice(node, beside);
      case "CoalesceExpr", "MinMaxExpr" -> {
        String column = column(node.list("args"));
        element(json.get("args"), column == null ? beside : Beside.column(column));
      }
      case "FuncCall", "SubLink", "SelectStmt" -> element(json, Beside.NOTHING);
      default -> element(json, beside);
    }
  }

  private void others(JsonObject json, String but, Beside beside) {
    JsonObject rest = json.deepCopy();
    rest.remove(but);
    element(rest, beside);
  }

  private void assignments(@Nullable JsonElement targets) {
    if (targets instanceof JsonArray array) {
      for (JsonElement item : array) {
        Node target = new Node(item.getAsJsonObject(), offsets).node("ResTarget");
        element(target.json().get("val"), Beside.column(target.text("name")));
      }
    }
  }

  private void insert(Node insert) {
    List<String> columns = insert.list("cols").stream().map(c -> c.node().text("name")).toList();
    Node.Wrapped source = insert.wrapped("selectStmt");
    if (source != null) {
      rows(source.node(), columns);
    }
    Node conflict = insert.node("onConflictClause");
    assignments(conflict.json().get("targetList"));
    others(conflict.json(), "targetList", Beside.NOTHING);
    others(insert.json(), "selectStmt", "onConflictClause");
  }

  private void others(JsonObject json, String one, String other) {
    JsonObject rest = json.deepCopy();
    rest.remove(one);
    rest.remove(other);
    element(rest, Beside.NOTHING);
  }

  /** The values of an INSERT: rows, or the outputs of a query. */
  private void rows(Node select, List<String> columns) {
    if (select.has("larg")) {
      rows(select.node("larg"), columns);
      rows(select.node("rarg"), columns);
      return;
    }
    for (Node.Wrapped row : select.list("valuesLists")) {
      values(row.node().json().get("items"), columns);
    }
    if (select.json().get("targetList") instanceof JsonArray) {
      values(select.json().get("targetList"), columns);
    }
    others(select.json(), "valuesLists", "targetList");
  }

  private void values(@Nullable JsonElement items, List<String> columns) {
    if (items instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        Beside beside =
            columns.isEmpty()
                ? new Beside(null, i, null)
                : Beside.column(columns.get(Math.min(i, columns.size() - 1)));
        element(array.get(i), beside);
      }
    }
  }

  private void operation(Node node) {
    String kind = node.text("kind").replace("AEXPR_", "");
    List<String> names = node.strings("name");
    String sign = names.isEmpty() ? "" : names.get(names.size() - 1);
    boolean compares = kind.equals("OP") ? COMPARING.contains(sign) : COMPARISONS.contains(kind);
    JsonObject json = node.json();
    element(json.get("lexpr"), compares ? beside(node.wrapped("rexpr")) : Beside.NOTHING);
    element(json.get("rexpr"), compares ? beside(node.wrapped("lexpr")) : Beside.NOTHING);
  }

  /** What the other side of a comparison makes of a string. */
  private Beside beside(Node.@Nullable Wrapped other) {
    if (other != null && other.kind().equals("TypeCast")) {
      return new Beside(null, -1, ExprReader.type(other.node().node("typeName")));
    }
    String column = other == null ? null : column(List.of(other));
    return column == null ? Beside.NOTHING : Beside.column(column);
  }

  private static @Nullable String column(List<Node.Wrapped> values) {
    for (Node.Wrapped value : values) {
      if (value.kind().equals("ColumnRef")) {
        List<String> path = value.node().strings("fields");
        if (!path.isEmpty()) {
          return path.get(path.size() - 1);
        }
      }
    }
    return null;
  }

  private void choice(Node node, Beside beside) {
    Beside tested = beside(node.wrapped("arg"));
    for (Node.Wrapped arm : node.list("args")) {
      element(arm.node().json().get("expr"), tested);
      element(arm.node().json().get("result"), beside);
    }
    element(node.json().get("defresult"), beside);
  }
}
