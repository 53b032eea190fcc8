package io.github.dbsage.lint.rule;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a trial showed, in the words of {@link Proof}. Only what was there before the migration
 * counts: nobody waits for a new table. Not thread-safe.
 */
final class Evidence {

  /** The modes that writers wait for. */
  private static final Set<String> STRONG =
      Set.of("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

  private final Set<String> seen = new TreeSet<>();
  private final Map<Long, Sight.Relation> before;

  Evidence(Sight before) {
    this.before = before.relations();
  }

  void add(String fact) {
    seen.add(fact);
  }

  boolean shows(Proof proof) {
    return seen.stream().anyMatch(proof::shownBy);
  }

  boolean showsAny(String word) {
    return seen.stream().anyMatch(fact -> fact.startsWith(word + " "));
  }

  /** Hands over the facts of one kind. */
  void passOn(String word, Evidence other) {
    seen.stream().filter(fact -> fact.startsWith(word + " ")).forEach(other::add);
  }

  /** Compares two moments around a statement of the same transaction. */
  void statement(Sight then, Sight now) {
    locks(now.locks());
    for (Sight.Relation relation : now.relations().values()) {
      Sight.Relation earlier = then.relations().get(relation.oid());
      boolean scanned = earlier != null && relation.scans() > earlier.scans();
      if (known(relation.oid()) && scanned && strong(now.locksOn(relation.oid()))) {
        add("scan " + name(relation.oid()));
      }
      file(relation, then, strong(now.locksOn(relation.table())));
    }
  }

  /** Compares the moments around a statement that ran by itself. */
  void alone(Sight then, Sight now, Map<Long, Set<String>> locks) {
    locks(locks);
    for (Sight.Relation relation : now.relations().values()) {
      file(relation, then, strong(locks.getOrDefault(relation.table(), Set.of())));
    }
  }

  /** What earlier statements hold while another one runs. */
  void held(Sight then, int ordinal) {
    then.locks()
        .forEach(
            (oid, modes) -> {
              if (known(oid)) {
                modes.forEach(mode -> add("held " + mode + " " + name(oid) + " during " + ordinal));
              }
            });
  }

  /** The end of a transaction. */
  void transaction(Sight begin, Sight end) {
    for (Sight.Relation relation : end.relations().values()) {
      Sight.Relation earlier = begin.relations().get(relation.oid());
      if (known(relation.oid()) && earlier != null && relation.changed() > earlier.changed()) {
        add("rows " + (relation.changed() - earlier.changed()) + " " + name(relation.oid()));
      }
    }
  }

  /** What is there afterwards, and who was emptied. */
  void end(Sight now, Set<Long> full, Set<Long> stillFull) {
    for (Sight.Relation relation : now.relations().values()) {
      if (!relation.valid()) {
        add("invalid " + relation.name());
      }
    }
    for (long oid : full) {
      if (!stillFull.contains(oid)) {
        add("empties " + name(oid));
      }
    }
  }

  private void locks(Map<Long, Set<String>> locks) {
    locks.forEach(
        (oid, modes) -> {
          if (known(oid)) {
            modes.forEach(mode -> add("lock " + mode + " " + name(oid)));
          }
        });
  }

  private void file(Sight.Relation relation, Sight then, boolean tableLocked) {
    if (relation.file() == 0 || then.hasFile(relation.file())) {
      return;
    }
    if (relation.isIndex() && known(relation.table()) && tableLocked) {
      add("builds " + relation.name());
    }
    if (relation.hasRows() && known(relation.oid())) {
      add("rewrite " + name(relation.oid()));
    }
  }

  private boolean known(long oid) {
    return before.containsKey(oid);
  }

  private String name(long oid) {
    return Objects.requireNonNull(before.get(oid)).name();
  }

  private static boolean strong(Set<String> modes) {
    return modes.stream().anyMatch(STRONG::contains);
  }

  @Override
  public String toString() {
    return seen.isEmpty() ? "nothing" : String.join("\n  ", seen);
  }
}
