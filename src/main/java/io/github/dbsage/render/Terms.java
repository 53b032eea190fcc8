package io.github.dbsage.render;

import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Recurring facts as Markdown. */
final class Terms {

  private static final int SHOWN = 3;

  private Terms() {}

  static String title(Step step) {
    return Markdown.code(step.title());
  }

  static String version(Version version) {
    return Markdown.code(version.digits());
  }

  static String versions(Collection<Version> versions) {
    return versions.stream().sorted().map(Terms::version).collect(Collectors.joining(", "));
  }

  static String object(SchemaObject object) {
    return object.kind().label() + " " + Markdown.code(object.path());
  }

  static List<String> texts(List<At<String>> values) {
    return values.stream().map(value -> Markdown.text(value.value())).toList();
  }

  /** As plans write it: {@code 30m}. */
  static String duration(Duration duration) {
    long ms = duration.toMillis();
    if (ms % 3_600_000 == 0 && ms > 0) {
      return ms / 3_600_000 + "h";
    }
    if (ms % 60_000 == 0 && ms > 0) {
      return ms / 60_000 + "m";
    }
    return ms % 1000 == 0 ? ms / 1000 + "s" : ms + "ms";
  }

  /** What a migration does to the schema, in one line. */
  static String brief(List<SchemaChange> changes) {
    List<String> done =
        changes.stream()
            .map(change -> change.change().label() + " " + object(change.object()))
            .distinct()
            .toList();
    if (done.isEmpty()) {
      return "no object is added, altered or dropped";
    }
    int more = done.size() - SHOWN;
    return String.join("; ", done.subList(0, Math.min(SHOWN, done.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  static String count(long number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }
}
