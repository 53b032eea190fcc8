package io.github.dbsage.app;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The statements of a file as the journal knows them. */
final class Statements {

  private Statements() {}

  /**
   * A statement.
   *
   * @param sha256 of its text, as {@code dbsage_journal} holds it
   */
  record Line(Place at, String sha256) {}

  /**
   * Reads the file; the first statement has the ordinal 1.
   *
   * @throws UserError when it cannot be read
   */
  static List<Line> of(SqlStep step) {
    List<Line> lines = new ArrayList<>();
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run run) {
          lines.add(new Line(run.statement().start(), run.statement().sha256()));
        }
      }
    } catch (IOException e) {
      throw new UserError(RepairProblems.unreadable(step, e), e);
    }
    return lines;
  }
}
