-- Some rows, as they may be there when the plan begins: behind 20260101090000_club.sql.
INSERT INTO club.members (email, name, nickname, status, born, street, city, fax, mobile, points)
SELECT 'member' || n || '@example.com', 'Member ' || n, 'M' || n,
       (CASE WHEN n % 4 = 0 THEN 'paused' ELSE 'active' END)::club.member_status,
       date '1970-01-01' + n * 100, 'Main Street ' || n, 'Vienna', NULL, '+43 1 ' || n,
       CASE WHEN n = 7 THEN 42 ELSE 0 END
FROM generate_series(1, 40) AS n;

INSERT INTO club.visits (member_id, court, came_at, left_at, note)
SELECT id, id % 3 + 1, timestamptz '2026-01-05 10:00+00' + id * interval '1 hour',
       timestamptz '2026-01-05 11:30:20+00' + id * interval '1 hour', 'note ' || id
FROM club.members;

INSERT INTO club.invoices (number, member_id, amount, due_on, paid_on)
SELECT 'R' || id, id, 30 + id, '2026-02-01', '2026-01-20' FROM club.members;

INSERT INTO club.reminders (invoice_id) SELECT id FROM club.invoices WHERE id % 5 = 0;

INSERT INTO club.courts SELECT n, 'Court ' || n, 'clay' FROM generate_series(1, 3) AS n;
INSERT INTO club.lockers SELECT 'L' || id, id FROM club.members;
INSERT INTO club.closures VALUES ('[2026-03-01, 2026-03-02)', 'Painting'), ('[2026-04-01, 2026-04-02)', 'Easter');

INSERT INTO club.door_events
SELECT timestamptz '2024-06-01 08:00+00' + n * interval '9 days', 1 + n % 40, true
FROM generate_series(1, 50) AS n;
INSERT INTO club.door_events_2026
SELECT timestamptz '2026-01-01 08:00+00' + n * interval '1 hour', 1 + n % 40, true
FROM generate_series(1, 50) AS n;

INSERT INTO club.weather
SELECT date '2025-12-01' + n, n / 10.0 FROM generate_series(1, 60) AS n;

INSERT INTO club.newsletter (subject) VALUES ('Happy new year');
INSERT INTO club.trophies (name) VALUES ('Spring cup');
INSERT INTO legacy.handball_results VALUES ('1987-05-01', '12:14');
