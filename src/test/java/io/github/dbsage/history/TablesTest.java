package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.db.Target;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnPostgres
final class TablesTest {

  private static final Path GOLDEN = Path.of("src/test/resources/tables/format-1.txt");

  private final Tables tables = new Tables("public");
  private TestDatabase fresh;
  private Database database;
  private Session session;

  @BeforeEach
  void open(TestDatabase test) {
    fresh = test;
    database =
        Database.at(
            new Target(
                test.host(), test.port(), test.name(), test.user(), test.password(), Map.of()),
            "tables test");
    session = database.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** The tables are an interface: a change needs another format, and a way up from this one. */
  @Test
  void areTheAnnouncedOnes() throws IOException {
    tables.create(session);
    String actual = describe();
    if (System.getProperty("dbsage.goldens", "").equals("write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void areReadyOnceCreatedAndCanBeCreatedAgain() {
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.ABSENT);
    tables.create(session);
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.READY);
    tables.create(session);
    assertThat(tables.inspect(session)).isEqualTo(Tables.State.READY);
  }

  private String describe() {
    String columns =
        """
        SELECT c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
               || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
               || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
               || CASE a.attidentity WHEN 'a' THEN ' IDENTITY' ELSE '' END
          FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0
         ORDER BY c.relname, a.attnum
        """;
    String constraints =
        """
        SELECT conrelid::regclass || ': ' || conname || ' ' || pg_get_constraintdef(oid)
          FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
         ORDER BY conrelid::regclass::text, conname
        """;
    String indexes = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1";
    return Stream.of(columns, constraints, indexes)
        .flatMap(sql -> fresh.query(sql).stream())
        .map(row -> row.get(0) + "\n")
        .collect(Collectors.joining());
  }
}
