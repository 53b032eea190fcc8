package io.github.dbsage.run;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an open transaction would take away, whatever its statements look like. Whoever drops
 * or empties a table, or drops a column, holds ACCESS EXCLUSIVE on the table to the end of its
 * transaction (PostgreSQL manual, "Explicit Locking"); so only tables that it has locked so are
 * looked at, and the committed state, which nobody else can change meanwhile, is what was before.
 */
final class Losses {

  private static final String LOCKED =
      """
      SELECT l.relation FROM pg_catalog.pg_locks l
       WHERE l.pid = pg_catalog.pg_backend_pid() AND l.granted
         AND l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
         AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d
                            WHERE d.datname = pg_catalog.current_database())
      """;

  /** What belongs to an extension comes back with it, but for what users are to write into. */
  private static final String TABLES =
      """
      SELECT c.oid, n.nspname, c.relname, c.relkind = 'r', c.relfilenode
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid = ANY (%s::oid[]) AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
         AND n.nspname NOT IN ('pg_catalog', 'information_schema')
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                           JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                          WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                            AND d.objsubid = 0 AND d.deptype = 'e'
                            AND d.refclassid = 'pg_catalog.pg_extension'::regclass
                            AND NOT c.oid = ANY (COALESCE(e.extconfig, '{}')))
       ORDER BY n.nspname, c.relname
      """;

  /** What is generated can be generated again. */
  private static final String COLUMNS =
      """
      SELECT attrelid, attnum, attname FROM pg_catalog.pg_attribute
       WHERE attrelid = ANY (%s::oid[]) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
       ORDER BY attnum
      """;

  private static final String LEFT =
      """
      SELECT c.oid, c.relfilenode,
             c.relkind = 'r' AND (pg_catalog.pg_relation_size(c.oid) = 0
                                  OR pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) > 0)
        FROM pg_catalog.pg_class c WHERE c.oid = ANY (%s::oid[])
      """;

  private static final String COLUMNS_LEFT =
      """
      SELECT attrelid, attnum FROM pg_catalog.pg_attribute
       WHERE attrelid = ANY (%s::oid[]) AND attnum > 0 AND NOT attisdropped
      """;

  private static final String ANCESTORS =
      """
      SELECT n.nspname, c.relname
        FROM pg_catalog.pg_partition_ancestors(?::bigint::oid) WITH ORDINALITY a (relid, nth)
        JOIN pg_catalog.pg_class c ON c.oid = a.relid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid <> ?::bigint::oid
       ORDER BY a.nth
      """;

  private final Session work;
  private final Session outside;

  private Losses(Session work, Session outside) {
    this.work = work;
    this.outside = outside;
  }

  /**
   * What is gone.
   *
   * @param work in the transaction
   * @param outside another session of the same database, in none
   */
  static List<Loss> of(Session work, Session outside) {
    return new Losses(work, outside).find();
  }

  private record Table(long oid, QualifiedName name, boolean plain, long file) {}

  private record Column(long oid, long number, String name) {}

  private record Left(long oid, long file, boolean emptied) {}

  private record Key(long oid, long number) {}

  private record Lost(Table table, Loss.What what, @Nullable String column) {}

  private record Name(QualifiedName table, @Nullable String column) {}

  private List<Loss> find() {
    List<Long> locked = work.query(LOCKED, row -> row.number(1));
    if (locked.isEmpty()) {
      return List.of();
    }
    List<Table> before =
        outside.query(
            TABLES.formatted(array(locked)),
            row ->
                new Table(
                    row.number(1),
                    new QualifiedName(row.string(2), row.string(3)),
                    row.flag(4),
                    row.number(5)));
    if (before.isEmpty()) {
      return List.of();
    }
    String array = array(before.stream().map(Table::oid).toList());
    Map<Long, Left> left = new HashMap<>();
    work.query(LEFT.formatted(array), row -> new Left(row.number(1), row.number(2), row.flag(3)))
        .forEach(table -> left.put(table.oid(), table));
    Set<Key> columnsLeft =
        new HashSet<>(
            work.query(
                COLUMNS_LEFT.formatted(array), row -> new Key(row.number(1), row.number(2))));
    Map<Long, List<Column>> columns =
        outside
            .query(
                COLUMNS.formatted(array),
                row -> new Column(row.number(1), row.number(2), row.string(3)))
            .stream()
            .collect(Collectors.groupingBy(Column::oid));
    List<Lost> losses = new ArrayList<>();
    for (Table table : before) {
      Left now = left.get(table.oid());
      if (now == null) {
        add(losses, table, Loss.What.DROPPED, null);
        continue;
      }
      if (table.plain() && now.file() != table.file() && now.emptied()) {
        // A table that is rewritten gets another file as well, with its rows in it.
        add(losses, table, Loss.What.EMPTIED, null);
      }
      for (Column column : columns.getOrDefault(table.oid(), List.of())) {
        if (!columnsLeft.contains(new Key(column.oid(), column.number()))) {
          add(losses, table, Loss.What.DROPPED, column.name());
        }
      }
    }
    return ofRows(losses);
  }

  private static void add(List<Lost> all, Table table, Loss.What what, @Nullable String column) {
    all.add(new Lost(table, what, column));
  }

  /** A partitioned table has no rows of its own: it is lost with those of its parts that are. */
  private List<Loss> ofRows(List<Lost> all) {
    Set<Name> dropped = new HashSet<>();
    for (Lost lost : all) {
      if (lost.what() == Loss.What.DROPPED) {
        dropped.add(new Name(lost.table().name(), lost.column()));
      }
    }
    List<Loss> losses = new ArrayList<>();
    for (Lost lost : all) {
      Table table = lost.table();
      if (table.plain()) {
        List<QualifiedName> ancestors = ancestors(table.oid());
        QualifiedName shown = table.name();
        for (QualifiedName ancestor : ancestors) {
          if (lost.what() == Loss.What.DROPPED
              && dropped.contains(new Name(ancestor, lost.column()))) {
            shown = ancestor;
          }
        }
        losses.add(
            new Loss(lost.what(), table.oid(), table.name(), lost.column(), shown, ancestors));
      }
    }
    return losses;
  }

  private List<QualifiedName> ancestors(long oid) {
    return outside.query(
        ANCESTORS, row -> new QualifiedName(row.string(1), row.string(2)), oid, oid);
  }

  private static String array(List<Long> oids) {
    return Literal.of(
        oids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
  }
}
