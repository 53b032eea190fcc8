package io.github.dbsage.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The JSON Schemas of the files that people write, put where an editor finds them. */
final class Schemas {

  /** That of plans. */
  static final String PLAN = "plan.schema.json";

  private static final List<String> NAMES = List.of(PLAN, "backfill.schema.json");

  private Schemas() {}

  /** Writes them beside the report. */
  static void attach(GoalRun run) {
    NAMES.forEach(name -> run.attach(name, text(name)));
  }

  private static String text(String name) {
    try (InputStream in = Schemas.class.getResourceAsStream("/io/github/dbsage/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
