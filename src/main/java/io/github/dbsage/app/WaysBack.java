package io.github.dbsage.app;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Tables;
import io.github.dbsage.history.Undoing;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.Undo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recorded way back of each version, before any of them is gone.
 *
 * @param project the files, which may say why there is none; null where there are no files
 */
record WaysBack(Context context, @Nullable Project project, Session session, Tables tables) {

  /**
   * All of them, in the same order.
   *
   * @throws UserError that names each version without one; or where a script cannot be run
   */
  List<Undo> of(List<Entry> chosen) {
    Map<Entry, String> scripts = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (Entry entry : chosen) {
      String script = Undoing.script(session, tables, entry.version());
      if (script == null || script.isBlank()) {
        missing.add(why(entry));
      } else {
        scripts.put(entry, script);
      }
    }
    if (!missing.isEmpty()) {
      throw new UserError(RollbackProblems.noWayBack(missing, chosen.size()));
    }
    List<Undo> undos = new ArrayList<>();
    scripts.forEach(
        (entry, script) ->
            undos.add(
                Undo.of(
                    entry.version(),
                    entry.name(),
                    entry.checksum(),
                    script,
                    context.placeholders(),
                    context.expandPlaceholders())));
    return undos;
  }

  private String why(Entry entry) {
    Step step = step(entry.version());
    String title = entry.version() + "_" + entry.name();
    if (step == null) {
      return title + " has no recorded script, and no file here";
    }
    Rollback file = step.rollback();
    if (file.forwardOnly() != null) {
      return title + " is forward-only: " + file.forwardOnly();
    }
    return file.script() == null
        ? title + " has no rollback script"
        : title
            + " was recorded without a script; its file has one by now, which nobody has recorded";
  }

  private @Nullable Step step(Version version) {
    return project == null
        ? null
        : project.steps().stream()
            .filter(step -> step.version().equals(version))
            .findFirst()
            .orElse(null);
  }
}
