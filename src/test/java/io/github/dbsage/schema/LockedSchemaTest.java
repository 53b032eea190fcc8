package io.github.dbsage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** On one server only: it takes the five seconds that a snapshot waits. */
@OnPostgres(18)
final class LockedSchemaTest {

  @Test
  void saysThatSomebodyHoldsALock(TestDatabase fresh) {
    fresh.asSuperuser().execute("CREATE VIEW public.v AS SELECT 1 AS one");
    try (Database opened = Database.at(fresh.asSuperuser().target(), "schema test");
        Session holder = opened.open()) {
      holder.send("BEGIN; LOCK TABLE public.v IN ACCESS EXCLUSIVE MODE");
      UserError error = catchThrowableOfType(UserError.class, () -> Shop.snapshot(fresh));
      assertThat(error.problem().code()).isEqualTo("SCHEMA_LOCKED");
      assertThat(error.problem().sqlState()).isEqualTo("55P03");
      holder.send("ROLLBACK");
    }
  }
}
