package io.github.dbsage.sql.tree;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** Reads what the parser said of a text. */
final class TreeReader {

  private TreeReader() {}

  static Parsed read(String sql, String answer) {
    Parsed other = ParserThread.parsed(answer);
    if (other != null) {
      return other;
    }
    try {
      return new Parsed.Trees(statements(sql, answer));
    } catch (StackOverflowError e) {
      return new Parsed.Unread(Parsed.Unread.TOO_DEEP);
    } catch (OutOfMemoryError e) {
      return new Parsed.Unread(Parsed.Unread.TOO_LARGE);
    }
  }

  private static List<Parsed.Located> statements(String sql, String answer) {
    Offsets offsets = new Offsets(sql);
    List<Parsed.Located> trees = new ArrayList<>();
    for (Node node : new Node(json(answer).getAsJsonObject(), offsets).nodes("stmts")) {
      Node.Wrapped statement = node.wrapped("stmt");
      if (statement != null) {
        int at = offsets.chars(node.number("stmt_location"));
        trees.add(new Parsed.Located(StatementReader.read(statement), at));
      }
    }
    return trees;
  }

  /** JSON that may nest as deeply as an expression does. */
  static JsonElement json(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setNestingLimit(Integer.MAX_VALUE);
    return JsonParser.parseReader(reader);
  }
}
