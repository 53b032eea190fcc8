CREATE TABLE a (id int);
INSERT INTO a VALUES (1);

  INSERT INTO users (id, nickname) VALUES (1, 'x');
CREATE TABLE b (id int);
