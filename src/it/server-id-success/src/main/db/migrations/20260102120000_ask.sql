-- Rollback: none because it changes nothing
SELECT '${api_token}';
