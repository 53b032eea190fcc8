package io.github.dbsage.plan;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.SchemaObject;
import java.util.List;

/**
 * Every schema change that a plan announces.
 *
 * @param at the section's key
 */
public record ChangeSet(Place at, List<Entry> entries) {

  public ChangeSet {
    entries = List.copyOf(entries);
  }

  /** One announced change. */
  public record Entry(ChangeKind change, At<SchemaObject> object) {}

  /** What is announced of one kind, in the plan's order. */
  public List<At<SchemaObject>> of(ObjectKind kind, ChangeKind change) {
    return entries.stream()
        .filter(entry -> entry.change() == change && entry.object().value().kind() == kind)
        .map(Entry::object)
        .toList();
  }
}
