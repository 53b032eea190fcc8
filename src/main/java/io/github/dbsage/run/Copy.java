package io.github.dbsage.run;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Statement;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Runs one COPY … FROM STDIN with the data behind it. */
final class Copy {

  /** {@code COPY t, line 2, column a: …}; the words around the number are translated, it is not. */
  private static final Pattern LINE =
      Pattern.compile("^COPY [^\\n]*?, \\D{0,40}?(\\d{1,9})[,:]", Pattern.MULTILINE);

  private Copy() {}

  /**
   * Sends the statement and its data; returns the rows.
   *
   * @throws StatementFailed when the server refuses; its place is the line of data, where the
   *     server names it
   */
  static long run(Session session, Watch watch, Budget budget, Migration.Run run, Cursor cursor) {
    Statement statement = run.statement();
    Place data = cursor.dataStart();
    try {
      return watch.over(
          session,
          budget,
          () -> Piece.of(List.of(statement)),
          () -> send(session, watch, statement, cursor));
    } catch (ServerFailure e) {
      Place place = line(e, data);
      throw new StatementFailed(
          e,
          place == null ? Transaction.place(statement, e.position()) : place,
          run.ordinal(),
          statement.sha256());
    }
  }

  private static long send(Session session, Watch watch, Statement statement, Cursor cursor) {
    try {
      return session.copyIn(
          statement.text(), cursor::data, notice -> watch.tell(Transaction.event(notice)));
    } catch (IOException e) {
      throw new UserError(RunProblems.unreadable(statement.start(), e), e);
    }
  }

  private static @Nullable Place line(ServerFailure failure, @Nullable Place data) {
    if (data == null || failure.context() == null) {
      return null;
    }
    Matcher matcher = LINE.matcher(failure.context());
    return matcher.find()
        ? new Place(data.file(), data.line() + Integer.parseInt(matcher.group(1)) - 1, 1)
        : null;
  }
}
