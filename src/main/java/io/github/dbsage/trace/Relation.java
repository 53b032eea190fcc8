package io.github.dbsage.trace;

import io.github.dbsage.db.Session;

/**
 * A relation as a session sees it at one moment.
 *
 * @param name with its schema, quoted where that is needed
 * @param kind of {@code pg_class.relkind}
 * @param file the number of its file, 0 where it has none
 * @param table the table of an index, else 0
 * @param valid false for an INVALID index
 * @param constraint of an index: {@code p}, {@code u}, {@code x} where it keeps a primary key, a
 *     UNIQUE or an EXCLUDE, else blank
 * @param columns how many it ever had
 * @param storage persistence, access method and tablespace
 * @param partition whether it is one
 * @param checks validated CHECK constraints
 * @param foreignKeys validated ones
 * @param notNulls columns that are NOT NULL
 * @param count of what was done to it
 */
record Relation(
    long oid,
    String name,
    String kind,
    long file,
    long table,
    boolean valid,
    String constraint,
    long columns,
    String storage,
    boolean partition,
    long checks,
    long foreignKeys,
    long notNulls,
    Count count) {

  /** What {@link #of} reads, of {@code pg_class c} and {@code pg_namespace n}. */
  static final String COLUMNS =
      """
      c.oid, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname), c.relkind,
      coalesce(pg_catalog.pg_relation_filenode(c.oid), 0), coalesce(i.indrelid, 0),
      coalesce(i.indisvalid, true),
      CASE WHEN i.indisprimary THEN 'p' WHEN i.indisexclusion THEN 'x'
           WHEN i.indisunique AND EXISTS (
             SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                AND d.refclassid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                AND d.deptype = 'i') THEN 'u' ELSE '' END,
      c.relnatts, pg_catalog.format('%s %s %s', c.relpersistence, c.relam, c.reltablespace),
      c.relispartition,
      (SELECT count(*) FROM pg_catalog.pg_constraint k
        WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated),
      (SELECT count(*) FROM pg_catalog.pg_constraint k
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.convalidated),
      (SELECT count(*) FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnotnull AND a.attnum > 0),
      """
          + Count.COLUMNS;

  /** How many columns {@link #COLUMNS} has. */
  static final int WIDTH = 15;

  static Relation of(Session.Row row) {
    return new Relation(
        row.number(1),
        row.string(2),
        row.string(3),
        row.number(4),
        row.number(5),
        row.flag(6),
        row.string(7),
        row.number(8),
        row.string(9),
        row.flag(10),
        row.number(11),
        row.number(12),
        row.number(13),
        new Count(row.number(14), row.number(15)));
  }

  boolean hasRows() {
    return kind.equals("r") || kind.equals("m") || kind.equals("p");
  }

  boolean isTable() {
    return !kind.equals("i") && !kind.equals("I");
  }

  boolean isIndex() {
    return kind.equals("i");
  }
}
