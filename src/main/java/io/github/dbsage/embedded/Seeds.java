package io.github.dbsage.embedded;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Data directories that were worth keeping: what a long history of migrations made, by the key that
 * stands for it. There are few, of bounded size; the one that was unused the longest goes first.
 *
 * @param folder where all are, ours alone: PostgreSQL's account works on copies
 * @param programs name of the programs that made them; no others start from them
 */
record Seeds(Path folder, String programs) {

  /** In bytes, of one. */
  static final long LARGEST = 512L << 20;

  /** Of all versions together. */
  static final int MOST = 5;

  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  /** One of them, as it was found: it may be gone by now. */
  record Seed(String key, Path folder) {

    /** Copies the data to a new place; false where they are not whole. */
    boolean copy(Path to) throws IOException {
      try {
        Cached.touch(folder);
      } catch (IOException e) {
        // Gone, which the copy finds out, or not ours to write: then another's turn comes sooner.
      }
      return Cached.copy(folder, to);
    }

    /** Removes it: no server starts from it. */
    void discard() {
      Cached.remove(folder);
    }
  }

  /** Refuses what is no key, before it becomes a part of a path. */
  static void checkKey(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new IllegalArgumentException("not 64 hexadecimal digits: " + key);
    }
  }

  /** Those of the keys that there are, in the same order; the folder is read once. */
  List<Seed> present(List<String> keys) {
    if (keys.isEmpty()) {
      return List.of();
    }
    Set<Path> there = new HashSet<>(all());
    return keys.stream()
        .map(key -> new Seed(key, place(key)))
        .filter(seed -> there.contains(seed.folder()))
        .toList();
  }

  /**
   * Keeps data that nobody writes to, unless they are there already. Whatever goes wrong, nothing
   * but time is lost.
   *
   * @return whether the seed is there, whole
   */
  boolean keep(String key, Path data) {
    try {
      if (!Weight.of(data, true).fits(folder)) {
        return false;
      }
      Folders.create(folder);
      Cached.sweep(folder, ".*");
      Cached.obtain(
          place(key),
          null,
          content -> {
            Files.delete(content); // which the copy makes
            Folders.copy(data, content);
          });
      Cached.touch(place(key));
      evict();
      return true;
    } catch (IOException | UserError e) {
      return false;
    }
  }

  /** Another process may copy from one, but hardly from that which was unused the longest. */
  private void evict() {
    List<Path> oldest = new ArrayList<>(all());
    oldest.sort(Comparator.comparing(Seeds::used));
    oldest.subList(0, Math.max(0, oldest.size() - MOST)).forEach(Cached::remove);
  }

  private Path place(String key) {
    return folder.resolve(key + "-" + programs);
  }

  private List<Path> all() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> names = Files.newDirectoryStream(folder, "[!.]*")) {
      names.forEach(found::add);
    } catch (IOException e) {
      return List.of(); // none was ever kept
    }
    return found;
  }

  /** What has no marker is not whole, and so the first to go. */
  private static FileTime used(Path seed) {
    try {
      return Cached.used(seed);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
