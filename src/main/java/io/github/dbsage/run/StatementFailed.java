package io.github.dbsage.run;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.Place;
import org.jspecify.annotations.Nullable;

/** The server refused a statement of a migration; travels within this room only. */
final class StatementFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient ServerFailure failure;
  private final transient @Nullable Place place;
  private final int ordinal;
  private final String sha256;

  /**
   * A refusal.
   *
   * @param place where in the file, null where the failure belongs to no statement (COMMIT)
   * @param ordinal of the statement, 0 where it belongs to none
   */
  StatementFailed(ServerFailure failure, @Nullable Place place, int ordinal, String sha256) {
    super(failure);
    this.failure = failure;
    this.place = place;
    this.ordinal = ordinal;
    this.sha256 = sha256;
  }

  ServerFailure failure() {
    return failure;
  }

  @Nullable Place place() {
    return place;
  }

  int ordinal() {
    return ordinal;
  }

  String sha256() {
    return sha256;
  }
}
