package io.github.dbsage.trace;

import io.github.dbsage.model.StatementTrace;
import io.github.dbsage.model.StatementTrace.TakenLock;
import io.github.dbsage.sql.LockMode;
import java.util.List;
import java.util.Map;

/**
 * What a statement did to relations that were there before.
 *
 * @param taken locks that it took
 * @param held locks that earlier statements of its transaction held meanwhile
 * @param signs what took time, or will where there are many rows
 * @param changed how many rows it updated or deleted, by table
 */
public record Trace(
    List<Lock> taken, List<Lock> held, List<Sign> signs, Map<String, Long> changed) {

  /** One that did nothing. */
  public static final Trace NOTHING = new Trace(List.of(), List.of(), List.of(), Map.of());

  public Trace {
    taken = List.copyOf(taken);
    held = List.copyOf(held);
    signs = List.copyOf(signs);
    changed = Map.copyOf(changed);
  }

  /**
   * A lock on a relation.
   *
   * @param table whether that is one, rather than an index
   */
  public record Lock(String relation, boolean table, LockMode mode) {}

  /** What takes time. */
  public enum Kind {
    /** A table was written anew. */
    REWRITE,
    /** A table was read from end to end. */
    SCAN,
    /** An index was built. */
    BUILD
  }

  /**
   * Something that takes time.
   *
   * @param object the table, or the index that was built
   * @param table the table
   * @param mode the strongest lock on the table meanwhile
   * @param hazard the id of the hazard that it most likely is; empty where nothing tells
   */
  public record Sign(Kind kind, String object, String table, LockMode mode, String hazard) {

    /** Whether writers wait meanwhile. */
    public boolean isStrong() {
      return mode.blocksWrites();
    }
  }

  /** Whether something of the kind was done while writers waited. */
  public boolean shows(Kind kind) {
    return signs.stream().anyMatch(sign -> sign.kind() == kind && sign.isStrong());
  }

  /** For the report. */
  public StatementTrace report() {
    return new StatementTrace(
        taken.stream()
            .map(lock -> new TakenLock(lock.relation(), lock.mode().words(), lock.mode().blocks()))
            .toList(),
        objects(Kind.REWRITE),
        objects(Kind.SCAN),
        objects(Kind.BUILD));
  }

  private List<String> objects(Kind kind) {
    return signs.stream().filter(sign -> sign.kind() == kind).map(Sign::object).distinct().toList();
  }
}
