package io.github.dbsage.app;

import io.github.dbsage.db.Session;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.History;
import io.github.dbsage.history.Journal;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what is rolled back, newest first; what an earlier rollback has begun comes before all.
 *
 * @param applied in version order, with the baseline where there is one
 * @param begun those whose rollback was begun and is not whole
 * @param target the one that stays, or null
 */
record Descent(List<Entry> applied, Set<Version> begun, @Nullable Version target) {

  /**
   * Reads the record.
   *
   * @throws UserError where a migration is half applied, or the target is none
   */
  static Descent of(Session session, Tables tables, Tables.State state, @Nullable String target) {
    List<Entry> entries = History.read(session, tables, state);
    boolean ready = state == Tables.State.READY;
    Set<Version> half = ready ? Journal.unfinished(session, tables).keySet() : Set.of();
    for (Entry entry : entries) {
      if (!entry.success() && (entry.isBegun() || half.contains(entry.version()))) {
        throw new UserError(RollbackProblems.halfApplied(entry));
      }
    }
    List<Entry> applied = entries.stream().filter(Entry::success).toList();
    Set<Version> begun = ready ? Journal.rollbacks(session, tables).keySet() : Set.of();
    Version stays = target == null ? null : new Version(target.strip());
    if (stays != null && applied.stream().noneMatch(entry -> entry.version().equals(stays))) {
      throw new UserError(RollbackProblems.targetNotApplied(stays, applied));
    }
    if (stays != null && begun.contains(stays)) {
      throw new UserError(RollbackProblems.targetBegun(stays));
    }
    return new Descent(applied, begun, stays);
  }

  /**
   * Refuses what is no version before anything else is done.
   *
   * @throws UserError when it is none
   */
  static void requireVersion(@Nullable String target) {
    if (target != null && !Version.isVersion(target.strip())) {
      throw new UserError(RollbackProblems.targetMalformed(target));
    }
  }

  /**
   * What is rolled back, in this order; empty where the target is the newest.
   *
   * @throws UserError where there is nothing but a baseline
   */
  List<Entry> chosen() {
    List<Entry> undoable =
        applied.stream()
            .filter(entry -> !entry.isBaseline())
            .sorted(Comparator.comparing(Entry::version).reversed())
            .toList();
    if (undoable.isEmpty() && target == null) {
      throw new UserError(
          applied.isEmpty()
              ? RollbackProblems.nothingApplied()
              : RollbackProblems.onlyBaseline(applied.get(0)));
    }
    List<Entry> chosen = new ArrayList<>();
    undoable.stream().filter(entry -> begun.contains(entry.version())).forEach(chosen::add);
    if (target != null) {
      undoable.stream()
          .filter(entry -> entry.version().compareTo(target) > 0 && !chosen.contains(entry))
          .forEach(chosen::add);
    } else if (chosen.isEmpty()) {
      chosen.add(undoable.get(0));
    }
    return chosen;
  }
}
