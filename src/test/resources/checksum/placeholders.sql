GRANT SELECT ON ${schema}.a TO "${role}";
SELECT $$${name}$$, '$${literal}';
