package io.github.dbsage.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.DatabaseInfo;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatabaseTest {

  private final Database database =
      Database.at(new Target("h", 5432, "shop", "me", null, Map.of()), "test");

  private static DatabaseInfo of(String version) {
    return new DatabaseInfo("h", 5432, "shop", "me", version);
  }

  @ParameterizedTest
  @ValueSource(strings = {"14.20", "18.6", "18beta1"})
  void saysNothingOfAServerThatItKnows(String version) {
    assertThat(database.newer(of(version))).isNull();
  }

  @Test
  void saysThatAServerIsNewerThanItKnows() {
    assertThat(database.newer(of("19devel")))
        .isEqualTo(
            "PostgreSQL 19 is newer than DB Sage knows (14 to 18): look for a newer DB Sage");
  }
}
