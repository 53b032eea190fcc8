package io.github.dbsage.backfill;

/**
 * What a signal saw.
 *
 * @param watched whether it could look at all
 * @param use of its limit: below 0.7 all is well, from 1 on the backfill holds back, from 2 on its
 *     running batches are cancelled
 * @param sentence what was seen, for people: {@code 62 backends are active, the limit is 50}
 */
public record Reading(boolean watched, double use, String sentence) {

  /** One that could not look, and why. */
  public static Reading unwatched(String why) {
    return new Reading(false, 0, why);
  }

  public static Reading of(double use, String sentence) {
    return new Reading(true, use, sentence);
  }
}
