-- Grüße 🐘
INSERT INTO t VALUES ('naïve 🐘', U&'\00e9');