-- Data inline, as pg_dump writes them. The first COPY ends with \. and the second one with the file,
-- which is why this migration's rollback script stands in a file of its own beside it.
-- dbsage:ignore ROLLBACK_LOSES_DATA because the rates are in this file, and those of a later day in the tax office

COPY shop.products (sku, name, description, price, stock) FROM stdin;
MUG-01	Mug	Holds 0.3 l	9.90	120
MUG-02	Mug with your name	Write ${name} where the name goes	14.50	40
TEE-01	T-shirt; size M	\N	19.00	75
TEE-02	T-shirt; size L	It's the same one, wider	19.00	75
BAG-01	Tote bag	$1 of each goes to the zoo	7.25	200
PEN-01	Pen	\N	1.20	1000
\.

CREATE TABLE shop.vat_rates (
    country_code text PRIMARY KEY,
    rate         numeric(5, 4) NOT NULL,
    CONSTRAINT vat_rates_country_code_is_a_code CHECK (country_code ~ '^[A-Z]{2}$'),
    CONSTRAINT vat_rates_rate_is_a_share CHECK (rate >= 0 AND rate < 1)
);

COPY shop.vat_rates (country_code, rate) FROM STDIN WITH (FORMAT csv, HEADER);
country_code,rate
AT,0.20
DE,0.19
FR,0.20
IE,0.23
NL,0.21
