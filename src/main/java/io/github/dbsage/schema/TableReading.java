package io.github.dbsage.schema;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Constraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what the catalog says of one table, in a read-only transaction. Use once. */
public final class TableReading {

  private static final String TABLE =
      """
      SELECT c.oid, c.relkind = 'p', c.relrowsecurity
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
      """;

  private static final String PARTITIONS =
      """
      SELECT n.nspname, c.relname, c.relkind = 'p'
        FROM pg_inherits i
        JOIN pg_class c ON c.oid = i.inhrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE i.inhparent = ?::oid AND c.relispartition
       ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
      """;

  private static final String COLUMNS =
      """
      SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
             pg_get_expr(d.adbin, d.adrelid), a.attgenerated <> '', a.attidentity <> '',
             CASE WHEN a.attcollation <> t.typcollation
                  THEN quote_ident(n.nspname) || '.' || quote_ident(o.collname) END,
             col_description(a.attrelid, a.attnum)
        FROM pg_attribute a
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        LEFT JOIN pg_collation o ON o.oid = a.attcollation
        LEFT JOIN pg_namespace n ON n.oid = o.collnamespace
       WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
       ORDER BY a.attnum
      """;

  /** Those of a partition that come from the partitioned table are told with that. */
  private static final String CONSTRAINTS =
      """
      SELECT k.oid, k.conname, k.contype, pg_get_constraintdef(k.oid), fn.nspname, f.relname,
             k.convalidated, k.conrelid = ?::oid, n.nspname, c.relname
        FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_class f ON f.oid = k.confrelid
        LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
       WHERE k.contype IN ('p', 'u', 'f', 'c', 'x', 'n')
         AND (k.conrelid = ?::oid OR (k.confrelid = ?::oid AND k.conparentid = 0))
       ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", k.conname COLLATE "C"
      """;

  private static final String CONSTRAINT_COLUMNS =
      """
      SELECT k.oid, false, a.attname
        FROM pg_constraint k
        CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY u (attnum, n)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum
       WHERE k.conrelid = ?::oid OR k.confrelid = ?::oid
       ORDER BY k.oid, u.n
      """;

  private static final String TARGET_COLUMNS =
      """
      SELECT k.oid, true, a.attname
        FROM pg_constraint k
        CROSS JOIN LATERAL unnest(k.confkey) WITH ORDINALITY u (attnum, n)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum
       WHERE k.confrelid = ?::oid
       ORDER BY k.oid, u.n
      """;

  private static final String INDEXES =
      """
      SELECT i.indexrelid, c.relname, pg_get_indexdef(i.indexrelid), i.indisunique, i.indisvalid,
             EXISTS (SELECT FROM pg_constraint k
                      WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')),
             i.indpred IS NOT NULL
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
       WHERE i.indrelid = ?::oid
       ORDER BY c.relname COLLATE "C"
      """;

  /** Keys with their number, then what expressions and conditions read. */
  private static final String INDEX_COLUMNS =
      """
      SELECT i.indexrelid, u.n, a.attname
        FROM pg_index i
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, n)
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.attnum
       WHERE i.indrelid = ?::oid
      UNION ALL
      SELECT i.indexrelid, NULL, a.attname
        FROM pg_index i
        JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
                        AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = d.refobjsubid
       WHERE i.indrelid = ?::oid
         AND a.attnum <> ALL (i.indkey::int2[])
       ORDER BY 1, 2 NULLS LAST, 3
      """;

  private static final String TRIGGERS =
      """
      SELECT tgname FROM pg_trigger WHERE tgrelid = ?::oid AND NOT tgisinternal
       ORDER BY tgname COLLATE "C"
      """;

  private static final String VIEWS =
      """
      SELECT DISTINCT n.nspname COLLATE "C", v.relname COLLATE "C"
        FROM pg_depend d
        JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
        JOIN pg_class v ON v.oid = r.ev_class
        JOIN pg_namespace n ON n.oid = v.relnamespace
       WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ?::oid
         AND v.oid <> d.refobjid AND v.relkind IN ('v', 'm')
       ORDER BY 1, 2
      """;

  /** Views, functions with a body that was parsed, policies, triggers, generated columns. */
  private static final String READERS =
      """
      SELECT DISTINCT a.attname,
             CASE WHEN v.oid IS NOT NULL
                  THEN pg_describe_object('pg_class'::regclass, v.oid, 0)
                  WHEN g.oid IS NOT NULL
                  THEN pg_describe_object('pg_class'::regclass, g.adrelid, g.adnum)
                  ELSE pg_describe_object(d.classid, d.objid, d.objsubid) END
        FROM pg_depend d
        JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
        LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
        LEFT JOIN pg_class v ON v.oid = r.ev_class
        LEFT JOIN pg_attrdef g ON d.classid = 'pg_attrdef'::regclass AND g.oid = d.objid
       WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ?::oid AND d.refobjsubid > 0
         AND (d.classid IN ('pg_rewrite'::regclass, 'pg_proc'::regclass, 'pg_policy'::regclass,
                            'pg_trigger'::regclass, 'pg_publication_rel'::regclass)
              OR (g.oid IS NOT NULL AND NOT (g.adrelid = d.refobjid AND g.adnum = d.refobjsubid))
              -- Before 15, a generated column depends by itself, not by its expression.
              OR (d.classid = 'pg_class'::regclass AND d.objid = d.refobjid
                  AND d.objsubid > 0))
       ORDER BY 1, 2
      """;

  private static final String POLICIES =
      """
      SELECT polname FROM pg_policy WHERE polrelid = ?::oid ORDER BY polname COLLATE "C"
      """;

  private final Session session;
  private final QualifiedName name;

  private TableReading(Session session, QualifiedName name) {
    this.session = session;
    this.name = name;
  }

  private record Table(long oid, boolean partitioned, boolean rowSecurity) {}

  private record Part(long oid, boolean target) {}

  /**
   * Reads it.
   *
   * @param name with its schema
   * @return null where there is no such table; a view is none
   */
  public static @Nullable TableFacts of(Session session, QualifiedName name) {
    session.send(CatalogReading.BEGIN);
    try {
      TableFacts facts = new TableReading(session, name).read();
      session.send("COMMIT");
      return facts;
    } catch (ServerFailure e) {
      if (!e.connectionLost()) {
        session.send("ROLLBACK");
      }
      throw e;
    }
  }

  private @Nullable TableFacts read() {
    List<Table> found =
        session.query(
            TABLE,
            row -> new Table(row.number(1), row.flag(2), row.flag(3)),
            String.valueOf(name.schema()),
            name.name());
    if (found.isEmpty()) {
      return null;
    }
    Table table = found.get(0);
    long oid = table.oid();
    List<Constraint> constraints = new ArrayList<>();
    List<TableFacts.Reference> references = new ArrayList<>();
    constraints(oid, constraints, references);
    return new TableFacts(
        name,
        table.partitioned(),
        session.query(PARTITIONS, row -> new TableFacts.Partition(name(row, 1), row.flag(3)), oid),
        session.query(COLUMNS, TableReading::column, oid),
        constraints,
        references,
        indexes(oid),
        session.query(TRIGGERS, row -> row.string(1), oid),
        session.query(VIEWS, row -> name(row, 1), oid),
        session.query(READERS, row -> new TableFacts.Reader(row.string(1), row.string(2)), oid),
        session.query(POLICIES, row -> row.string(1), oid),
        table.rowSecurity());
  }

  private static QualifiedName name(Session.Row row, int schema) {
    return new QualifiedName(row.string(schema), row.string(schema + 1));
  }

  private static TableFacts.Column column(Session.Row row) {
    return new TableFacts.Column(
        row.string(1),
        row.string(2),
        row.flag(3),
        row.text(4),
        row.flag(5),
        row.flag(6),
        row.text(7),
        row.text(8));
  }

  private void constraints(
      long oid, List<Constraint> constraints, List<TableFacts.Reference> references) {
    Map<Part, List<String>> columns = new HashMap<>();
    session.query(CONSTRAINT_COLUMNS, row -> part(columns, row), oid, oid);
    session.query(TARGET_COLUMNS, row -> part(columns, row), oid);
    session.query(
        CONSTRAINTS,
        row -> {
          Constraint constraint =
              new Constraint(
                  row.string(2),
                  kind(row.string(3)),
                  columns.getOrDefault(new Part(row.number(1), false), List.of()),
                  row.string(4),
                  row.text(6) == null ? null : name(row, 5),
                  row.flag(7));
          if (row.flag(8)) {
            return constraints.add(constraint);
          }
          List<String> target = columns.getOrDefault(new Part(row.number(1), true), List.of());
          return references.add(new TableFacts.Reference(name(row, 9), constraint, target));
        },
        oid,
        oid,
        oid);
  }

  private static Part part(Map<Part, List<String>> columns, Session.Row row) {
    Part part = new Part(row.number(1), row.flag(2));
    columns.computeIfAbsent(part, key -> new ArrayList<>()).add(row.string(3));
    return part;
  }

  private static Constraint.Kind kind(String letter) {
    return switch (letter) {
      case "p" -> Constraint.Kind.PRIMARY_KEY;
      case "u" -> Constraint.Kind.UNIQUE;
      case "f" -> Constraint.Kind.FOREIGN_KEY;
      case "c" -> Constraint.Kind.CHECK;
      case "x" -> Constraint.Kind.EXCLUDE;
      default -> Constraint.Kind.NOT_NULL;
    };
  }

  private List<TableFacts.Index> indexes(long oid) {
    Map<Long, List<String>> columns = new HashMap<>();
    Map<Long, List<String>> keys = new HashMap<>();
    session.query(
        INDEX_COLUMNS,
        row -> {
          Long index = row.number(1);
          columns.computeIfAbsent(index, key -> new ArrayList<>()).add(row.string(3));
          List<String> here = keys.computeIfAbsent(index, key -> new ArrayList<>());
          // An expression has no column, and so leaves a gap.
          return row.number(2) == here.size() + 1 && here.add(row.string(3));
        },
        oid,
        oid);
    return session.query(
        INDEXES,
        row ->
            new TableFacts.Index(
                row.string(2),
                Objects.requireNonNullElse(columns.get(row.number(1)), List.of()),
                Objects.requireNonNullElse(keys.get(row.number(1)), List.of()),
                row.string(3),
                row.flag(4),
                row.flag(5),
                row.flag(6),
                row.flag(7)),
        oid);
  }
}
