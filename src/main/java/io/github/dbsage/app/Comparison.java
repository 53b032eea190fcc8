package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.WholeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows how a file differs from what was applied, as far as that can be known. */
final class Comparison {

  private static final int MOST_LINES = 60;

  private Comparison() {}

  /** Shows it; secrets are masked in both texts before they are compared. */
  static void show(GoalRun run, Case known, Difference difference) {
    Step step = known.step();
    Entry entry = known.entry();
    if (step == null || entry == null) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add("What differs: " + difference.label() + ". " + meaning(difference));
    lines.add("  recorded " + entry.checksum());
    lines.add("  now      " + step.checksum());
    lines.addAll(lines(run, step, entry.recorded()));
    run.listener().on(new Event.Remark(String.join("\n", lines)));
  }

  private static String meaning(Difference difference) {
    return switch (difference) {
      case BYTES -> "The text is the same; the recorded checksum was taken over other bytes.";
      case COMMENTS -> "The statements are the same.";
      case CODE -> "The statements are not those that ran.";
      case UNKNOWN -> "The record holds no digest of the statements.";
    };
  }

  private static List<String> lines(GoalRun run, Step step, @Nullable Checksum recorded) {
    String now = step instanceof SqlStep sql ? WholeText.now(sql) : null;
    String before =
        recorded != null && now != null && step instanceof SqlStep sql
            ? WholeText.recorded(sql, recorded)
            : null;
    if (now == null || before == null) {
      return List.of(
          "The text that was applied is not in git's history here, so the lines cannot be compared.");
    }
    List<String> diff = LineDiff.of(run.redaction().redact(before), run.redaction().redact(now));
    if (diff.isEmpty()) {
      return List.of("The lines are the same but for what is masked.");
    }
    if (diff.size() <= MOST_LINES) {
      return diff;
    }
    List<String> some = new ArrayList<>(diff.subList(0, MOST_LINES));
    some.add("… and " + (diff.size() - MOST_LINES) + " lines more");
    return some;
  }
}
