package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pattern {@code rename-table}: its files, and what old and new applications can do. */
@OnPostgres
final class RenameTablePatternTest {

  private static final String TABLES =
      """
      CREATE TABLE public.users (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email text UNIQUE,
        rank int DEFAULT 7);
      CREATE TABLE public.orders (user_id bigint REFERENCES public.users);
      """;

  @TempDir Path folder;
  @TempDir Path cache;

  private PatternTrial trial(TestDatabase database, String more) {
    return new PatternTrial(folder, cache, database, "rename-table", TABLES + more);
  }

  @Test
  void writesFilesThatAreValidAndGoBack(TestDatabase database) {
    trial(database, "")
        .writes("table", "public.users", "to", "members")
        .reads("users")
        .isValid("DROP_VIEW")
        .goesBack();
  }

  @Test
  void quotesWhatNeedsQuotes(TestDatabase database) {
    trial(database, "CREATE TABLE public.\"Odd T\" (id int PRIMARY KEY);")
        .writes("table", "public.\"Odd T\"", "to", "\"user\"")
        .reads("odd")
        .isValid("DROP_VIEW")
        .goesBack();
  }

  @Test
  void refusesTheNameThatItHas(TestDatabase database) {
    assertThat(trial(database, "").refuses("table", "users", "to", "users").what())
        .isEqualTo("public.users is called that already.");
  }

  private static Report apply(PatternTrial trial, String gate) {
    trial.project().deployed(gate.isEmpty() ? null : gate);
    Report report = trial.project().apply().report();
    assertThat(report.passed()).as(trial.project().console()).isTrue();
    return report;
  }

  @Test
  void oldAndNewApplicationsWorkSideBySide(TestDatabase database) {
    PatternTrial trial = trial(database, "");
    String role = database.createRole("LOGIN PASSWORD 'x'");
    database.execute(
        "GRANT USAGE ON SCHEMA public TO " + role,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON public.users TO " + role);
    TestDatabase application = database.as(role, "x");
    trial.writes("table", "public.users", "to", "members");
    application.execute("INSERT INTO public.users (email) VALUES ('before')");
    assertThat(apply(trial, "").waiting()).isEqualTo(new Report.Waiting("app-v2", "contract"));
    assertThat(
            application.query("INSERT INTO public.users (email) VALUES ('a') RETURNING id, rank"))
        .containsExactly(List.of("2", "7"));
    application.execute(
        """
        INSERT INTO public.users (email, rank) VALUES ('a', DEFAULT)
          ON CONFLICT (email) DO UPDATE SET rank = users.rank + excluded.rank
        """);
    assertThat(application.value("SELECT rank FROM public.users WHERE email = 'a' FOR UPDATE"))
        .isEqualTo("14");
    application.execute(
        "UPDATE public.users SET rank = 1 WHERE email = 'a'",
        "DELETE FROM public.users WHERE email = 'before'");
    application.execute("INSERT INTO public.members (email) VALUES ('new')");
    assertThat(application.value("SELECT string_agg(email || rank, ' ' ORDER BY id) FROM users"))
        .isEqualTo("a1 new7");
    assertThatThrownBy(() -> application.execute("TRUNCATE public.users"))
        .hasMessageContaining("users");
    assertThat(apply(trial, "app-v2").waiting()).isNull();
    assertThat(application.value("SELECT count(*) FROM public.members")).isEqualTo("2");
    assertThatThrownBy(() -> application.execute("SELECT FROM public.users"))
        .hasStackTraceContaining("does not exist");
  }

  @Test
  void theViewLetsNobodyDoMore(TestDatabase database) {
    PatternTrial trial = trial(database, "");
    String reader = database.createRole("LOGIN PASSWORD 'x'");
    String other = database.createRole("");
    database.execute(
        "GRANT USAGE ON SCHEMA public TO " + reader,
        "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO " + other,
        "GRANT SELECT (id), UPDATE (email) ON public.users TO " + reader,
        "GRANT SELECT ON public.users TO PUBLIC");
    trial.writes("table", "public.users", "to", "members");
    apply(trial, "");
    String rights =
        """
        SELECT string_agg(has_table_privilege('%s', oid, 'INSERT') || ' '
               || has_column_privilege('%s', oid, 'email', 'UPDATE') || ' '
               || has_column_privilege('%s', oid, 'rank', 'UPDATE') || ' '
               || has_table_privilege('%s', oid, 'SELECT'), ', ')
          FROM pg_class WHERE relname IN ('users', 'members') AND relnamespace = 'public'::regnamespace
        """
            .formatted(other, reader, reader, reader);
    assertThat(database.value(rights)).isEqualTo("false true false true, false true false true");
  }

  @Test
  void rowSecurityHoldsThroughTheView(TestDatabase database) {
    PatternTrial trial =
        trial(
            database,
            """
            ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
            CREATE POLICY own ON public.users USING (email = current_user);
            """);
    String role = database.createRole("LOGIN PASSWORD 'x'");
    database.execute(
        "GRANT USAGE ON SCHEMA public TO " + role,
        "GRANT SELECT ON public.users TO " + role,
        "INSERT INTO public.users (email) VALUES ('" + role + "'), ('other')");
    trial.writes("table", "public.users", "to", "members").reads("users-rls");
    if (database.major() < 15) {
      Report report = trial.project().apply().report();
      assertThat(report.passed()).isFalse();
      assertThat(database.value("SELECT relkind FROM pg_class WHERE relname = 'users'"))
          .isEqualTo("r");
      return;
    }
    trial.isValid("DROP_VIEW").goesBack();
    apply(trial, "");
    assertThat(database.as(role, "x").value("SELECT count(*) FROM public.users")).isEqualTo("1");
  }
}
