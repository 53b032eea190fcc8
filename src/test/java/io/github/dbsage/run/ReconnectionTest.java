package io.github.dbsage.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.db.TargetUrl;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@OnPostgres
final class ReconnectionTest {

  private static Database at(TestDatabase database) {
    return Database.at(
        TargetUrl.parse(database.jdbcUrl()).as(database.user(), database.password()), "test");
  }

  @Test
  void claimsNothingWhileTheServerStillWorks(TestDatabase fresh) {
    try (Database database = at(fresh)) {
      Session lost = database.open();
      lost.send("SET application_name = 'a name of the file'");
      assertThatThrownBy(() -> Reconnection.open(database, lost.pid(), Duration.ofMillis(50)))
          .isInstanceOfSatisfying(
              UserError.class, e -> assertThat(e.problem().code()).isEqualTo("SESSION_AT_WORK"));
    }
  }

  @Test
  void comesBackWhenTheServerHasLetGo(TestDatabase fresh) {
    try (Database database = at(fresh)) {
      Session lost = database.open();
      lost.close();
      Session found = Reconnection.open(database, lost.pid(), Duration.ofSeconds(30));
      assertThat(found.pid()).isNotEqualTo(lost.pid());
    }
  }
}
