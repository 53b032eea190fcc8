package io.github.dbsage.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnPostgres
final class MadeUpRowsTest {

  private static final QualifiedName TABLE = new QualifiedName("public", "t");

  private TestDatabase database;
  private Database opened;
  private Session session;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh.asSuperuser();
    opened = Database.at(database.target(), "test");
    session = opened.open();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private Contents contents() {
    return Objects.requireNonNull(Contents.of(session, "admin"));
  }

  private MadeUpRows made(String... statements) {
    database.execute(statements);
    return MadeUpRows.into(session, TABLE, Set.of("open"), contents());
  }

  @Test
  void makesValuesOfManyTypes() {
    MadeUpRows rows =
        made(
            "CREATE TYPE mood AS ENUM ('sad', 'glad')",
            "CREATE DOMAIN plate AS varchar(4) NOT NULL",
            """
            CREATE TABLE t (
              id uuid PRIMARY KEY, a smallint NOT NULL, b numeric(5, 2) NOT NULL, c bool NOT NULL,
              d timestamptz NOT NULL, e date NOT NULL, f jsonb NOT NULL, g bytea NOT NULL,
              h inet NOT NULL, i mood NOT NULL, j plate UNIQUE, k text[] NOT NULL,
              l int4range NOT NULL, m interval NOT NULL, n time NOT NULL, o char(1) NOT NULL,
              p int GENERATED ALWAYS AS (a * 2) STORED, open text, nothing point)
            """);
    assertThat(rows.count()).isEqualTo(24);
    assertThat(database.value("SELECT count(open) + count(nothing) FROM t")).isEqualTo("0");
    assertThat(rows.takeOut(session, "admin")).isEmpty();
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void givesUpWhereAValueCannotBeMadeUp() {
    assertThat(made("CREATE TABLE t (id int PRIMARY KEY, p point NOT NULL)").count()).isZero();
  }

  @Test
  void putsInWhatAConstraintLetsIn() {
    assertThat(made("CREATE TABLE t (id int PRIMARY KEY CHECK (id > 20))").count()).isEqualTo(4);
  }

  @Test
  void asksNeitherTriggersNorForeignKeys() {
    MadeUpRows rows =
        made(
            "CREATE TABLE parent (id int PRIMARY KEY)",
            "CREATE TABLE t (id int PRIMARY KEY REFERENCES parent)",
            """
            CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION 'no'; END $$
            """,
            "CREATE TRIGGER no BEFORE INSERT OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION no()");
    assertThat(rows.count()).isEqualTo(24);
    assertThat(rows.takeOut(session, "admin")).isEmpty();
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void setsSequencesBack() {
    MadeUpRows rows =
        made(
            "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (START 7) PRIMARY KEY, s serial)",
            "SELECT nextval('t_s_seq')");
    rows.takeOut(session, "admin");
    database.execute("INSERT INTO t DEFAULT VALUES");
    assertThat(database.value("SELECT id || ',' || s FROM t")).isEqualTo("7,2");
  }

  @Test
  void emptiesWhatWasEmptyAndNamesWhatWasNot() {
    MadeUpRows rows =
        made(
            "CREATE TABLE t (id int PRIMARY KEY)",
            "CREATE TABLE empty (n int)",
            "CREATE TABLE \"Counter\" (n int)",
            "CREATE TABLE same (n int)",
            "INSERT INTO \"Counter\" VALUES (1)",
            "INSERT INTO same VALUES (1)");
    database.execute("INSERT INTO empty VALUES (1)", "UPDATE \"Counter\" SET n = 2");
    assertThat(rows.takeOut(session, "admin")).isEqualTo(List.of("\"public\".\"Counter\""));
    assertThat(database.value("SELECT count(*) FROM empty")).isEqualTo("0");
  }

  @Test
  void leavesOurTablesOutOfTheContents() {
    database.execute(
        "CREATE SCHEMA admin",
        "CREATE TABLE admin.schema_migrations (n int)",
        "CREATE TABLE admin.dbsage_backfill (n int)",
        "CREATE TABLE t (t text)",
        "INSERT INTO t VALUES ('b'), (NULL), ('a')");
    Contents before = contents();
    assertThat(before.tables().keySet()).containsExactly("\"public\".\"t\"");
    database.execute("DELETE FROM t WHERE t = 'b'", "INSERT INTO t VALUES ('b')");
    assertThat(before.differing(contents())).isEmpty();
    database.execute("UPDATE t SET t = 'c' WHERE t = 'b'");
    assertThat(before.differing(contents())).containsExactly("\"public\".\"t\"");
  }
}
