package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The trigger that fixes tell people to write. */
@OnPostgres
final class SyncTriggerTest {

  private static final SyncTrigger TRIGGER =
      SyncTrigger.of(new QualifiedName("public", "Users"), "age", "Age new");

  private TestDatabase database;

  @BeforeEach
  void prepare(TestDatabase fresh) {
    database = fresh;
    database.execute(
        "CREATE TABLE public.\"Users\" (id int, age int, \"Age new\" numeric(5,2))",
        "INSERT INTO public.\"Users\" VALUES (0, 1)",
        TRIGGER.sql());
  }

  private String row(int id) {
    return database
        .query("SELECT age, \"Age new\" FROM public.\"Users\" WHERE id = " + id)
        .toString();
  }

  @Test
  void carriesOverWhatTheOldVersionWrites() {
    database.execute("INSERT INTO public.\"Users\" (id, age) VALUES (1, 40)");
    assertThat(row(1)).isEqualTo("[[40, 40.00]]");
    database.execute("UPDATE public.\"Users\" SET age = 41 WHERE id = 1");
    assertThat(row(1)).isEqualTo("[[41, 41.00]]");
    database.execute("UPDATE public.\"Users\" SET age = NULL WHERE id = 1");
    assertThat(row(1)).isEqualTo("[[null, null]]");
  }

  @Test
  void carriesOverWhatTheNewVersionWrites() {
    database.execute("INSERT INTO public.\"Users\" (id, \"Age new\") VALUES (1, 40)");
    assertThat(row(1)).isEqualTo("[[40, 40.00]]");
    database.execute("UPDATE public.\"Users\" SET \"Age new\" = 41 WHERE id = 1");
    assertThat(row(1)).isEqualTo("[[41, 41.00]]");
    database.execute("UPDATE public.\"Users\" SET \"Age new\" = NULL WHERE id = 1");
    assertThat(row(1)).isEqualTo("[[null, null]]");
  }

  @Test
  void leavesTheBackfillAsItIs() {
    database.execute("UPDATE public.\"Users\" SET \"Age new\" = age WHERE id = 0");
    assertThat(row(0)).isEqualTo("[[1, 1.00]]");
  }

  @Test
  void goesAgain() {
    database.execute(TRIGGER.drop().split("\n"));
    database.execute("UPDATE public.\"Users\" SET age = 2 WHERE id = 0");
    assertThat(row(0)).isEqualTo("[[2, null]]");
  }
}
