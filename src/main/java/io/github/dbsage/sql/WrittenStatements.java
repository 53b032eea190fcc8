package io.github.dbsage.sql;

import io.github.dbsage.model.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file cut at its semicolons and otherwise as it is written: each statement with the comments in
 * front of it, placeholders as they stand, what is left out when the file runs included. The
 * Supabase CLI keeps files so in its history, and writes them anew from there.
 */
public final class WrittenStatements {

  private final List<String> statements = new ArrayList<>();
  private final StringBuilder piece = new StringBuilder();

  private WrittenStatements() {}

  /**
   * Cuts a file.
   *
   * @return null where it holds COPY data, or cannot be cut
   * @throws IOException when it cannot be read
   */
  public static @Nullable List<String> of(Source source) throws IOException {
    WrittenStatements written = new WrittenStatements();
    try (Script script = Script.open(source, Placeholders.off())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        if (item instanceof Item.CopyData || item instanceof Item.Defect) {
          return null;
        }
        written.add(item);
      }
    }
    written.end();
    return List.copyOf(written.statements);
  }

  private void add(Item item) {
    String raw = item.raw();
    if (item instanceof Item.Sql && raw.endsWith(";")) {
      piece.append(raw, 0, raw.length() - 1);
      end();
    } else if (item instanceof Item.Gap) {
      piece.append(raw.replace(";", ""));
    } else {
      piece.append(raw);
    }
  }

  private void end() {
    String statement = piece.toString().strip();
    piece.setLength(0);
    if (!statement.isEmpty()) {
      statements.add(statement);
    }
  }
}
