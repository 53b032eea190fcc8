package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
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

  /** The statements of all functions in the JSON. */
  static List<Code> read(String json) {
    CodeReader reader = new CodeReader();
    List<Code> code = new ArrayList<>();
    reader.statements(JsonParser.parseString(json), code);
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
          found.add(new Code.Assign(name + " := " + query(variable, "default_val"), 0));
        }
      }
      names.add(name);
    }
  }

  private String variable(JsonObject node) {
    int number = node.has("varno") ? node.get("varno").getAsInt() : -1;
    return number >= 0 && number < names.size() ? names.get(number) : "";
  }

  private void statement(String kind, JsonObject node, List<Code> found) {
    int line = node.has("lineno") ? node.get("lineno").getAsInt() : 0;
    switch (kind) {
      case "execsql" -> found.add(new Code.Sql(query(node, "sqlstmt"), line));
      case "perform" -> found.add(new Code.Sql(perform(query(node, "expr")), line));
      case "call" -> found.add(new Code.Sql(query(node, "expr"), line));
      case "dynexecute" -> found.add(new Code.Dynamic(query(node, "query"), line));
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
      case "case" -> found.add(choice(node, "", "case_when_list", "else_stmts", line));
      case "assign" -> {
        found.add(new Code.Assign(query(node, "expr"), line));
        queries(node, line, found);
      }
      default -> {
        found.add(new Code.Other(kind, line));
        queries(node, line, found);
      }
    }
  }

  private List<Code> inside(String kind, JsonObject node, int line) {
    List<Code> inside = new ArrayList<>();
    if (kind.equals("dynfors")) {
      inside.add(new Code.Dynamic(query(node, "query"), line));
    } else if (kind.equals("fors")) {
      inside.add(new Code.Query(query(node, "query"), line));
    } else if (node.has("cond")) {
      inside.add(new Code.Query("SELECT " + query(node, "cond"), line));
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
          arms.add(arm(condition, arm.get("stmts"), line));
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

  /** Expressions of a statement that has no form of its own. */
  private static void queries(JsonObject node, int line, List<Code> found) {
    for (Map.Entry<String, JsonElement> entry : node.entrySet()) {
      if (entry.getValue() instanceof JsonObject inner && inner.has("PLpgSQL_expr")) {
        String text = query(node, entry.getKey());
        boolean whole = text.stripLeading().regionMatches(true, 0, "SELECT", 0, 6);
        found.add(new Code.Query(whole ? text : "SELECT " + assigned(text), line));
      }
    }
  }

  /** The value of {@code variable := value}, which the parser hands on whole. */
  private static String assigned(String text) {
    int sign = text.indexOf(":=");
    return sign < 0 ? text : text.substring(sign + 2);
  }

  private static String perform(String query) {
    return query.stripLeading().regionMatches(true, 0, "PERFORM", 0, 7)
        ? "SELECT" + query.stripLeading().substring(7)
        : query;
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
