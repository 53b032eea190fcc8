package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the parser's JSON of PL/pgSQL. */
final class CodeReader {

  private static final String STATEMENT = "PLpgSQL_stmt_";

  /** The function's variables, which statements call by their numbers. */
  private final List<String> names = new ArrayList<>();

  private CodeReader() {}

  /** The statements of all functions in the JSON; none where it is an error instead. */
  static List<Code> read(String answer) {
    List<Code> code = new ArrayList<>();
    if (ParserThread.parsed(answer) == null) {
      new CodeReader().statements(TreeReader.json(answer), code);
    }
    return code;
  }

  /** The outermost statements below an element. */
  private void statements(JsonElement element, List<Code> found) {
    if (element instanceof JsonArray array) {
      array.forEach(item -> statements(item, found));
    } else if (element instanceof JsonObject object) {
      if (object.get("datums") instanceof JsonArray variables) {
        declarations(variables, found);
      }
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        if (entry.getKey().startsWith(STATEMENT)
            && entry.getValue() instanceof JsonObject statement) {
          statement(entry.getKey().substring(STATEMENT.length()), statement, found);
        } else if (!entry.getKey().equals("datums")) {
          statements(entry.getValue(), found);
        }
      }
    }
  }

  private void declarations(JsonArray variables, List<Code> found) {
    names.clear();
    for (JsonElement one : variables) {
      String name = "";
      if (one instanceof JsonObject wrapper
          && wrapper.get("PLpgSQL_var") instanceof JsonObject variable
          && variable.has("refname")) {
        name = variable.get("refname").getAsString();
        if (variable.has("default_val")) {
          found.add(
              new Code.Assign(name + " := " + query(variable, "default_val"), line(variable)));
        }
        queries(variable, line(variable), found);
      }
      names.add(name);
    }
  }

  private String variable(JsonObject node) {
    int number = node.has("varno") ? node.get("varno").getAsInt() : -1;
    return number >= 0 && number < names.size() ? names.get(number) : "";
  }

  private void statement(String kind, JsonObject node, List<Code> found) {
    int line = line(node);
    switch (kind) {
      case "execsql" -> found.add(new Code.Sql(query(node, "sqlstmt"), line));
      case "perform", "call" -> found.add(new Code.Sql(query(node, "expr"), line));
      case "dynexecute" -> {
        found.add(new Code.Dynamic(query(node, "query"), line));
        queries(node.get("params"), line, found);
      }
      case "commit" -> found.add(new Code.End(true, line));
      case "rollback" -> found.add(new Code.End(false, line));
      case "loop", "while", "fori", "fors", "forc", "foreach_a", "dynfors" -> {
        boolean listed = kind.equals("foreach_a");
        String over =
            listed ? query(node, "expr") : kind.equals("fors") ? query(node, "query") : null;
        String element = listed ? variable(node) : null;
        found.add(new Code.Loop(over, element, inside(kind, node, line), line));
      }
      case "block" -> found.add(new Code.Branch(inside(kind, node, line), line));
      case "if" -> found.add(choice(node, "then_body", "elsif_list", "else_body", line));
      case "case" -> {
        queries(node.get("t_expr"), line, found);
        found.add(choice(node, "", "case_when_list", "else_stmts", line));
      }
      case "assign" -> {
        Code.Assign assign = new Code.Assign(query(node, "expr"), line);
        found.add(assign);
        found.add(new Code.Query("SELECT " + assign.value().stripLeading(), line));
      }
      default -> {
        found.add(new Code.Other(kind, line));
        queries(node, line, found);
      }
    }
  }

  private static int line(JsonObject node) {
    return node.has("lineno") ? node.get("lineno").getAsInt() : 0;
  }

  private List<Code> inside(String kind, JsonObject node, int line) {
    List<Code> inside = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : node.entrySet()) {
      if (kind.equals("dynfors") && entry.getKey().equals("query")) {
        inside.add(new Code.Dynamic(query(node, "query"), line));
      } else if (!kind.equals("block") && !entry.getKey().endsWith("body")) {
        queries(entry.getValue(), line, inside);
      }
    }
    statements(node, inside);
    return inside;
  }

  /** IF and CASE: the first arm of IF stands in the node itself, the others in a list. */
  private Code choice(JsonObject node, String first, String others, String otherwise, int line) {
    List<Code.Arm> arms = new ArrayList<>();
    if (node.has(first)) {
      arms.add(arm(query(node, "cond"), node.get(first), line));
    }
    if (node.get(others) instanceof JsonArray list) {
      for (JsonElement item : list) {
        for (JsonElement inner : item.getAsJsonObject().asMap().values()) {
          JsonObject arm = inner.getAsJsonObject();
          String condition = query(arm, arm.has("cond") ? "cond" : "expr");
          arms.add(arm(condition, arm.get("stmts"), arm.has("lineno") ? line(arm) : line));
        }
      }
    }
    if (node.has(otherwise)) {
      arms.add(arm(null, node.get(otherwise), line));
    }
    return new Code.Choice(arms, line);
  }

  private Code.Arm arm(@Nullable String condition, @Nullable JsonElement statements, int line) {
    List<Code> body = new ArrayList<>();
    if (condition != null) {
      body.add(new Code.Query("SELECT " + condition, line));
    }
    if (statements != null) {
      statements(statements, body);
    }
    return new Code.Arm(condition, body, line);
  }

  /** The expressions of a statement that has no form of its own, and of a variable. */
  private static void queries(@Nullable JsonElement element, int line, List<Code> found) {
    if (element instanceof JsonArray array) {
      array.forEach(item -> queries(item, line, found));
    } else if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        if (entry.getKey().equals("dynquery")) {
          found.add(new Code.Dynamic(query(object, "dynquery"), line));
        } else if (entry.getKey().equals("PLpgSQL_expr")) {
          found.add(query(entry.getValue().getAsJsonObject(), line));
        } else if (!entry.getKey().equals("default_val")) {
          queries(entry.getValue(), line, found);
        }
      }
    }
  }

  /** An expression becomes a query; the parser's mode 0 says that it is one already. */
  private static Code.Query query(JsonObject expression, int line) {
    String text = expression.has("query") ? expression.get("query").getAsString() : "";
    boolean whole = expression.has("parseMode") && expression.get("parseMode").getAsInt() == 0;
    return new Code.Query(whole ? text : "SELECT " + text, line);
  }

  private static String query(JsonObject node, String key) {
    if (node.get(key) instanceof JsonObject wrapper
        && wrapper.get("PLpgSQL_expr") instanceof JsonObject expression
        && expression.has("query")) {
      return expression.get("query").getAsString();
    }
    return "";
  }
}
