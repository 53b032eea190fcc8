package io.github.dbsage.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Names, read by us and by PostgreSQL's own parse_ident(). */
@OnPostgres
final class IdentifiersTest {

  private static final List<String> TEXTS =
      List.of(
          "users",
          "Users",
          "public.users",
          "Public.Users.Email_Address",
          "\"Users\"",
          "public.\"My Table\".\"a.b\"",
          "\"say \"\"hi\"\"\"",
          "\"\"\"\"",
          "_x$1",
          "größe",
          "GRÖSSE",
          "a1.b2",
          "order.select",
          "\"x\".y",
          "$x",
          "1st",
          "a.1st",
          "",
          ".",
          "a.",
          ".a",
          "a..b",
          "\"\"",
          "\"x",
          "x\"",
          "\"x\"y",
          "x\"y\"",
          "my table",
          "uuid-ossp",
          "f(integer)",
          "a;b",
          "a'b",
          "a,b");

  @Test
  void areReadAsTheServerReadsThem(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      for (String text : TEXTS) {
        assertThat(Identifiers.parse(text)).as(text).isEqualTo(parsed(connection, text));
      }
    }
  }

  @Test
  void areReadHoweverLongTheyAre() {
    String name = "größe".repeat(100_000);
    assertThat(Identifiers.parse(name)).containsExactly(name);
    assertThat(Identifiers.parse('"' + name + "\"\"x\"")).containsExactly(name + "\"x");
  }

  @Test
  void areWrittenSoThatTheServerReadsThemBack(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      for (String name : List.of("users", "Users", "my table", "a.b", "\"", "ü", "_", "1", "$")) {
        String written = Identifiers.write(name);
        assertThat(parsed(connection, written)).as(written).isEqualTo(List.of(name));
        assertThat(Identifiers.parse(written)).as(written).isEqualTo(List.of(name));
      }
    }
    assertThat(Identifiers.write("users")).isEqualTo("users");
    assertThat(Identifiers.write("Users")).isEqualTo("\"Users\"");
  }

  @Test
  void areTooLongWhereTheServerCutsThem(TestDatabase database) throws SQLException {
    try (Connection connection = database.connect()) {
      for (String name : List.of("x".repeat(63), "x".repeat(64), "ü".repeat(31), "ü".repeat(32))) {
        boolean cut = !name.equals(cast(connection, name));
        assertThat(Identifiers.isTooLong(name)).as(name).isEqualTo(cut);
      }
    }
  }

  private static @Nullable List<String> parsed(Connection connection, String text)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT parse_ident(?)")) {
      query.setString(1, text);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return List.of((String[]) row.getArray(1).getArray());
      }
    } catch (SQLException e) {
      // invalid_parameter_value: it is no name.
      assertThat(e.getSQLState()).isEqualTo("22023");
      return null;
    }
  }

  private static String cast(Connection connection, String name) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement("SELECT ?::text::name::text")) {
      query.setString(1, name);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getString(1);
      }
    }
  }
}
