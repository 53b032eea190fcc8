package io.github.dbsage.sql.tree;

import io.github.dbsage.model.Source;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Script;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a script of a test is cut into. */
final class Items {

  private Items() {}

  static List<Item> of(Path file) {
    List<Item> items = new ArrayList<>();
    try (Script script = Script.open(new Of(file), Placeholders.off())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        items.add(item);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return items;
  }

  private record Of(Path path) implements Source {
    @Override
    public String file() {
      return path.toString();
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }
}
