package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables that the tool keeps in a database: where they are, whether they are ours, and their
 * definitions. {@code schema_migrations} is the template's, with two columns behind it.
 */
public final class Tables {

  /** What {@code dbsage_meta} says of the tables' layout; a newer one is refused. */
  static final int FORMAT = 1;

  /** The table of the backfills' progress. */
  public static final String PROGRESS = "migration_progress";

  private static final String GATES = "dbsage_gate";

  private static final Set<String> TEMPLATE_COLUMNS =
      new TreeSet<>(
          List.of(
              "version text",
              "name text",
              "applied_at timestamp with time zone",
              "applied_by text",
              "execution_time_ms integer",
              "success boolean",
              "checksum text",
              "rollback_script text",
              "notes text"));

  private static final Set<String> PROGRESS_COLUMNS =
      new TreeSet<>(
          List.of(
              "migration_name text",
              "last_processed_id bigint",
              "total_processed bigint",
              "started_at timestamp with time zone",
              "updated_at timestamp with time zone"));

  private static final Set<String> OWN_COLUMNS =
      new TreeSet<>(List.of("kind text", "tool_version text"));

  private final String schema;

  public Tables(String schema) {
    this.schema = schema;
  }

  /** The schema that holds them. */
  public String schema() {
    return schema;
  }

  String migrations() {
    return new QualifiedName(schema, "schema_migrations").quoted();
  }

  String journal() {
    return new QualifiedName(schema, "dbsage_journal").quoted();
  }

  String log() {
    return new QualifiedName(schema, "dbsage_log").quoted();
  }

  String progress() {
    return new QualifiedName(schema, PROGRESS).quoted();
  }

  String extents() {
    return new QualifiedName(schema, "dbsage_extent").quoted();
  }

  String gates() {
    return new QualifiedName(schema, GATES).quoted();
  }

  String meta() {
    return new QualifiedName(schema, "dbsage_meta").quoted();
  }

  /** Whether {@code dbsage_log} is there and may be read. */
  public boolean hasReadableLog(Session session) {
    return isReadable(session, "dbsage_log");
  }

  /** Whether {@code migration_progress} is there, with the template's columns, and may be read. */
  public boolean hasReadableProgress(Session session) {
    return isReadable(session, PROGRESS)
        && columns(session, PROGRESS).containsAll(PROGRESS_COLUMNS);
  }

  /** Whether {@code dbsage_gate} is there and may be read. */
  boolean hasReadableGates(Session session) {
    return isReadable(session, GATES);
  }

  private boolean isReadable(Session session, String table) {
    return session.one(
        """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_class c
                         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                        WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
                          AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                          AND pg_catalog.has_table_privilege(c.oid, 'SELECT'))
        """,
        row -> row.flag(1),
        schema,
        table);
  }

  /** How a database stands to us. */
  public enum State {
    /** None of our tables is there. */
    ABSENT,
    /** The template's own table stands there; ours are missing. */
    TEMPLATE,
    /** Ours, of this format. */
    READY
  }

  /**
   * Looks, changes nothing.
   *
   * @throws UserError when another tool owns {@code schema_migrations}, or a newer version of this
   *     tool was here
   */
  public State inspect(Session session) {
    Set<String> columns = columns(session, "schema_migrations");
    if (columns.isEmpty()) {
      return State.ABSENT;
    }
    if (!columns.containsAll(TEMPLATE_COLUMNS) || !isTable(session)) {
      throw new UserError(HistoryProblems.foreignTable(schema, columns));
    }
    if (!columns.containsAll(OWN_COLUMNS)) {
      if (columns.equals(TEMPLATE_COLUMNS)) {
        return State.TEMPLATE;
      }
      throw new UserError(HistoryProblems.foreignTable(schema, columns));
    }
    if (columns(session, "dbsage_meta").isEmpty()) {
      return State.TEMPLATE;
    }
    String format =
        session.one(
            "SELECT pg_catalog.max(value) FROM " + meta() + " WHERE key = 'format'",
            row -> row.text(1) == null ? "0" : row.string(1));
    if (!format.equals(String.valueOf(FORMAT))) {
      throw new UserError(HistoryProblems.otherFormat(schema, format));
    }
    return State.READY;
  }

  /**
   * Creates or completes the tables, in one transaction; to be called under the run lock.
   *
   * @throws UserError when the role may not
   */
  public void create(Session session) {
    create(session, () -> {});
  }

  /**
   * The same, with something more in the same transaction: all of it, or nothing.
   *
   * @throws UserError when the role may not create tables; or what {@code more} throws
   */
  void create(Session session, Runnable more) {
    create(session, definition(), more);
  }

  /**
   * Creates {@code migration_progress} where it is not there, for migrations that write to it
   * themselves, as the template's do; to be called under the run lock.
   *
   * @throws UserError when the role may not, or when another tool owns a table of that name
   */
  public void createProgress(Session session) {
    Set<String> columns = columns(session, PROGRESS);
    if (columns.isEmpty()) {
      create(session, progressDefinition(), () -> {});
    } else if (!columns.containsAll(PROGRESS_COLUMNS)) {
      throw new UserError(HistoryProblems.foreignProgress(schema, columns));
    }
  }

  /**
   * Creates {@code dbsage_gate} where it is not there; to be called under the run lock.
   *
   * @throws UserError when the role may not
   */
  void createGates(Session session) {
    if (columns(session, GATES).isEmpty()) {
      create(session, gatesDefinition(), () -> {});
    }
  }

  private void create(Session session, String definition, Runnable more) {
    try {
      session.send(definition);
      more.run();
      session.send("COMMIT");
    } catch (UserError e) {
      session.send("ROLLBACK");
      throw e;
    } catch (ServerFailure e) {
      if (!e.connectionLost()) {
        session.send("ROLLBACK");
      }
      if (e.is("42501")) {
        throw new UserError(HistoryProblems.mayNotCreate(schema, e), e);
      }
      throw e;
    }
  }

  /** Whether {@code dbsage_meta} is there. */
  boolean hasMeta(Session session) {
    return session.one("SELECT pg_catalog.to_regclass(?) IS NOT NULL", row -> row.flag(1), meta());
  }

  /**
   * Creates {@code dbsage_meta} alone, within the caller's transaction: a lease comes before all
   * else.
   *
   * @throws ServerFailure when the role may not
   */
  void createMeta(Session session) {
    session.send(metaDefinition());
  }

  private boolean isTable(Session session) {
    return session.one(
        "SELECT relkind IN ('r', 'p') FROM pg_catalog.pg_class"
            + " WHERE oid = pg_catalog.to_regclass(?)",
        row -> row.flag(1),
        migrations());
  }

  private Set<String> columns(Session session, String table) {
    return new TreeSet<>(
        session.query(
            """
            SELECT a.attname || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
            """,
            row -> row.string(1),
            schema,
            table));
  }

  private String definition() {
    return """
        BEGIN;
        SET LOCAL client_min_messages = warning;
        SET LOCAL lock_timeout = '10s';
        SET LOCAL search_path = pg_catalog, pg_temp;
        %4$s;
        CREATE TABLE IF NOT EXISTS %1$s (
          version TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          applied_at TIMESTAMPTZ DEFAULT pg_catalog.now(),
          applied_by TEXT NOT NULL,
          execution_time_ms INTEGER,
          success BOOLEAN NOT NULL DEFAULT false,
          checksum TEXT NOT NULL,
          rollback_script TEXT,
          notes TEXT,
          CONSTRAINT valid_checksum CHECK (length(checksum) = 64),
          CONSTRAINT valid_version CHECK (version ~ '^\\d{14}$')
        );
        ALTER TABLE %1$s ADD COLUMN IF NOT EXISTS kind TEXT NOT NULL DEFAULT 'sql';
        ALTER TABLE %1$s ADD COLUMN IF NOT EXISTS tool_version TEXT;
        CREATE INDEX IF NOT EXISTS idx_migrations_applied_at ON %1$s (applied_at DESC);
        CREATE INDEX IF NOT EXISTS idx_migrations_success ON %1$s (success) WHERE success = false;
        COMMENT ON TABLE %1$s IS
          'Migrations applied by DB Sage: checksums, rollback scripts, times; one row a version';
        CREATE TABLE IF NOT EXISTS %2$s (
          version TEXT NOT NULL,
          ordinal INTEGER NOT NULL,
          statement_sha256 TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed')),
          started_at TIMESTAMPTZ NOT NULL DEFAULT pg_catalog.clock_timestamp(),
          finished_at TIMESTAMPTZ,
          error TEXT,
          PRIMARY KEY (version, ordinal)
        );
        COMMENT ON TABLE %2$s IS
          'Statements that ran outside one transaction; ordinal 0: the tokens of the whole file; below 0: its rollback';
        CREATE TABLE IF NOT EXISTS %3$s (
          id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          at TIMESTAMPTZ NOT NULL DEFAULT pg_catalog.clock_timestamp(),
          db_user TEXT NOT NULL DEFAULT session_user,
          os_user TEXT,
          host TEXT,
          action TEXT NOT NULL,
          version TEXT,
          old_checksum TEXT,
          new_checksum TEXT,
          reason TEXT
        );
        """
        .formatted(migrations(), journal(), log(), metaDefinition());
  }

  private String progressDefinition() {
    return """
        BEGIN;
        SET LOCAL client_min_messages = warning;
        SET LOCAL lock_timeout = '10s';
        SET LOCAL search_path = pg_catalog, pg_temp;
        CREATE TABLE IF NOT EXISTS %s (
          migration_name TEXT PRIMARY KEY,
          last_processed_id BIGINT,
          total_processed BIGINT DEFAULT 0,
          started_at TIMESTAMPTZ DEFAULT pg_catalog.now(),
          updated_at TIMESTAMPTZ DEFAULT pg_catalog.now()
        )
        """
        .formatted(progress());
  }

  private String gatesDefinition() {
    return """
        BEGIN;
        SET LOCAL client_min_messages = warning;
        SET LOCAL lock_timeout = '10s';
        SET LOCAL search_path = pg_catalog, pg_temp;
        CREATE TABLE IF NOT EXISTS %1$s (
          name TEXT PRIMARY KEY,
          opened_at TIMESTAMPTZ NOT NULL DEFAULT pg_catalog.now(),
          opened_by TEXT NOT NULL,
          seen TEXT NOT NULL DEFAULT '{}'
        );
        COMMENT ON TABLE %1$s IS
          'Application versions that run everywhere; seen: what was counted of older ones by then'
        """
        .formatted(gates());
  }

  private String metaDefinition() {
    return """
        DO $do$ BEGIN
          IF pg_catalog.to_regnamespace(%2$s) IS NULL THEN CREATE SCHEMA %1$s; END IF;
        END $do$;
        CREATE TABLE IF NOT EXISTS %3$s (key TEXT PRIMARY KEY, value TEXT NOT NULL);
        INSERT INTO %3$s (key, value) VALUES ('format', '%4$d') ON CONFLICT (key) DO NOTHING"""
        .formatted(
            QualifiedName.quote(schema), Literal.of(QualifiedName.quote(schema)), meta(), FORMAT);
  }
}
