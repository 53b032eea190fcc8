package io.github.dbsage.model;

import java.util.List;

/**
 * What a project's SQL does, as far as it can be told without a database.
 *
 * @param changes to database objects, in the order in which they are done. A table that is created
 *     brings its columns and indexes along: these may be listed too, and need not be
 * @param uses what needs which object of another statement
 * @param risks every reason for a risk, in any order
 * @param unread statements whose effects cannot be told, such as EXECUTE in a DO block
 */
public record SqlEffects(
    List<SchemaChange> changes, List<ObjectUse> uses, List<RiskReason> risks, List<Unread> unread) {

  public SqlEffects {
    changes = List.copyOf(changes);
    uses = List.copyOf(uses);
    risks = List.copyOf(risks);
    unread = List.copyOf(unread);
  }

  /** A statement whose effects cannot be told. */
  public record Unread(Version version, Place at) {}
}
