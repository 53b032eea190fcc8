-- proof: query SELECT octet_length(code) FROM public.coupons = 10
-- migration
CREATE TABLE public.coupons (code char(10) PRIMARY KEY);
-- after
INSERT INTO public.coupons VALUES ('SPRING');
