SELECT '${nobody}';
\i other.sql
