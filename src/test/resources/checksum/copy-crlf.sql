COPY a (id, t) FROM STDIN;
1	${name}
2	O'Hara; -- 
\.

SELECT 1;
