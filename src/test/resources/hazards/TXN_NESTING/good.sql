-- proof: warning 25001
-- proof: warning 25P01
-- migration
BEGIN;
CREATE TABLE public.coupons (code text PRIMARY KEY);
INSERT INTO public.coupons VALUES ('SPRING');
COMMIT;
