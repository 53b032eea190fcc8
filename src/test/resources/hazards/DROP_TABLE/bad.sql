-- proof: breaks SELECT code FROM public.coupons with 42P01
-- proof: empties public.coupons
-- setup
CREATE TABLE public.coupons (code text PRIMARY KEY);
INSERT INTO public.coupons VALUES ('SPRING');
-- migration
DROP TABLE public.coupons;
