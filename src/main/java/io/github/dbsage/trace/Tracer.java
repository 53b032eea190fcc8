package io.github.dbsage.trace;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.sql.LockMode;
import io.github.dbsage.trace.Trace.Kind;
import io.github.dbsage.trace.Trace.Lock;
import io.github.dbsage.trace.Trace.Sign;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a session between its statements and tells what each did to what was there before. Only
 * that counts: nobody waits for a new table. Whatever a statement touches it locks, so only locked
 * relations are looked at. Not thread-safe.
 */
public final class Tracer {

  /** It gives a table a new file too, an empty one. */
  private static final Pattern TRUNCATE = Pattern.compile("TRUNCATE\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern VACUUM = Pattern.compile("VACUUM\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern CLUSTER = Pattern.compile("CLUSTER\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern REINDEX = Pattern.compile("REINDEX\\b", Pattern.CASE_INSENSITIVE);

  /** What may do anything on its way. */
  private static final Pattern CODE =
      Pattern.compile("(DO|CALL|SELECT|EXECUTE|WITH)\\b", Pattern.CASE_INSENSITIVE);

  /** What reads and writes rows as an application does. */
  private static final Pattern ROWS =
      Pattern.compile(
          "(SELECT|INSERT|UPDATE|DELETE|MERGE|COPY|WITH|VALUES|TABLE)\\b",
          Pattern.CASE_INSENSITIVE);

  private final Session session;
  private Map<Long, Relation> known = Map.of();
  private Map<Long, Relation> now = new HashMap<>();
  private final Set<Long> files = new HashSet<>();
  private final Map<Long, Count> counts = new HashMap<>();
  private Map<Long, Set<LockMode>> held = Map.of();

  /** What was seen and was not there before: however many those are, they are looked at once. */
  private final Set<Long> news = new HashSet<>();

  /** Whatever is there now was there before. */
  public Tracer(Session session) {
    this.session = session;
    look();
    known = Map.copyOf(now);
  }

  /** From here on, what is there now counts as having been there before. */
  public void batch() {
    if (!news.isEmpty()) {
      now.keySet().removeAll(news);
      Sight.some(session, news).forEach(this::remember);
      news.clear();
    }
    known = Map.copyOf(now);
  }

  /** Everything is looked at again; what is there for the first time was there before. */
  public void provided() {
    Set<Long> before = Set.copyOf(now.keySet());
    look();
    Map<Long, Relation> more = new HashMap<>(now);
    more.keySet().removeAll(before);
    more.putAll(known);
    known = Map.copyOf(more);
  }

  /**
   * A transaction has begun. The server counts on from one transaction to the next until it has
   * time to write the counts down, so only differences within a transaction say anything.
   */
  public void begin() {
    held = Map.of();
    counts.clear();
    session
        .query(Count.ALL, Count::of)
        .forEach(counted -> counts.put(counted.oid(), counted.count()));
  }

  /** A statement of an open transaction has run. */
  public Trace ran(String sql) {
    Sight sight = Sight.locked(session, news, now, held);
    Collection<Relation> touched = sight.relations().values();
    List<Sign> signs = new ArrayList<>();
    Map<String, Long> changed = new TreeMap<>();
    for (Relation relation : touched) {
      Relation earlier = now.get(relation.oid());
      Count before = counts.getOrDefault(relation.oid(), Count.NONE);
      boolean scanned = isScanned(relation);
      LockMode mode = strongest(sight.locks(), relation.oid());
      if (earlier != null && scanned && isKnown(relation.oid()) && isLook(sql, mode)) {
        signs.add(
            new Sign(
                Kind.SCAN,
                name(relation.oid()),
                name(relation.oid()),
                mode,
                validated(earlier, relation)));
      }
      LockMode tableMode = strongest(sight.locks(), relation.table());
      if (relation.isIndex()) {
        Relation table = sight.relations().get(relation.table());
        boolean read = table != null && isScanned(table);
        file(relation, earlier, read, sql, tableMode, signs);
      } else {
        file(relation, earlier, scanned, sql, mode, signs);
      }
      long rows = relation.count().changed() - before.changed();
      if (isKnown(relation.oid()) && rows > 0) {
        changed.put(name(relation.oid()), rows);
      }
    }
    Trace trace = new Trace(taken(sight.locks()), locks(held), signs, changed);
    held = sight.locks();
    touched.forEach(this::remember);
    sight.locks().keySet().stream().filter(oid -> isNews(oid, sight)).forEach(news::add);
    return trace;
  }

  private boolean isScanned(Relation relation) {
    return relation.count().scans() > counts.getOrDefault(relation.oid(), Count.NONE).scans();
  }

  private boolean isNews(long oid, Sight sight) {
    Relation relation = sight.relations().get(oid);
    return !isKnown(oid) && (relation == null || !isKnown(relation.table()));
  }

  /**
   * Runs a statement that forbids a transaction.
   *
   * @param others opens sessions: one looks on, others stand in its way for a moment, so that no
   *     lock can pass by unseen; only where nobody else is there
   */
  public Trace alone(String sql, Database others, Runnable statement) {
    List<String> tables =
        now.values().stream()
            .filter(relation -> relation.kind().equals("r") || relation.kind().equals("p"))
            .map(Relation::name)
            .sorted()
            .toList();
    Map<Long, Set<LockMode>> locks = new Alone(others, tables).run(session.pid(), statement);
    Map<Long, Relation> before = now;
    look();
    List<Sign> signs = new ArrayList<>();
    for (Relation relation : now.values()) {
      LockMode mode = strongest(locks, relation.isIndex() ? relation.table() : relation.oid());
      if (changedFile(before, relation)) {
        files.remove(relation.file());
        file(relation, before.get(relation.oid()), true, sql, mode, signs);
        files.add(relation.file());
      }
    }
    held = Map.of();
    return new Trace(taken(locks), List.of(), signs, Map.of());
  }

  private static boolean changedFile(Map<Long, Relation> before, Relation relation) {
    Relation earlier = before.get(relation.oid());
    return earlier == null || earlier.file() != relation.file();
  }

  /** Everything is looked at again: behind a rollback, or what ran elsewhere. */
  public void look() {
    now = Sight.all(session);
    files.clear();
    now.values().forEach(relation -> files.add(relation.file()));
  }

  private void remember(Relation relation) {
    now.put(relation.oid(), relation);
    counts.put(relation.oid(), relation.count());
    files.add(relation.file());
  }

  /** Reading rows is no look at all of them, unless writers wait for it. */
  private static boolean isLook(String sql, LockMode mode) {
    return mode.blocksWrites()
        || (mode == LockMode.SHARE_UPDATE_EXCLUSIVE && !ROWS.matcher(sql).lookingAt());
  }

  private void file(
      Relation relation,
      @Nullable Relation earlier,
      boolean scanned,
      String sql,
      LockMode mode,
      List<Sign> signs) {
    if (relation.file() == 0 || files.contains(relation.file())) {
      return;
    }
    boolean emptied =
        TRUNCATE.matcher(sql).lookingAt() || (CODE.matcher(sql).lookingAt() && !scanned);
    boolean before = isKnown(relation.oid());
    if (relation.isIndex() && isKnown(relation.table()) && !(before && emptied)) {
      signs.add(
          new Sign(
              Kind.BUILD,
              relation.name(),
              name(relation.table()),
              mode,
              built(relation, before, sql)));
    }
    if (relation.hasRows() && before && !emptied) {
      signs.add(
          new Sign(
              Kind.REWRITE,
              name(relation.oid()),
              name(relation.oid()),
              mode,
              rewritten(earlier, relation, sql)));
    }
  }

  private static String rewritten(@Nullable Relation earlier, Relation now, String sql) {
    if (now.kind().equals("m")) {
      return "REFRESH_MATVIEW_BLOCKING";
    }
    if (VACUUM.matcher(sql).lookingAt()) {
      return "VACUUM_FULL";
    }
    if (CLUSTER.matcher(sql).lookingAt()) {
      return "CLUSTER";
    }
    if (earlier == null) {
      return "";
    }
    if (!earlier.storage().equals(now.storage())) {
      return "SET_LOGGED_REWRITE";
    }
    return now.columns() > earlier.columns() ? "ADD_COLUMN_VOLATILE_DEFAULT" : "ALTER_TYPE_REWRITE";
  }

  private static String validated(Relation earlier, Relation now) {
    if (now.foreignKeys() > earlier.foreignKeys()) {
      return "ADD_FK_VALIDATING";
    }
    if (now.checks() > earlier.checks()) {
      return "ADD_CHECK_VALIDATING";
    }
    if (now.notNulls() > earlier.notNulls()) {
      return "SET_NOT_NULL_SCAN";
    }
    return now.partition() && !earlier.partition() ? "ATTACH_PARTITION_SCAN" : "";
  }

  private static String built(Relation index, boolean again, String sql) {
    if (REINDEX.matcher(sql).lookingAt()) {
      return "REINDEX_BLOCKING"; // also of an index that an earlier one put in another's place
    }
    if (again) {
      return "ALTER_TYPE_INDEX_REBUILD";
    }
    return switch (index.constraint()) {
      case "p" -> "ADD_PK_BUILDS_INDEX";
      case "u" -> "ADD_UNIQUE_BUILDS_INDEX";
      case "x" -> "ADD_EXCLUDE";
      default -> "CREATE_INDEX_BLOCKING";
    };
  }

  private List<Lock> taken(Map<Long, Set<LockMode>> locks) {
    Map<Long, Set<LockMode>> more = new HashMap<>();
    locks.forEach(
        (oid, modes) -> {
          Set<LockMode> news = EnumSet.copyOf(modes);
          news.removeAll(held.getOrDefault(oid, Set.of()));
          more.put(oid, news);
        });
    return locks(more);
  }

  private List<Lock> locks(Map<Long, Set<LockMode>> modes) {
    List<Lock> locks = new ArrayList<>();
    modes.forEach(
        (oid, all) -> {
          if (isKnown(oid)) {
            boolean table = Objects.requireNonNull(known.get(oid)).isTable();
            all.forEach(mode -> locks.add(new Lock(name(oid), table, mode)));
          }
        });
    locks.sort(Comparator.comparing(Lock::relation).thenComparing(Lock::mode));
    return locks;
  }

  private static LockMode strongest(Map<Long, Set<LockMode>> locks, long oid) {
    return locks.getOrDefault(oid, Set.of()).stream()
        .max(Comparator.naturalOrder())
        .orElse(LockMode.ACCESS_SHARE);
  }

  private boolean isKnown(long oid) {
    return known.containsKey(oid);
  }

  private String name(long oid) {
    return Objects.requireNonNull(known.get(oid)).name();
  }
}
