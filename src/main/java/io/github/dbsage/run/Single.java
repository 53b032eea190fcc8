package io.github.dbsage.run;

import io.github.dbsage.db.Batch;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Place;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Statement;
import java.util.List;

/** Sends one statement in a message of its own. */
final class Single {

  private Single() {}

  /**
   * Sends it, with the data behind it where it is a COPY; returns the rows.
   *
   * @param sql what is sent in the statement's place, mostly its text
   * @throws StatementFailed when the server refuses
   */
  static long send(
      Session session, Watch watch, Budget budget, Migration.Run run, String sql, Cursor cursor) {
    Statement statement = run.statement();
    if (statement.command() instanceof Command.CopyIn) {
      return Copy.run(session, watch, budget, run, cursor);
    }
    Batch batch = new Batch(notice -> watch.tell(Transaction.event(notice)));
    try {
      watch.over(
          session,
          budget,
          () -> Piece.of(List.of(statement)),
          () -> {
            session.send(sql, batch);
            return 0;
          });
    } catch (ServerFailure e) {
      Place place = Transaction.place(statement, e.position());
      throw new StatementFailed(e, place, run.ordinal(), statement.sha256());
    }
    return batch.rows().isEmpty() ? 0 : batch.rows().get(0);
  }
}
