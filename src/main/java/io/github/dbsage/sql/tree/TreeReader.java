package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
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

  /**
   * JSON that may nest as deeply as an expression does. Built here rather than by the library,
   * whose way there loads as many classes again as there is to read of most files.
   */
  static JsonElement json(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setNestingLimit(Integer.MAX_VALUE);
    try {
      return element(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonElement element(JsonReader in) throws IOException {
    switch (in.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
          object.add(in.nextName(), element(in));
        }
        in.endObject();
        return object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
          array.add(element(in));
        }
        in.endArray();
        return array;
      }
      case STRING -> {
        return new JsonPrimitive(in.nextString());
      }
      case NUMBER -> {
        return new JsonPrimitive(in.nextLong());
      }
      case BOOLEAN -> {
        return new JsonPrimitive(in.nextBoolean());
      }
      default -> {
        in.skipValue();
        return JsonNull.INSTANCE;
      }
    }
  }
}
