package io.github.dbsage.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnPostgres
final class TestDatabaseTest {

  private String name = "";

  @BeforeEach
  void rememberDatabase(TestDatabase database) {
    name = database.name();
  }

  @Test
  void isTheSameThroughoutATest(TestDatabase database) {
    assertThat(database.name()).isEqualTo(name);
    assertThat(database.value("SELECT current_database()")).isEqualTo(name);
  }

  @Test
  void belongsToARoleWithoutPrivileges(TestDatabase database) {
    assertThat(
            database.value(
                "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles"
                    + " WHERE rolname = current_user"))
        .isEqualTo("f");
    assertThat(database.asSuperuser().value("SHOW is_superuser")).isEqualTo("on");
  }

  @Test
  void letsItsOwnerCreateTables(TestDatabase database) {
    database.execute("CREATE TABLE t (a int, b text)", "INSERT INTO t VALUES (1, 'x'), (2, NULL)");
    assertThat(database.query("SELECT a, b FROM t ORDER BY a").toString())
        .isEqualTo("[[1, x], [2, null]]");
  }

  @Test
  void goesWithItsRoles(TestDatabase database) {
    TestDatabase second = database.another();
    String role = second.createRole("NOLOGIN");
    second.execute("CREATE TABLE t ()", "GRANT SELECT ON t TO " + role);
    second.close();
    assertThat(
            database.value(
                "SELECT count(*) FROM pg_roles WHERE rolname IN ('"
                    + role
                    + "', '"
                    + second.user()
                    + "')"))
        .isEqualTo("0");
    assertThat(
            database.value(
                "SELECT count(*) FROM pg_database WHERE datname = '" + second.name() + "'"))
        .isEqualTo("0");
  }

  @Test
  void complainsAboutAnOpenConnectionAndItsLock(TestDatabase database) throws SQLException {
    TestDatabase second = database.another();
    try (Connection open = second.connect();
        Statement statement = open.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(42)");
      assertThatThrownBy(second::close)
          .isInstanceOf(AssertionError.class)
          .hasMessageContainingAll("connections left open", "pg_advisory_lock(42)", second.user());
    }
    assertThat(
            database.query(
                "SELECT datname FROM pg_database WHERE datname = '" + second.name() + "'"))
        .isEqualTo(List.of());
  }
}
