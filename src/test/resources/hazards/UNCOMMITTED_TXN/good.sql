-- proof: query SELECT to_regclass('public.coupons') IS NULL = f
-- migration
BEGIN;
CREATE TABLE public.coupons (code text PRIMARY KEY);
COMMIT;
