-- Visits of the old shop, as its web server logged them: enough rows to see a backfill at work.
-- dbsage:ignore ROLLBACK_LOSES_DATA because the old server still has them

CREATE TABLE shop.visits (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    visited_at timestamptz NOT NULL,
    path       text NOT NULL,
    user_agent text NOT NULL
);

INSERT INTO shop.visits (visited_at, path, user_agent)
SELECT timestamptz '2025-01-01 00:00+00' + n * interval '1 minute',
       '/products/' || n % 97,
       CASE n % 3
           WHEN 0 THEN 'Mozilla/5.0 (Linux; Android 15) Mobile'
           WHEN 1 THEN 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Mobile'
           ELSE 'Mozilla/5.0 (X11; Linux x86_64)'
       END
FROM generate_series(1, 600000) AS n;

-- ROLLBACK SECTION
/*
DROP TABLE shop.visits;
*/
