package io.github.dbsage.sql;

import io.github.dbsage.model.Durations;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a comment as a directive: {@code -- dbsage: lock_timeout=5s}. */
public final class Directives {

  /** The keys, as messages list them. */
  static final List<String> KEYS = List.of("transaction", "lock_timeout", "statement_timeout");

  static final List<String> MODES = List.of("auto", "true", "false");

  private static final Pattern MEANT =
      Pattern.compile("(?:--|/\\*)[ \\t]*dbsage[ \\t]*:", Pattern.CASE_INSENSITIVE);
  private static final Pattern DIRECTIVE = Pattern.compile("(--[ \\t]*dbsage:[ \\t]*)(.*)");
  private static final Pattern IGNORE = Pattern.compile("ignore(?:[ \\t]+(\\S+)(.*))?");
  private static final Pattern BECAUSE = Pattern.compile("[ \\t]+because[ \\t]+(\\S.*)");
  private static final Pattern HAZARD = Pattern.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*");

  private final Place at;
  private final String raw;
  private final List<Problem> problems = new ArrayList<>();

  private Directives(Item.Comment comment) {
    this.at = comment.at();
    this.raw = comment.raw();
  }

  /** What the comment says, or null where it is no directive. */
  public static @Nullable Directive read(Item.Comment comment) {
    if (!MEANT.matcher(comment.raw()).lookingAt()) {
      return null;
    }
    return new Directives(comment).directive(comment.ownLine());
  }

  private Directive directive(boolean ownLine) {
    Matcher directive = DIRECTIVE.matcher(raw);
    if (!directive.matches()) {
      return broken(MigrationProblems.directiveSpelling(at));
    }
    if (!ownLine) {
      return broken(MigrationProblems.directiveBehindText(at));
    }
    int start = directive.start(2);
    String text = directive.group(2).stripTrailing();
    Matcher ignore = IGNORE.matcher(text);
    return ignore.matches() ? ignore(ignore, start) : settings(text, start);
  }

  private Directive ignore(Matcher ignore, int start) {
    String rule = ignore.group(1);
    if (rule == null) {
      return broken(MigrationProblems.ignoreWithoutHazard(place(start)));
    }
    if (!HAZARD.matcher(rule).matches()) {
      return broken(MigrationProblems.hazardShape(place(start + ignore.start(1)), rule));
    }
    Matcher because = BECAUSE.matcher(ignore.group(2));
    return because.matches()
        ? new Directive.Ignore(rule, because.group(1))
        : broken(MigrationProblems.ignoreWithoutReason(place(start), rule));
  }

  private Directive settings(String text, int start) {
    TransactionMode transaction = null;
    Timeouts timeouts = Timeouts.NONE;
    Set<String> seen = new HashSet<>();
    int from = start;
    for (String entry : text.split(",", -1)) {
      int indent = entry.length() - entry.stripLeading().length();
      Place where = place(from + indent);
      from += entry.length() + 1;
      int equals = entry.indexOf('=');
      if (equals < 0) {
        problems.add(MigrationProblems.directiveForm(where, entry.strip()));
        continue;
      }
      String key = entry.substring(0, equals).strip();
      String value = entry.substring(equals + 1).strip();
      if (!seen.add(key)) {
        problems.add(MigrationProblems.directiveTwice(where, key));
        continue;
      }
      switch (key) {
        case "transaction" -> transaction = mode(value, where);
        case "lock_timeout" ->
            timeouts = new Timeouts(duration(key, value, where), timeouts.statement());
        case "statement_timeout" ->
            timeouts = new Timeouts(timeouts.lock(), duration(key, value, where));
        default -> problems.add(MigrationProblems.directiveKey(where, key));
      }
    }
    return problems.isEmpty()
        ? new Directive.Settings(transaction, timeouts)
        : new Directive.Broken(problems);
  }

  private @Nullable TransactionMode mode(String value, Place where) {
    for (TransactionMode mode : TransactionMode.values()) {
      if (mode.label().equals(value)) {
        return mode;
      }
    }
    problems.add(MigrationProblems.transactionValue(where, value));
    return null;
  }

  private @Nullable Duration duration(String key, String value, Place where) {
    Duration duration = Durations.parse(value);
    if (duration == null) {
      problems.add(MigrationProblems.timeoutValue(where, key, value));
    }
    return duration;
  }

  private static Directive broken(Problem problem) {
    return new Directive.Broken(List.of(problem));
  }

  /** The place of a char of the comment: a line comment, so only the column moves. */
  private Place place(int offset) {
    return new Place(at.file(), at.line(), at.column() + raw.codePointCount(0, offset));
  }
}
