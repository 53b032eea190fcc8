package io.github.dbsage.preflight;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;

/** What there is to say before anything is run. */
final class PreflightProblems {

  private PreflightProblems() {}

  static Problem noExtension(String name) {
    return Problem.of(
        "PREFLIGHT_EXTENSION",
        "A pending migration creates the extension " + name + ", which this server does not have.",
        null,
        "Install it on the server (SELECT name FROM pg_available_extensions lists what is there),"
            + " or take it out of the migration.");
  }

  static Problem notOwner(QualifiedName table, String owner, String role) {
    return Problem.of(
        "PREFLIGHT_OWNER",
        "A pending migration changes "
            + table
            + ", which belongs to "
            + owner
            + "; "
            + role
            + " is no member of that role.",
        null,
        "Connect as "
            + owner
            + ", or: GRANT "
            + Identifiers.write(owner)
            + " TO "
            + Identifiers.write(role));
  }

  static Problem mayNotCreate(String schema) {
    return Problem.of(
        "PREFLIGHT_CREATE",
        "A pending migration creates something in the schema "
            + schema
            + ", and the role has no CREATE there.",
        null,
        "GRANT CREATE ON SCHEMA " + Identifiers.write(schema) + " TO this role, as its owner.");
  }
}
