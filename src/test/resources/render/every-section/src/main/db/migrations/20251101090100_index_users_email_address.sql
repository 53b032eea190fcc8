-- Migration: 20251101090100_index_users_email_address

CREATE UNIQUE INDEX CONCURRENTLY users_email_address_key ON public.users (email_address);

-- ROLLBACK SECTION
/*
DROP INDEX CONCURRENTLY public.users_email_address_key;
*/
