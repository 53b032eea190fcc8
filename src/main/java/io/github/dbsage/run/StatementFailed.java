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
  private final @Nullable String purpose;

  /**
   * A refusal.
   *
   * @param ordinal of the statement
   */
  StatementFailed(ServerFailure failure, Place place, int ordinal, String sha256) {
    this(failure, place, ordinal, sha256, null);
  }

  /** A refusal of something that stands in no file, and what that was for: a sentence. */
  StatementFailed(ServerFailure failure, String purpose) {
    this(failure, null, 0, "", purpose);
  }

  private StatementFailed(
      ServerFailure failure,
      @Nullable Place place,
      int ordinal,
      String sha256,
      @Nullable String purpose) {
    super(failure);
    this.failure = failure;
    this.place = place;
    this.ordinal = ordinal;
    this.sha256 = sha256;
    this.purpose = purpose;
  }

  ServerFailure failure() {
    return failure;
  }

  /** Null where it is not a statement of the file. */
  @Nullable Place place() {
    return place;
  }

  /** What was being done where it is not a statement of the file: a sentence. */
  @Nullable String purpose() {
    return purpose;
  }

  /** Of the statement; 0 where it is not one of the file. */
  int ordinal() {
    return ordinal;
  }

  String sha256() {
    return sha256;
  }
}
