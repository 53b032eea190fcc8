-- The column does not exist.
INSERT INTO users (id) VALUES (1);

  INSERT INTO users (id, nickname) VALUES (1, 'x');
