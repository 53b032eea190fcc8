package io.github.dbsage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@OnPostgres
final class TestDatabaseTest {

  @Test
  void belongsToARoleWithoutPrivileges(TestDatabase database) {
    assertThat(
            database.value(
                "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles"
                    + " WHERE rolname = current_user"))
        .isEqualTo("f");
    assertThat(database.value("SELECT current_database()")).isEqualTo(database.name());
    assertThat(database.asSuperuser().value("SHOW is_superuser")).isEqualTo("on");
  }
}
