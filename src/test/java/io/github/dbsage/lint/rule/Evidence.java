package io.github.dbsage.lint.rule;

import io.github.dbsage.trace.Trace;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a trial showed, in the words of {@link Proof}. Not thread-safe. */
final class Evidence {

  private final Set<String> seen = new TreeSet<>();
  private final Map<String, Long> rows = new TreeMap<>();

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

  /** What the tracer saw of a statement. */
  void statement(Trace trace, int ordinal) {
    trace.taken().forEach(lock -> add("lock " + name(lock)));
    trace.held().forEach(lock -> add("held " + name(lock) + " during " + ordinal));
    for (Trace.Sign sign : trace.signs()) {
      switch (sign.kind()) {
        case REWRITE -> add("rewrite " + sign.object());
        case SCAN -> addStrong(sign, "scan ");
        case BUILD -> addStrong(sign, "builds ");
      }
    }
    trace.changed().forEach((table, count) -> rows.merge(table, count, Long::sum));
  }

  /** The end of a transaction. */
  void transactionEnded() {
    rows.forEach((table, count) -> add("rows " + count + " " + table));
    rows.clear();
  }

  /** What is there afterwards, and who was emptied. */
  void end(Sight now, Map<Long, String> full, Set<Long> stillFull) {
    for (Sight.Relation relation : now.relations().values()) {
      if (!relation.valid()) {
        add("invalid " + relation.name());
      }
    }
    full.forEach(
        (oid, table) -> {
          if (!stillFull.contains(oid)) {
            add("empties " + table);
          }
        });
  }

  private void addStrong(Trace.Sign sign, String word) {
    if (sign.isStrong()) {
      add(word + sign.object());
    }
  }

  private static String name(Trace.Lock lock) {
    return lock.mode().serverName() + " " + lock.relation();
  }

  @Override
  public String toString() {
    return seen.isEmpty() ? "nothing" : String.join("\n  ", seen);
  }
}
