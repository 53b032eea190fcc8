package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a migration of statements, but for the header that names it. Not thread-safe. */
final class SqlText {

  private final List<String> head = new ArrayList<>();
  private final StringBuilder body = new StringBuilder();
  private final List<String> rollback = new ArrayList<>();
  private @Nullable String forwardOnly;

  /** What people should know of it: lines without {@code --}. */
  SqlText comment(String... lines) {
    for (String line : lines) {
      head.add("-- " + line);
    }
    return this;
  }

  /** Each statement by itself: the lock of one ends before the next one is asked for. */
  SqlText apart() {
    head.add("-- dbsage: transaction=false");
    return this;
  }

  /** A finding that is meant. */
  SqlText ignoring(String rule, String why) {
    head.add("-- dbsage:ignore " + rule + " because " + why);
    return this;
  }

  /** There is no way back. */
  SqlText forwardOnly(String why) {
    forwardOnly = why;
    return this;
  }

  /** A statement without its semicolon, and what people should know of it. */
  SqlText run(String statement, String... comment) {
    body.append('\n');
    for (String line : comment) {
      body.append("-- ").append(line).append('\n');
    }
    body.append(statement).append(";\n");
    return this;
  }

  /**
   * A statement of the rollback script, in the order in which they run.
   *
   * @throws UserError where it cannot stand in a comment
   */
  SqlText back(String statement) {
    if (statement.contains("*/") || statement.contains("/*")) {
      throw new UserError(PatternProblems.commentSign(statement));
    }
    rollback.add(statement + ";\n");
    return this;
  }

  /** Why what follows is there where the first statement seems to do. */
  SqlText backHalfWay() {
    return backComment("What the partitions have goes with it, unless the file stopped half-way:");
  }

  /** A line of people's words in the rollback script. */
  SqlText backComment(String line) {
    rollback.add("-- " + line + "\n");
    return this;
  }

  /** Lines of a comment. */
  static String commented(String text) {
    return text.lines()
        .map(line -> line.isEmpty() ? "--\n" : "-- " + line + "\n")
        .collect(Collectors.joining());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    if (forwardOnly != null) {
      text.append("-- Rollback: none because ").append(forwardOnly).append('\n');
    }
    head.forEach(line -> text.append(line).append('\n'));
    text.append(body);
    if (!rollback.isEmpty()) {
      text.append("\n-- ROLLBACK SECTION\n/*\n");
      rollback.forEach(text::append);
      text.append("*/\n");
    }
    return text.toString();
  }
}
