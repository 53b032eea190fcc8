package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Journal;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a version: its file, its row, and its journal while it is unfinished.
 *
 * @param folder where its file would stand
 */
record Case(
    Version version,
    @Nullable Step step,
    @Nullable Entry entry,
    SortedMap<Integer, Journal.Line> journal,
    String folder) {

  /** How people call it. */
  String title() {
    if (step != null) {
      return step.title();
    }
    return entry == null ? version.digits() : version + "_" + entry.name();
  }

  /** Its file, there or not. */
  Place place() {
    return Place.startOf(step == null ? folder + title() + ".sql" : step.source().file());
  }

  boolean isApplied() {
    return entry != null && entry.success();
  }

  boolean isBackfill() {
    return entry != null && entry.isBackfill();
  }

  boolean isBaseline() {
    return entry != null && entry.isBaseline();
  }

  /** How many statements from the first on are journalled as done. */
  int done() {
    int done = 0;
    for (Journal.Line line : journal.values()) {
      if (line.ordinal() != done + 1 || line.state() != Journal.State.DONE) {
        break;
      }
      done++;
    }
    return done;
  }

  /** The first statement that is journalled as done and is not what the file holds; 0 for none. */
  int firstChanged(SqlStep sql) {
    List<Statements.Line> statements = Statements.of(sql);
    int done = done();
    for (int ordinal = 1; ordinal <= done; ordinal++) {
      Journal.Line line = Objects.requireNonNull(journal.get(ordinal));
      if (ordinal > statements.size()
          || !statements.get(ordinal - 1).sha256().equals(line.sha256())) {
        return ordinal;
      }
    }
    return 0;
  }

  /** Whether a run was cut off in the statement behind those that are done. */
  boolean isCutOff() {
    Journal.Line next = journal.get(done() + 1);
    return next != null && next.state() == Journal.State.RUNNING;
  }

  /** The journal in words, for the log: {@code 1 to 3 done, 4 running}. */
  String journalInWords() {
    StringBuilder words = new StringBuilder();
    int first = 0;
    Journal.Line last = null;
    for (Journal.Line line : journal.values()) {
      boolean goesOn =
          last != null && last.state() == line.state() && last.ordinal() + 1 == line.ordinal();
      if (!goesOn) {
        append(words, first, last);
        first = line.ordinal();
      }
      last = line;
    }
    append(words, first, last);
    return words.toString();
  }

  private static void append(StringBuilder words, int first, Journal.@Nullable Line last) {
    if (last == null) {
      return;
    }
    words.append(words.isEmpty() ? "" : ", ").append(first);
    words.append(last.ordinal() == first ? "" : " to " + last.ordinal());
    words.append(' ').append(last.state().name().toLowerCase(Locale.ROOT));
  }
}
