-- proof: query SELECT octet_length(code) FROM public.coupons = 6
-- migration
CREATE TABLE public.coupons (code varchar(10) PRIMARY KEY);
-- after
INSERT INTO public.coupons VALUES ('SPRING');
