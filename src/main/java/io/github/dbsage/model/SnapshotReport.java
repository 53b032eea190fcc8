package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a goal found out about a schema, or about how two differ.
 *
 * @param file what was written: the snapshot, or the differences; null where that failed
 * @param objects how many the snapshot holds; of two, the second
 * @param from the file of the first of two; null for the target, and where none were compared
 * @param to the file of the second of two; null for the target, and where none were compared
 * @param added headings of objects that only the second has
 * @param removed headings of objects that only the first has
 * @param changed headings of objects that are not the same in both
 */
public record SnapshotReport(
    @Nullable String file,
    int objects,
    @Nullable String from,
    @Nullable String to,
    List<String> added,
    List<String> removed,
    List<String> changed) {

  public SnapshotReport {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
  }
}
