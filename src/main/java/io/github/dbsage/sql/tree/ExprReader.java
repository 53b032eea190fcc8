package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads expressions and types. */
final class ExprReader {

  /**
   * Expressions are read so deep; others walk them on threads with a small stack. Only chains that
   * a program wrote are longer, and what they call is known all the same, see {@link Mentions}.
   */
  private static final int DEEPEST = 250;

  private ExprReader() {}

  /** The expression under a key, or null where there is none. */
  static @Nullable Expr optional(Node node, String key) {
    Node.Wrapped found = node.wrapped(key);
    return found == null ? null : read(found);
  }

  static List<Expr> list(Node node, String key) {
    return node.list(key).stream().map(ExprReader::read).toList();
  }

  static Expr read(Node.Wrapped wrapped) {
    Node node = wrapped.node();
    int at = node.at();
    if (node.depth() > DEEPEST) {
      return new Expr.Compound(wrapped.kind(), List.of(), at);
    }
    return switch (wrapped.kind()) {
      case "A_Const" -> constant(node, at);
      case "ColumnRef" -> new Expr.Column(path(node), at);
      case "FuncCall" -> new Expr.Call(Node.name(node.strings("funcname")), list(node, "args"), at);
      case "SQLValueFunction" ->
          new Expr.KeywordFunction(node.text("op").replace("SVFOP_", ""), at);
      case "TypeCast" -> cast(node, at);
      case "A_Expr" -> operation(node, at);
      case "BoolExpr" ->
          new Expr.Logic(
              Expr.Logic.Kind.valueOf(node.text("boolop").replace("_EXPR", "")),
              list(node, "args"),
              at);
      case "NullTest" -> nullTest(node, at);
      case "SubLink" -> new Expr.SubQuery(MentionsReader.of(node), at);
      default -> new Expr.Compound(wrapped.kind(), children(node), at);
    };
  }

  private static Expr constant(Node node, int at) {
    if (node.has("ival")) {
      return new Expr.Constant(
          Expr.Literal.NUMBER, String.valueOf(node.node("ival").number("ival")), at);
    }
    if (node.has("fval")) {
      return new Expr.Constant(Expr.Literal.NUMBER, node.node("fval").text("fval"), at);
    }
    if (node.has("boolval")) {
      boolean value = node.node("boolval").flag("boolval");
      return new Expr.Constant(Expr.Literal.BOOLEAN, String.valueOf(value), at);
    }
    if (node.has("sval")) {
      return new Expr.Constant(Expr.Literal.STRING, node.node("sval").text("sval"), at);
    }
    if (node.has("bsval")) {
      return new Expr.Constant(Expr.Literal.STRING, node.node("bsval").text("bsval"), at);
    }
    return new Expr.Constant(Expr.Literal.NULL, "NULL", at);
  }

  private static List<String> path(Node node) {
    return node.list("fields").stream()
        .map(field -> field.kind().equals("String") ? field.node().text("sval") : "*")
        .toList();
  }

  private static Expr cast(Node node, int at) {
    Expr value = optional(node, "arg");
    Type type = type(node.node("typeName"));
    return value == null || type == null
        ? new Expr.Compound("TypeCast", children(node), at)
        : new Expr.Cast(value, type, at);
  }

  private static Expr nullTest(Node node, int at) {
    Expr value = optional(node, "arg");
    return value == null
        ? new Expr.Compound("NullTest", children(node), at)
        : new Expr.NullTest(value, node.text("nulltesttype").equals("IS_NULL"), at);
  }

  private static Expr operation(Node node, int at) {
    String kind = node.text("kind").replace("AEXPR_", "");
    List<String> name = node.strings("name");
    String sign = name.isEmpty() ? "" : name.get(name.size() - 1);
    String operator =
        switch (kind) {
          case "OP" -> sign;
          case "OP_ANY" -> sign + " ANY";
          case "OP_ALL" -> sign + " ALL";
          case "DISTINCT" -> "IS DISTINCT FROM";
          case "NOT_DISTINCT" -> "IS NOT DISTINCT FROM";
          case "IN" -> name.contains("<>") ? "NOT IN" : "IN";
          case "LIKE", "ILIKE", "SIMILAR" -> sign.startsWith("!") ? "NOT " + kind : kind;
          case "NOT_BETWEEN", "BETWEEN_SYM", "NOT_BETWEEN_SYM" -> kind.replace('_', ' ');
          default -> kind;
        };
    Node.Wrapped right = node.wrapped("rexpr");
    Expr value =
        right == null || !right.kind().equals("List")
            ? optional(node, "rexpr")
            : new Expr.Compound("List", list(right.node(), "items"), -1);
    return new Expr.Operation(operator, optional(node, "lexpr"), value, at);
  }

  /** The expressions anywhere below a node that has no form of its own here. */
  private static List<Expr> children(Node node) {
    List<Expr> found = new ArrayList<>();
    node.json().entrySet().forEach(entry -> collect(entry.getValue(), node, found));
    return found;
  }

  private static void collect(JsonElement element, Node parent, List<Expr> found) {
    if (element instanceof JsonArray array) {
      array.forEach(item -> collect(item, parent, found));
    } else if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        String kind = entry.getKey();
        if (!Character.isUpperCase(kind.charAt(0))) {
          collect(entry.getValue(), parent, found);
        } else if (entry.getValue() instanceof JsonObject body
            && !kind.equals("String")
            && !kind.equals("TypeName")) {
          found.add(read(new Node.Wrapped(kind, parent.below(body))));
        }
      }
    }
  }

  /** A type; null where the node holds none. */
  static @Nullable Type type(Node node) {
    List<String> names = node.strings("names");
    if (names.isEmpty()) {
      return null;
    }
    List<Integer> modifiers = new ArrayList<>();
    for (Node.Wrapped modifier : node.list("typmods")) {
      if (modifier.kind().equals("A_Const") && modifier.node().has("ival")) {
        modifiers.add(modifier.node().node("ival").number("ival"));
      }
    }
    return new Type(
        Node.name(names), modifiers, node.json().has("arrayBounds"), node.flag("setof"), node.at());
  }

  /** The mode of a lock as the server calls it. */
  static String lockMode(int mode) {
    return switch (mode) {
      case 1 -> "AccessShareLock";
      case 2 -> "RowShareLock";
      case 3 -> "RowExclusiveLock";
      case 4 -> "ShareUpdateExclusiveLock";
      case 5 -> "ShareLock";
      case 6 -> "ShareRowExclusiveLock";
      case 7 -> "ExclusiveLock";
      default -> "AccessExclusiveLock";
    };
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
