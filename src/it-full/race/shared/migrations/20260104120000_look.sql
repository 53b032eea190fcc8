-- Rollback: none because it only looks
DO $$
BEGIN
  ASSERT (SELECT count(*) FROM pg_index WHERE indisvalid AND indrelid = 'users'::regclass) = 2;
  ASSERT (SELECT count(*) FROM pg_index WHERE NOT indisvalid) = 0;
  ASSERT (SELECT array_agg(version::text ORDER BY version) FROM schema_migrations WHERE success)
      = ARRAY['20260101120000', '20260102120000', '20260103120000']::text[];
END
$$;
