-- Rollback: none because the server is thrown away
CREATE ROLE it_shop LOGIN PASSWORD 'enc p@ss-4711';
CREATE SCHEMA shop AUTHORIZATION it_shop;
