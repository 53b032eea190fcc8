-- Migration: 20251108090000_drop_users_email
-- Rollback: none because the column's values go with it; restore them from the backup
-- dbsage: lock_timeout=2s
-- dbsage: statement_timeout=1m

DROP TRIGGER sync_email ON public.users;
DROP FUNCTION public.sync_users_email();

ALTER TABLE public.users DROP COLUMN email;
