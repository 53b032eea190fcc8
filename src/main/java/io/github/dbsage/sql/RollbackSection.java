package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a migration file: a line {@code -- ROLLBACK SECTION}, and the block comment behind it
 * with the script.
 */
final class RollbackSection {

  private static final String MARKER = "-- ROLLBACK SECTION";

  private final Consumer<Problem> faults;
  private final boolean expected;
  private @Nullable Place marker;
  private boolean closed;
  private boolean textBehind;
  private @Nullable String script;
  private @Nullable Place scriptAt;

  /**
   * Begins before any item.
   *
   * @param expected whether there can be one: in a rollback script its marker is any comment
   */
  RollbackSection(Consumer<Problem> faults, boolean expected) {
    this.faults = faults;
    this.expected = expected;
  }

  /** Whether the marker was met: what follows is not run. */
  boolean begun() {
    return marker != null;
  }

  @Nullable String script() {
    return script;
  }

  /** Where the comment with the script begins, or null. */
  @Nullable Place scriptAt() {
    return scriptAt;
  }

  /** Takes the next item; whether it is a part of the section, from the marker to the script. */
  boolean takes(Item item) {
    if (item instanceof Item.Comment comment) {
      return comment(comment);
    }
    if (begun() && item instanceof Item.Sql sql) {
      text(sql.at());
    }
    return begun() && !closed && item instanceof Item.Gap;
  }

  private boolean comment(Item.Comment comment) {
    boolean marks =
        expected && !comment.block() && comment.ownLine() && comment.raw().startsWith(MARKER);
    if (marker == null) {
      marker = marks ? comment.at() : null;
      return marks;
    }
    if (closed) {
      if (marks) {
        faults.accept(MigrationProblems.secondRollbackSection(comment.at()));
      }
      return false;
    }
    if (comment.block()) {
      closed = true;
      script = inside(comment);
    }
    return true;
  }

  /** SQL where only the script, or nothing, may stand; told once. */
  private void text(Place at) {
    if (!closed && marker != null) {
      faults.accept(MigrationProblems.rollbackWithoutScript(marker));
      closed = true;
    } else if (!textBehind) {
      faults.accept(MigrationProblems.textBehindRollback(at));
    }
    textBehind = true;
  }

  /** The file ends. */
  void end() {
    if (marker != null && !closed) {
      faults.accept(MigrationProblems.rollbackWithoutScript(marker));
    }
  }

  private @Nullable String inside(Item.Comment comment) {
    String inside = comment.raw().substring(2, comment.raw().length() - 2);
    if (inside.isBlank()) {
      faults.accept(MigrationProblems.emptyRollback(comment.at()));
      return null;
    }
    scriptAt = comment.at();
    return RollbackScript.trimmed(inside);
  }
}
