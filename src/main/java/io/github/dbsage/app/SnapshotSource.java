package io.github.dbsage.app;

import io.github.dbsage.model.UserError;
import io.github.dbsage.schema.SchemaSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of two snapshots that are compared.
 *
 * @param file relative to the base directory, or null for the target
 * @param lines the line of each object's heading in the file
 */
record SnapshotSource(@Nullable String file, SchemaSnapshot snapshot, Map<String, Integer> lines) {

  SnapshotSource {
    lines = Map.copyOf(lines);
  }

  /** The target's. */
  static SnapshotSource target(SchemaSnapshot snapshot) {
    return new SnapshotSource(null, snapshot, Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws UserError where that fails, or it is no snapshot
   */
  static SnapshotSource read(String property, String name, Path baseDirectory) {
    Path path = resolve(property, name, baseDirectory);
    Path shown = path.startsWith(baseDirectory) ? baseDirectory.relativize(path) : path;
    String file = shown.toString().replace('\\', '/');
    if (name.isBlank() || !Files.isRegularFile(path)) {
      throw new UserError(SnapshotProblems.noFile(property, name));
    }
    try {
      String text = Files.readString(path, StandardCharsets.UTF_8);
      return new SnapshotSource(file, SchemaSnapshot.parse(text, file), lines(text));
    } catch (IOException e) {
      throw new UserError(SnapshotProblems.unreadable(file, e), e);
    }
  }

  private static Path resolve(String property, String name, Path baseDirectory) {
    try {
      return baseDirectory.resolve(name.strip()).normalize();
    } catch (InvalidPathException e) {
      throw new UserError(SnapshotProblems.noFile(property, name), e);
    }
  }

  /** For sentences. */
  String title() {
    return file == null ? "the database" : file;
  }

  private static Map<String, Integer> lines(String text) {
    Map<String, Integer> lines = new HashMap<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isEmpty() && line.charAt(0) != ' ') {
        lines.put(line, number);
      }
    }
    return lines;
  }
}
