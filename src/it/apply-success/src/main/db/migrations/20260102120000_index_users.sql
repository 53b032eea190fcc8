-- Rollback: none because an index is dropped by hand
CREATE INDEX CONCURRENTLY users_lower_email ON users (lower(email));
