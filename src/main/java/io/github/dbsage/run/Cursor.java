package io.github.dbsage.run;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks through a migration's statements, one ahead; can be opened again to start over. */
final class Cursor implements AutoCloseable {

  private final SqlStep step;
  private final Migration migration;
  private Migration.@Nullable Part next;

  private Cursor(SqlStep step, Migration migration) {
    this.step = step;
    this.migration = migration;
  }

  static Cursor open(SqlStep step) {
    try {
      Placeholders placeholders =
          step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
      Cursor cursor = new Cursor(step, Migration.open(step.source(), placeholders));
      cursor.advance();
      return cursor;
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(step, e), e);
    }
  }

  /** The next statement, without taking it; null at the end. */
  Migration.@Nullable Run peek() {
    if (next instanceof Migration.Run run) {
      return run;
    }
    if (next == null) {
      return null;
    }
    throw new IllegalStateException("data of a COPY that nobody took");
  }

  /** Takes the next statement. */
  Migration.Run take() {
    Migration.Run run = peek();
    if (run == null) {
      throw new IllegalStateException("behind the end");
    }
    advance();
    return run;
  }

  /** Where the data of the taken COPY begin, or null where it has none. */
  @Nullable Place dataStart() {
    return next instanceof Migration.Data data ? data.piece().at() : null;
  }

  /** The next piece of the taken COPY's data, or null behind the last. */
  @Nullable String data() {
    if (next instanceof Migration.Data data) {
      String piece = data.piece().data();
      advance();
      return piece;
    }
    return null;
  }

  /** Passes by whatever is left of a COPY's data. */
  void skipData() {
    while (next instanceof Migration.Data) {
      advance();
    }
  }

  @Override
  public void close() {
    try {
      migration.close();
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(step, e), e);
    }
  }

  private void advance() {
    try {
      next = migration.next();
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(step, e), e);
    }
    if (next instanceof Migration.Fault fault) {
      // The project was read without faults: the file changed under our feet.
      throw new UserError(fault.problem());
    }
  }
}
