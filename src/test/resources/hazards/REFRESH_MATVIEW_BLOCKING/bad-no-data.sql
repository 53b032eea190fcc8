-- proof: breaks SELECT total FROM public.revenue with 55000
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, total numeric NOT NULL);
INSERT INTO public.orders VALUES (1, 1, 10);
CREATE MATERIALIZED VIEW public.revenue AS
  SELECT user_id, sum(total) AS total FROM public.orders GROUP BY user_id;
CREATE UNIQUE INDEX revenue_user_id_key ON public.revenue (user_id);
-- migration
REFRESH MATERIALIZED VIEW public.revenue WITH NO DATA;
