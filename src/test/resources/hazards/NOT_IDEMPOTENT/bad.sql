-- proof: again 42P07
-- migration
CREATE TABLE public.coupons (code text PRIMARY KEY);
