package io.github.dbsage.plan;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Version;
import java.util.List;

/**
 * A schema change as the plan and the SQL have it.
 *
 * @param versions the migrations that do it, in order; empty where none does it by this name
 */
public record ComparedChange(
    ChangeKind change, SchemaObject object, List<Version> versions, Standing standing) {

  public ComparedChange {
    versions = List.copyOf(versions);
  }

  /** Who speaks of it. */
  public enum Standing {
    /** The plan and the SQL. */
    BOTH,
    /** The SQL; the plan has no change set, so it contradicts nothing. */
    DERIVED,
    /** The SQL; it goes without saying, for the table as a whole is new or goes. */
    IMPLIED,
    /** The plan, and no SQL does it. */
    NOT_DONE,
    /** The SQL, and the plan keeps silent about it. */
    NOT_DECLARED
  }
}
