-- Rollback: none because the club's database began with it
-- What the club has used since January. Nothing in here is dangerous: nobody used it yet.

CREATE SCHEMA club;
CREATE SCHEMA archive;
CREATE SCHEMA legacy;

CREATE TYPE club.member_status AS ENUM ('active', 'paused', 'left');

CREATE DOMAIN club.phone_number AS text
    CONSTRAINT phone_number_is_dialable CHECK (VALUE ~ '^\+?[0-9 ]+$');

CREATE TABLE club.members (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email     text NOT NULL,
    name      text NOT NULL,
    nickname  varchar(40),
    status    club.member_status NOT NULL DEFAULT 'active',
    born      date,
    street    text,
    city      text,
    fax       text,
    mobile    club.phone_number,
    points    integer NOT NULL DEFAULT 0,
    joined_at timestamptz NOT NULL DEFAULT now()
);

CREATE UNIQUE INDEX members_email_key ON club.members (lower(email));
CREATE INDEX members_city_idx ON club.members (city);
CREATE INDEX members_nickname_idx ON club.members (nickname);
CREATE INDEX members_joined_at_idx ON club.members (joined_at);
CREATE INDEX members_born_idx ON club.members (born);

CREATE TABLE club.visits (
    id        uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    member_id bigint NOT NULL REFERENCES club.members (id),
    court     integer NOT NULL,
    came_at   timestamptz NOT NULL DEFAULT now(),
    left_at   timestamptz,
    note      text,
    seen      boolean
);

CREATE INDEX visits_member_id_idx ON club.visits (member_id);
CREATE INDEX visits_came_at_idx ON club.visits (came_at);

CREATE TABLE club.invoices (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number    text NOT NULL,
    member_id bigint NOT NULL,
    amount    numeric(10, 2) NOT NULL,
    due_on    date NOT NULL,
    paid_on   date
);

CREATE INDEX invoices_member_id_idx ON club.invoices (member_id);

CREATE TABLE club.reminders (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    invoice_id bigint NOT NULL REFERENCES club.invoices (id),
    sent_at    timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX reminders_invoice_id_idx ON club.reminders (invoice_id);

-- Nobody gave these a key in time.
CREATE TABLE club.courts (
    number  integer NOT NULL,
    name    text NOT NULL,
    surface text
);

CREATE TABLE club.lockers (
    code      text,
    member_id bigint
);

CREATE UNIQUE INDEX lockers_code_idx ON club.lockers (code);

CREATE TABLE club.closures (
    during tstzrange NOT NULL,
    why    text NOT NULL
);

CREATE UNLOGGED TABLE club.imported_scores (
    line_number bigint NOT NULL,
    line        text NOT NULL
);

-- The turnstile: one partition a year.
CREATE TABLE club.door_events (
    happened_at timestamptz NOT NULL,
    member_id   bigint NOT NULL,
    opened      boolean NOT NULL
) PARTITION BY RANGE (happened_at);

CREATE TABLE club.door_events_2024 PARTITION OF club.door_events
    FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
CREATE TABLE club.door_events_2025 PARTITION OF club.door_events
    FOR VALUES FROM ('2025-01-01 00:00:00+00') TO ('2026-01-01 00:00:00+00');

-- Filled by the new turnstile before anybody knew where it belongs.
CREATE TABLE club.door_events_2026 (
    happened_at timestamptz NOT NULL,
    member_id   bigint NOT NULL,
    opened      boolean NOT NULL
);

-- The weather station, with a partition for what fits nowhere else.
CREATE TABLE club.weather (
    measured_on date NOT NULL,
    celsius     numeric(4, 1) NOT NULL
) PARTITION BY RANGE (measured_on);

CREATE TABLE club.weather_2025 PARTITION OF club.weather
    FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE club.weather_other PARTITION OF club.weather DEFAULT;

CREATE TABLE club.newsletter (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    subject text NOT NULL
);

CREATE TABLE club.trophies (
    id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text NOT NULL
);

CREATE TABLE legacy.handball_results (
    played_on date PRIMARY KEY,
    score     text NOT NULL
);

CREATE VIEW club.active_members AS
SELECT id, name, joined_at FROM club.members WHERE status = 'active';

CREATE VIEW club.fax_numbers AS
SELECT name, fax FROM club.members WHERE fax IS NOT NULL;

CREATE MATERIALIZED VIEW club.visits_per_month AS
SELECT date_trunc('month', came_at AT TIME ZONE 'UTC') AS month, count(*) AS visits
FROM club.visits
GROUP BY 1;

CREATE UNIQUE INDEX visits_per_month_month_key ON club.visits_per_month (month);

CREATE MATERIALIZED VIEW club.visits_per_court AS
SELECT court, count(*) AS visits FROM club.visits GROUP BY court;

CREATE FUNCTION club.age(p_born date)
RETURNS integer
LANGUAGE sql
STABLE
SET search_path = ''
AS $$ SELECT extract(year FROM pg_catalog.age(current_date, p_born))::integer $$;

CREATE FUNCTION club.fill_left_at()
RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.left_at < NEW.came_at THEN
        NEW.left_at := NEW.came_at;
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER visits_fill_left_at
    BEFORE INSERT OR UPDATE ON club.visits
    FOR EACH ROW EXECUTE FUNCTION club.fill_left_at();
