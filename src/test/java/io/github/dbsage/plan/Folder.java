package io.github.dbsage.plan;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.SqlStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A project's folder in a test: write files, read the project, look at what it says. */
final class Folder {

  private static final Clock NOON =
      Clock.fixed(Instant.parse("2025-11-22T12:00:00Z"), ZoneOffset.UTC);

  static final String MIGRATIONS = "src/main/db/migrations/";

  private final Path base;

  Folder(Path base) {
    this.base = base;
  }

  /** Writes a file of the usual migrations folder. */
  Folder migration(String name, String text) {
    return file(MIGRATIONS + name, text);
  }

  /** Writes a file below the base directory. */
  Folder file(String name, String text) {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Folder bytes(String name, byte[] bytes) {
    try {
      Path path = path(name);
      Files.createDirectories(path.getParent());
      Files.write(path, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    return base.resolve(name);
  }

  String text(String name) {
    try {
      return Files.readString(path(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Project read() {
    return read(request(Map.of(), true));
  }

  Project read(ProjectRequest request) {
    return Project.read(request, NOON);
  }

  ProjectRequest request(Map<String, String> placeholders, boolean expand) {
    return new ProjectRequest(base, null, placeholders, expand);
  }

  /** The findings, one line each: place, rule, severity, message, fix. */
  List<String> findings() {
    return read().findings().stream().map(Folder::line).toList();
  }

  /** The one migration of the folder. */
  SqlStep step() {
    return (SqlStep) read().steps().get(0);
  }

  static String line(Finding finding) {
    String file = finding.where().toString().replace(MIGRATIONS, "");
    return file
        + " "
        + finding.rule()
        + " "
        + finding.severity().label()
        + ": "
        + finding.message()
        + " | "
        + finding.fix();
  }
}
