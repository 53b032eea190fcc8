-- proof: error 55000
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, total numeric NOT NULL);
CREATE MATERIALIZED VIEW public.revenue AS
  SELECT user_id, sum(total) AS total FROM public.orders GROUP BY user_id;
-- migration
CREATE UNIQUE INDEX CONCURRENTLY revenue_user_id_key ON public.revenue (user_id);
REFRESH MATERIALIZED VIEW CONCURRENTLY public.revenue;
