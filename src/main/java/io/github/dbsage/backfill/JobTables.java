package io.github.dbsage.backfill;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;

/**
 * The tables that a job lives in: {@code migration_progress} for people and for control, {@code
 * dbsage_backfill} for what the job is, {@code dbsage_extent} for how far each piece is.
 */
final class JobTables {

  private final String schema;

  JobTables(String schema) {
    this.schema = schema;
  }

  String schema() {
    return schema;
  }

  String progress() {
    return new QualifiedName(schema, "migration_progress").quoted();
  }

  String jobs() {
    return new QualifiedName(schema, "dbsage_backfill").quoted();
  }

  String extents() {
    return new QualifiedName(schema, "dbsage_extent").quoted();
  }

  /** Whether they are there. */
  boolean exist(Session session) {
    return session.one(
        "SELECT pg_catalog.to_regclass(?) IS NOT NULL", row -> row.flag(1), extents());
  }

  /**
   * Creates or completes them, in one transaction; several runners may do so at once.
   *
   * @throws io.github.dbsage.db.ServerFailure where the role may not
   */
  void create(Session session) {
    session.send(
        """
        BEGIN;
        SET LOCAL client_min_messages = warning;
        SET LOCAL lock_timeout = '10s';
        SET LOCAL search_path = pg_catalog, pg_temp;
        SELECT pg_advisory_xact_lock(hashtextextended(%4$s, 1684173671));
        CREATE TABLE IF NOT EXISTS %1$s (
          migration_name TEXT PRIMARY KEY,
          last_processed_id BIGINT,
          total_processed BIGINT DEFAULT 0,
          started_at TIMESTAMPTZ DEFAULT pg_catalog.now(),
          updated_at TIMESTAMPTZ DEFAULT pg_catalog.now()
        );
        ALTER TABLE %1$s ADD COLUMN IF NOT EXISTS status TEXT;
        ALTER TABLE %1$s ADD COLUMN IF NOT EXISTS errors BIGINT NOT NULL DEFAULT 0;
        ALTER TABLE %1$s ADD COLUMN IF NOT EXISTS reason TEXT;
        CREATE TABLE IF NOT EXISTS %2$s (
          job TEXT PRIMARY KEY,
          version TEXT NOT NULL,
          spec_sha256 TEXT NOT NULL,
          relation TEXT NOT NULL,
          key_columns TEXT[] NOT NULL,
          key_types TEXT[] NOT NULL,
          passes INTEGER NOT NULL,
          batch_rows INTEGER NOT NULL,
          expected BIGINT NOT NULL,
          guard TEXT,
          needs TEXT NOT NULL DEFAULT 'true',
          dense BOOLEAN NOT NULL DEFAULT false,
          rows_per_block DOUBLE PRECISION NOT NULL DEFAULT 1,
          sweeps INTEGER NOT NULL DEFAULT 0,
          rate BIGINT NOT NULL DEFAULT 0,
          workers INTEGER,
          throttle TEXT,
          created_at TIMESTAMPTZ NOT NULL DEFAULT pg_catalog.clock_timestamp(),
          verified_at TIMESTAMPTZ
        );
        COMMENT ON TABLE %2$s IS
          'Backfills: what each does (the hash of its file''s work) and how; workers and throttle may be set here while it runs';
        CREATE TABLE IF NOT EXISTS %3$s (
          id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          job TEXT NOT NULL,
          relation TEXT NOT NULL,
          kind TEXT NOT NULL CHECK (kind IN ('range', 'row')),
          lower_key TEXT[],
          upper_key TEXT[],
          closed BOOLEAN NOT NULL DEFAULT false,
          cursor_key TEXT[],
          window_key TEXT[],
          pass INTEGER NOT NULL DEFAULT 0,
          steps BIGINT NOT NULL DEFAULT 0,
          state TEXT NOT NULL DEFAULT 'open'
            CHECK (state IN ('open', 'done', 'residue', 'poison')),
          rows_done BIGINT NOT NULL DEFAULT 0,
          rows_seen BIGINT NOT NULL DEFAULT 0,
          batch_rows INTEGER,
          not_before TIMESTAMPTZ,
          owner TEXT,
          pid INTEGER,
          touched_at TIMESTAMPTZ,
          sqlstate TEXT,
          error TEXT
        ) WITH (fillfactor = 50);
        CREATE INDEX IF NOT EXISTS dbsage_extent_job_state_idx ON %3$s (job, state);
        COMMENT ON TABLE %3$s IS
          'Pieces of backfills: [lower_key, upper_key), done up to cursor_key; rows that were held (residue) or refused (poison)';
        COMMIT
        """
            .formatted(progress(), jobs(), extents(), Literal.of(extents())));
  }
}
