package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a project's files and what a database recorded of them contradict each other.
 *
 * @param changed applied, and the file is another one now
 * @param missing applied, and the file is gone
 * @param outOfOrder pending, though a newer one is applied
 * @param schema how the database's schema differs from the one that the files make; null where that
 *     was not looked at
 */
public record DriftReport(
    List<Changed> changed,
    List<Named> missing,
    List<Named> outOfOrder,
    @Nullable SchemaDrift schema) {

  public DriftReport {
    changed = List.copyOf(changed);
    missing = List.copyOf(missing);
    outOfOrder = List.copyOf(outOfOrder);
  }

  /** One without a look at the schema. */
  public DriftReport(List<Changed> changed, List<Named> missing, List<Named> outOfOrder) {
    this(changed, missing, outOfOrder, null);
  }

  /** The same with a look at the schema. */
  public DriftReport with(@Nullable SchemaDrift schemas) {
    return new DriftReport(changed, missing, outOfOrder, schemas);
  }

  /** A migration. */
  public record Named(Version version, String name) {}

  /** A migration whose file was changed. */
  public record Changed(Version version, String name, Difference difference) {}
}
