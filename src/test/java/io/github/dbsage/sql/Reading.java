package io.github.dbsage.sql;

import io.github.dbsage.model.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a script was read into; for tests. */
record Reading(List<Item> items, boolean metPlaceholder) {

  static final String FILE = "migrations/20251027120000_a.sql";

  static Reading of(String text) {
    return of(text, Placeholders.off());
  }

  static Reading of(String text, Placeholders placeholders) {
    return of(text.getBytes(StandardCharsets.UTF_8), placeholders);
  }

  static Reading of(byte[] bytes, Placeholders placeholders) {
    try (Script script = Script.open(source(bytes), placeholders)) {
      return read(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Reading read(Script script) throws IOException {
    List<Item> items = new ArrayList<>();
    for (Item item = script.next(); item != null; item = script.next()) {
      items.add(item);
    }
    return new Reading(items, script.metPlaceholder());
  }

  static Source source(byte[] bytes) {
    return new Source() {
      @Override
      public String file() {
        return FILE;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  static Statement statement(String text) {
    List<Statement> statements = of(text).statements();
    if (statements.size() != 1) {
      throw new AssertionError("not one statement but " + statements + " in " + text);
    }
    return statements.get(0);
  }

  String raw() {
    return items.stream().map(Item::raw).collect(Collectors.joining());
  }

  <T extends Item> List<T> all(Class<T> type) {
    return items.stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<Statement> statements() {
    return all(Item.Sql.class).stream().map(Item.Sql::statement).toList();
  }

  List<String> texts() {
    return statements().stream().map(Statement::text).toList();
  }

  List<Command> commands() {
    return statements().stream().map(Statement::command).toList();
  }

  List<String> comments() {
    return all(Item.Comment.class).stream().map(Item.Comment::raw).toList();
  }

  /** {@code line:column CODE} of each defect. */
  List<String> defects() {
    return all(Item.Defect.class).stream()
        .map(Item.Defect::problem)
        .map(
            p -> {
              var where = p.where();
              String at = where == null ? "?" : where.line() + ":" + where.column();
              return at + " " + p.code();
            })
        .toList();
  }

  String data() {
    return all(Item.CopyData.class).stream().map(Item.CopyData::data).collect(Collectors.joining());
  }
}
