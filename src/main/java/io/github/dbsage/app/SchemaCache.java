package io.github.dbsage.app;

import io.github.dbsage.model.UserError;
import io.github.dbsage.schema.SchemaSnapshot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What histories of migrations make, as text, by the key that stands for it. Whatever goes wrong,
 * nothing but time is lost.
 *
 * @param folder the user's own
 */
record SchemaCache(Path folder) {

  /** The one that was unused the longest goes first. */
  static final int MOST = 50;

  private static final String ENDING = ".txt";

  /** What is kept under a key, or null. */
  @Nullable SchemaSnapshot find(String key) {
    Path file = folder.resolve(key + ENDING);
    try {
      SchemaSnapshot found = SchemaSnapshot.parse(Files.readString(file), file.toString());
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      return found;
    } catch (IOException | UserError e) {
      return null;
    }
  }

  /** Keeps it, for its user's eyes. */
  void keep(String key, SchemaSnapshot schema) {
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, ".", ".part");
      try {
        Files.writeString(fresh, schema.text());
        Files.move(fresh, folder.resolve(key + ENDING), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
      evict();
    } catch (IOException e) {
      // It is made again, then.
    }
  }

  private void evict() throws IOException {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder, "[!.]*" + ENDING)) {
      names.forEach(all::add);
    }
    if (all.size() > MOST) {
      all.sort(Comparator.comparing(SchemaCache::used));
      for (Path oldest : all.subList(0, all.size() - MOST)) {
        Files.deleteIfExists(oldest);
      }
    }
  }

  private static FileTime used(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
