package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what the table of a backfill is like, and refuses what cannot be one. */
final class TableReading {

  /** Up to here all rows are counted, where PostgreSQL has not counted them. */
  private static final long COUNTED_PAGES = 1_000;

  private static final String RELATION =
      """
      SELECT c.oid, c.relkind
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ?
      """;

  // Not format_type(…, NULL): it says "character", which as a cast is one of them.
  private static final String ATTRIBUTES =
      """
      WITH RECURSIVE based AS (
        SELECT a.attnum, a.atttypid AS type
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped
        UNION
        SELECT b.attnum, t.typbasetype
        FROM based b JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype = 'd'
      )
      SELECT a.attname, pg_catalog.format_type(b.type, -1), a.attnotnull,
             CASE WHEN a.attgenerated <> '' THEN 'generated'
                  WHEN a.attidentity = 'a' THEN 'identity' END
      FROM based b
        JOIN pg_catalog.pg_type t ON t.oid = b.type AND t.typtype <> 'd'
        JOIN pg_catalog.pg_attribute a ON a.attrelid = ?::oid AND a.attnum = b.attnum
      ORDER BY a.attnum
      """;

  private static final String TREE =
      """
      WITH RECURSIVE tree AS (
        SELECT ?::oid AS oid
        UNION
        SELECT i.inhrelid
        FROM tree t
          JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid AND NOT i.inhdetachpending
      )
      SELECT c.oid, n.nspname, c.relname, c.relkind, c.reltuples::bigint, c.relpages,
             pg_catalog.pg_relation_size(c.oid)
               / pg_catalog.current_setting('block_size')::bigint,
             pg_catalog.pg_relation_size(c.oid),
             pg_catalog.pg_relation_size(NULLIF(c.reltoastrelid, 0)),
             (SELECT option_value FROM pg_catalog.pg_options_to_table(c.reloptions)
              WHERE option_name = 'fillfactor')
      FROM tree t
        JOIN pg_catalog.pg_class c ON c.oid = t.oid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind <> 'p'
      ORDER BY n.nspname, c.relname
      """;

  /** What rows are assigned to partitions by, in partitions of partitions too; expressions too. */
  private static final String PARTITIONING =
      """
      SELECT a.attname
      FROM pg_catalog.pg_partition_tree(?::oid::regclass) p
        JOIN pg_catalog.pg_depend d ON d.objid = p.relid AND d.refobjid = p.relid
          AND d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = d.classid
          AND d.refobjsubid = 0 AND d.objsubid > 0 AND d.deptype = 'i'
        JOIN pg_catalog.pg_attribute a ON a.attrelid = p.relid AND a.attnum = d.objsubid
      WHERE NOT p.isleaf
      """;

  private final Session session;
  private final BackfillSpec spec;
  private final Source source;

  private TableReading(Session session, BackfillSpec spec, Source source) {
    this.session = session;
    this.spec = spec;
    this.source = source;
  }

  static Table read(Session session, BackfillSpec spec, Source source) {
    return new TableReading(session, spec, source).read();
  }

  private record Relation(long oid, String kind) {}

  private Table read() {
    Place at = spec.at("table", source);
    QualifiedName name = spec.table();
    List<Relation> found =
        session.query(
            RELATION,
            row -> new Relation(row.number(1), row.string(2)),
            String.valueOf(name.schema()),
            name.name());
    if (found.isEmpty()) {
      throw new UserError(BackfillProblems.noTable(name, at));
    }
    Relation relation = found.get(0);
    if (!relation.kind().equals("r") && !relation.kind().equals("p")) {
      throw new UserError(BackfillProblems.noOrdinaryTable(name, relation.kind(), at));
    }
    List<Table.Attribute> attributes = attributes(relation.oid());
    checkSet(attributes);
    List<Table.Leaf> leaves = leaves(relation.oid());
    for (Table.Leaf leaf : leaves) {
      if (leaf.foreign()) {
        throw new UserError(BackfillProblems.foreignPartition(name, leaf.name(), at));
      }
    }
    boolean divided = relation.kind().equals("p") || leaves.size() > 1;
    boolean whole = divided && (spec.statement() != null || movesRows(relation));
    List<Long> updated =
        whole ? List.of(relation.oid()) : leaves.stream().map(Table.Leaf::oid).toList();
    Access.check(session, spec, source, updated);
    List<Table.Leaf> counted = leaves.stream().map(this::counted).toList();
    return new Table(
        relation.oid(), name, attributes, counted, pieces(relation.oid(), counted, whole), whole);
  }

  private List<Table.Attribute> attributes(long oid) {
    return session.query(
        ATTRIBUTES,
        row -> new Table.Attribute(row.string(1), row.string(2), row.flag(3), row.text(4)),
        oid,
        oid);
  }

  private void checkSet(List<Table.Attribute> attributes) {
    for (String column : spec.set().keySet()) {
      Place at = spec.at("set." + column, source);
      Table.Attribute attribute =
          attributes.stream().filter(a -> a.name().equals(column)).findFirst().orElse(null);
      if (attribute == null) {
        throw new UserError(
            BackfillProblems.noColumn(
                spec.table(), column, attributes.stream().map(Table.Attribute::name).toList(), at));
      }
      if (attribute.computed() != null) {
        throw new UserError(
            BackfillProblems.computedColumn(spec.table(), column, attribute.computed(), at));
      }
    }
  }

  private List<Table.Leaf> leaves(long oid) {
    return session.query(TREE, TableReading::leaf, oid);
  }

  private static Table.Leaf leaf(Session.Row row) {
    long pages = row.number(7);
    String fillfactor = row.text(10);
    return new Table.Leaf(
        row.number(1),
        new QualifiedName(row.string(2), row.string(3)),
        !row.string(4).equals("r"),
        rows(row.number(5), row.number(6), pages),
        pages,
        row.number(8),
        row.number(9),
        fillfactor == null ? 100 : Integer.parseInt(fillfactor));
  }

  /** As the planner reckons: the rows of a page when it last counted, for the pages of now. */
  private static long rows(long tuples, long countedPages, long pages) {
    if (pages == 0) {
      return 0;
    }
    return tuples >= 0 && countedPages > 0
        ? Math.round((double) tuples / countedPages * pages)
        : Table.UNKNOWN;
  }

  private Table.Leaf counted(Table.Leaf leaf) {
    if (leaf.rows() != Table.UNKNOWN) {
      return leaf;
    }
    String from = "SELECT pg_catalog.count(*) FROM ONLY " + leaf.name().quoted();
    if (leaf.pages() <= COUNTED_PAGES) {
      return leaf.withRows(session.one(from, row -> row.number(1)));
    }
    double percent = 100.0 * COUNTED_PAGES / leaf.pages();
    String sample =
        String.format(Locale.ROOT, " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (1)", percent);
    long sampled = session.one(from + sample, row -> row.number(1));
    return leaf.withRows(Math.round(sampled * 100 / percent));
  }

  private boolean movesRows(Relation relation) {
    return relation.kind().equals("p")
        && session.query(PARTITIONING, row -> row.string(1), relation.oid()).stream()
            .anyMatch(spec.set()::containsKey);
  }

  private List<Piece> pieces(long oid, List<Table.Leaf> leaves, boolean whole) {
    String alias = spec.table().name();
    List<Piece> pieces = new ArrayList<>();
    if (whole) {
      long rows = leaves.stream().mapToLong(Table.Leaf::rows).sum();
      long pages = leaves.stream().mapToLong(Table.Leaf::pages).sum();
      return List.of(new Piece(oid, spec.table(), false, alias, rows, pages));
    }
    for (Table.Leaf leaf : leaves) {
      pieces.add(new Piece(leaf.oid(), leaf.name(), true, alias, leaf.rows(), leaf.pages()));
    }
    return pieces;
  }
}
