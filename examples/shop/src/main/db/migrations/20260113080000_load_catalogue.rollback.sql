DROP TABLE shop.vat_rates;

DELETE FROM shop.products
WHERE sku IN ('MUG-01', 'MUG-02', 'TEE-01', 'TEE-02', 'BAG-01', 'PEN-01');
