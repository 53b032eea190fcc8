package io.github.dbsage.schema;

import java.util.List;

/**
 * How a database deviates from what its migrations make, as far as that can be compared: what
 * others keep in the same database is no deviation, nor is who owns what, which is told apart.
 *
 * @param diff from what the migrations make to what there is
 * @param owners what belongs to somebody else than it should
 * @param others schemas of others, which are left out with all in them
 * @param leftOut how many objects were left out because they are others'
 */
public record SchemaDeviation(
    SchemaDiff diff, List<Foreign> owners, List<String> others, int leftOut) {

  public SchemaDeviation {
    owners = List.copyOf(owners);
    others = List.copyOf(others);
  }

  /** What stands in a schema's comment where only an extension needed it. */
  public static final String STAND_IN = "DB Sage: stands in for a schema that no migration makes";

  /**
   * An object of somebody else.
   *
   * @param heading {@code table public.orders}
   * @param mend the statement that gives it to the right owner
   * @param back the statement that gives it back
   */
  public record Foreign(String heading, String owner, String expected, String mend, String back) {}

  /**
   * Finds it.
   *
   * @param made by the migrations, in a database of our own
   * @param there in the database that is looked at
   * @param owner whose the objects of the migrations are
   */
  public static SchemaDeviation of(SchemaSnapshot made, SchemaSnapshot there, String owner) {
    return new Deviations(made, there, owner).find();
  }
}
