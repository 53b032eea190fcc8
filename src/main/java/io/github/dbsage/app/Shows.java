package io.github.dbsage.app;

import io.github.dbsage.sql.LockMode;
import io.github.dbsage.trace.Trace;
import io.github.dbsage.trace.Trace.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a run must show of a statement where a hazard is one: by the hazard's id. */
final class Shows {

  private static final Map<String, Set<Kind>> WORK =
      Map.ofEntries(
          Map.entry("ADD_COLUMN_VOLATILE_DEFAULT", Set.of(Kind.REWRITE)),
          Map.entry("ADD_COLUMN_SERIAL", Set.of(Kind.REWRITE)),
          Map.entry("ADD_COLUMN_IDENTITY", Set.of(Kind.REWRITE)),
          Map.entry("ADD_COLUMN_STORED_GENERATED", Set.of(Kind.REWRITE)),
          Map.entry("ADD_COLUMN_CONSTRAINED_DOMAIN", Set.of(Kind.REWRITE, Kind.SCAN)),
          Map.entry("ALTER_TYPE_REWRITE", Set.of(Kind.REWRITE)),
          Map.entry("SET_LOGGED_REWRITE", Set.of(Kind.REWRITE)),
          Map.entry("VACUUM_FULL", Set.of(Kind.REWRITE)),
          Map.entry("CLUSTER", Set.of(Kind.REWRITE)),
          Map.entry("ADD_CHECK_VALIDATING", Set.of(Kind.SCAN, Kind.REWRITE)),
          Map.entry("ADD_FK_VALIDATING", Set.of(Kind.SCAN)),
          Map.entry("SET_NOT_NULL_SCAN", Set.of(Kind.SCAN, Kind.REWRITE)),
          Map.entry("ADD_COLUMN_NOT_NULL_NO_DEFAULT", Set.of(Kind.SCAN, Kind.REWRITE)),
          Map.entry("DOMAIN_CONSTRAINT_SCAN", Set.of(Kind.SCAN)),
          Map.entry("ATTACH_PARTITION_SCAN", Set.of(Kind.SCAN)),
          Map.entry("PK_USING_INDEX_NULLABLE", Set.of(Kind.SCAN)),
          Map.entry("NOT_VALID_VALIDATE_SAME_TXN", Set.of(Kind.SCAN)),
          Map.entry("ADD_UNIQUE_BUILDS_INDEX", Set.of(Kind.BUILD)),
          Map.entry("ADD_PK_BUILDS_INDEX", Set.of(Kind.BUILD)),
          Map.entry("ADD_EXCLUDE", Set.of(Kind.BUILD)),
          Map.entry("CREATE_INDEX_BLOCKING", Set.of(Kind.BUILD)),
          Map.entry("REINDEX_BLOCKING", Set.of(Kind.BUILD)),
          Map.entry("ALTER_TYPE_INDEX_REBUILD", Set.of(Kind.BUILD)));

  private static final Map<String, LockMode> LOCKS =
      Map.of(
          "DROP_INDEX_BLOCKING", LockMode.ACCESS_EXCLUSIVE,
          "DETACH_BLOCKING", LockMode.ACCESS_EXCLUSIVE,
          "REFRESH_MATVIEW_BLOCKING", LockMode.ACCESS_EXCLUSIVE,
          "LOCK_TABLE", LockMode.SHARE,
          "TRIGGER_LOCK", LockMode.SHARE_ROW_EXCLUSIVE);

  private static final Map<String, String> FAILURES =
      Map.of(
          "CONCURRENTLY_IN_TXN", "25001",
          "CONCURRENTLY_ON_PARTITIONED", "0A000",
          "CONCURRENTLY_MULTI_DROP", "0A000",
          "DETACH_CONCURRENTLY_WITH_DEFAULT", "55000",
          "REFRESH_CONCURRENTLY_NO_UNIQUE", "55000",
          "FK_NOT_VALID_PARTITIONED", "0A000",
          "ENUM_VALUE_USED_IN_TXN", "55P04",
          "NOT_ALLOWED_IN_TXN", "25001");

  private Shows() {}

  /** What a run says of a hazard. */
  enum Answer {
    /** The statement does it. */
    YES,
    /** The statement does not do it. */
    NO,
    /** A run cannot tell. */
    UNKNOWN
  }

  /** What a statement that ran says. */
  static Answer ran(String hazard, Trace trace) {
    Set<Kind> kinds = WORK.get(hazard);
    if (kinds != null) {
      return answer(kinds.stream().anyMatch(trace::shows));
    }
    LockMode mode = LOCKS.get(hazard);
    if (mode != null) {
      if (holds(trace.taken(), mode)) {
        return Answer.YES;
      }
      // What an earlier statement of the transaction holds is not taken again.
      return holds(trace.held(), mode) ? Answer.UNKNOWN : Answer.NO;
    }
    return FAILURES.containsKey(hazard) ? Answer.NO : Answer.UNKNOWN;
  }

  /** What a statement says that the server refused. */
  static Answer failed(String hazard, @Nullable String sqlState) {
    String state = FAILURES.get(hazard);
    return state != null && state.equals(sqlState) ? Answer.YES : Answer.UNKNOWN;
  }

  /** What of the work makes it one, or null where it is no work. */
  static Trace.@Nullable Sign sign(String hazard, Trace trace) {
    Set<Kind> kinds = WORK.getOrDefault(hazard, Set.of());
    return trace.signs().stream()
        .filter(sign -> sign.isStrong() && kinds.contains(sign.kind()))
        .min(Comparator.comparing(Trace.Sign::kind))
        .orElse(null);
  }

  /** Whether a hazard is about such work. */
  static boolean isAbout(String hazard, Kind kind) {
    return WORK.getOrDefault(hazard, Set.of()).contains(kind);
  }

  private static boolean holds(List<Trace.Lock> locks, LockMode mode) {
    return locks.stream().anyMatch(lock -> lock.table() && lock.mode().compareTo(mode) >= 0);
  }

  private static Answer answer(boolean shown) {
    return shown ? Answer.YES : Answer.NO;
  }
}
