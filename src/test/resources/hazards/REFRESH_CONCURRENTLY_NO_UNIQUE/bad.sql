-- proof: error 55000
-- setup
CREATE TABLE public.orders (id bigint PRIMARY KEY, user_id bigint NOT NULL, total numeric NOT NULL);
CREATE MATERIALIZED VIEW public.revenue AS
  SELECT user_id, sum(total) AS total FROM public.orders GROUP BY user_id;
-- migration
REFRESH MATERIALIZED VIEW CONCURRENTLY public.revenue;
