-- proof: again 42P07
-- migration
CREATE TABLE IF NOT EXISTS public.coupons (code text PRIMARY KEY);
