package io.github.dbsage.model;

/**
 * One statement needs what another creates.
 *
 * @param object what is needed
 * @param user the migration that needs it
 * @param usedAt the statement that does
 * @param creator the migration that creates it
 * @param createdAt the statement that does
 */
public record ObjectUse(
    SchemaObject object, Version user, Place usedAt, Version creator, Place createdAt) {

  /** Whether it is needed before it is there: migrations run in the order of their versions. */
  public boolean isTooEarly() {
    int order = user.compareTo(creator);
    return order < 0
        || (order == 0
            && (usedAt.line() < createdAt.line()
                || (usedAt.line() == createdAt.line() && usedAt.column() < createdAt.column())));
  }
}
