package io.github.dbsage.app;

import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.UserError;
import io.github.dbsage.run.Undo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks lines up in recorded scripts.
 *
 * @param lines by what messages call the script
 */
record ScriptExcerpts(Map<String, List<String>> lines) implements Excerpts {

  /** A line that is longer is no help below a message; in chars. */
  private static final int LONGEST = 400;

  static ScriptExcerpts of(List<Undo> undos) {
    Map<String, List<String>> lines = new HashMap<>();
    for (Undo undo : undos) {
      try (BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(undo.script().source().open(), StandardCharsets.UTF_8))) {
        lines.put(undo.script().source().file(), reader.lines().toList());
      } catch (IOException e) {
        throw new UserError(AppProblems.unreadable(e), e);
      }
    }
    return new ScriptExcerpts(lines);
  }

  @Override
  public @Nullable String line(Place place) {
    List<String> script = lines.get(place.file());
    if (script == null || place.line() > script.size()) {
      return null;
    }
    String line = script.get(place.line() - 1);
    return line.length() > LONGEST ? null : line;
  }
}
