package io.github.dbsage.run;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Walks through a migration's statements, one ahead; can be opened again to start over. */
final class Cursor implements AutoCloseable {

  private final SqlStep step;
  private final Parts parts;
  private Migration.@Nullable Part next;

  /** Where a cursor's parts come from. */
  private interface Parts {
    /** The next one, or null at the end. */
    Migration.@Nullable Part next() throws IOException;

    void close() throws IOException;
  }

  /** What is walked through. */
  @FunctionalInterface
  interface Text {
    /** Opens it. */
    Migration open() throws IOException;
  }

  private Cursor(SqlStep step, Parts parts) {
    this.step = step;
    this.parts = parts;
  }

  /**
   * Begins a walk that reads the file as it goes.
   *
   * @throws UserError when the file cannot be read
   */
  static Cursor open(Course course) {
    return open(course.step(), course::open);
  }

  /**
   * The same of a text that belongs to a step.
   *
   * @throws UserError when it cannot be read
   */
  static Cursor open(SqlStep step, Text text) {
    Migration migration;
    try {
      migration = text.open();
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(step, e), e);
    }
    Cursor cursor =
        new Cursor(
            step,
            new Parts() {
              @Override
              public Migration.@Nullable Part next() throws IOException {
                return migration.next();
              }

              @Override
              public void close() throws IOException {
                migration.close();
              }
            });
    cursor.advance();
    return cursor;
  }

  /**
   * Begins a walk for which a migration's whole file is read at once; for small ones.
   *
   * @throws UserError when the file cannot be read
   */
  static Cursor loaded(SqlStep step) {
    Queue<Migration.Part> parts = new ArrayDeque<>(step.shape().statements());
    try (Migration migration = migration(step)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        parts.add(part);
      }
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(step, e), e);
    }
    Cursor cursor =
        new Cursor(
            step,
            new Parts() {
              @Override
              public Migration.@Nullable Part next() {
                return parts.poll();
              }

              @Override
              public void close() {
                // Nothing is open.
              }
            });
    cursor.advance();
    return cursor;
  }

  static Migration migration(SqlStep step) throws IOException {
    return Migration.open(step.source(), placeholders(step));
  }

  static Placeholders placeholders(SqlStep step) {
    return step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
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
      parts.close();
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(step, e), e);
    }
  }

  private void advance() {
    try {
      next = parts.next();
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(step, e), e);
    }
    if (next instanceof Migration.Fault fault) {
      // The project was read without faults: the file changed under our feet.
      throw new UserError(fault.problem());
    }
  }
}
