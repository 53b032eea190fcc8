package io.github.dbsage.render;

import java.util.List;
import java.util.Map;

/**
 * One step of the runbook.
 *
 * @param command what is typed; empty where that is not ours to say
 * @param notes sentences, as Markdown, like the others
 * @param expected what is seen
 * @param success what must hold before the next step
 */
record RunbookStep(
    String title, String command, List<String> notes, String expected, String success) {

  RunbookStep {
    notes = List.copyOf(notes);
  }

  Map<String, Object> values(int number) {
    return new Values()
        .put("number", number)
        .put("title", title)
        .put("command", command.isEmpty() ? "" : Markdown.block("sh", command))
        .list("notes", notes)
        .put("expected", expected)
        .put("success", success)
        .map();
  }
}
