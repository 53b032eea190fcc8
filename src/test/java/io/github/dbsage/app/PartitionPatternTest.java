package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pattern {@code partition}: its files, and that no write is lost on the way. */
@OnPostgres
final class PartitionPatternTest {

  private static final String TABLES =
      """
      CREATE TABLE public.sources (id int PRIMARY KEY);
      CREATE TABLE public.events (
        id bigint GENERATED ALWAYS AS IDENTITY,
        at timestamptz NOT NULL,
        source int REFERENCES public.sources,
        line text DEFAULT '-' CHECK (length(line) < 100),
        loud text GENERATED ALWAYS AS (upper(line)) STORED,
        PRIMARY KEY (id, at));
      CREATE INDEX events_source ON public.events (source);
      CREATE TABLE public.logs (nr serial, day date, PRIMARY KEY (day, nr));
      """;

  @TempDir Path folder;
  @TempDir Path cache;

  private PatternTrial trial(TestDatabase database, String more) {
    return new PatternTrial(folder, cache, database, "partition", TABLES + more);
  }

  @Test
  void writesFilesThatAreValidAndGoBack(TestDatabase database) {
    trial(database, "")
        .writes("table", "public.events", "column", "at", "from", "2026-01", "to", "2026-03")
        .reads("events")
        .isValid("DROP_TABLE", "TRIGGER_LOCK", "PLAN_ORDER")
        .goesBack("drop_events_old");
  }

  @Test
  void keepsASequenceThatBothTablesUse(TestDatabase database) {
    PatternTrial trial =
        trial(database, "")
            .writes(
                "table",
                "logs",
                "column",
                "day",
                "type",
                "range yearly",
                "from",
                "2025-05",
                "to",
                "2026-03")
            .reads("logs")
            .isValid("DROP_TABLE", "TRIGGER_LOCK", "PLAN_ORDER")
            .goesBack("drop_logs_old")
            .applies();
    assertThat(
            trial.value(
                "INSERT INTO public.logs (day) VALUES ('2026-01-01') RETURNING tableoid::regclass"))
        .isEqualTo("logs_y2026");
  }

  @Test
  void refusesWhatCannotBePartitioned(TestDatabase database) {
    PatternTrial trial =
        trial(
            database,
            """
            CREATE TABLE public.bare (at date);
            CREATE TABLE public.alone (id int PRIMARY KEY, at date);
            CREATE TABLE public.seen (at date PRIMARY KEY, n int);
            CREATE VIEW public.seeing AS SELECT at FROM public.seen;
            """);
    assertThat(what(trial, "bare", "at")).isEqualTo("public.bare has no primary key.");
    assertThat(what(trial, "alone", "at")).contains("alone_pkey of public.alone does not hold at");
    assertThat(what(trial, "seen", "n")).contains("is integer");
    assertThat(what(trial, "seen", "at")).contains("view public.seeing would stay");
  }

  private static String what(PatternTrial trial, String table, String column) {
    Problem problem = trial.refuses("table", table, "column", column);
    assertThat(problem.fix()).isNotNull();
    return problem.what();
  }

  private static Report apply(PatternTrial trial, String gate) {
    trial.project().deployed(gate.isEmpty() ? null : gate);
    Report report = trial.project().apply().report();
    assertThat(report.passed()).as(trial.project().console()).isTrue();
    return report;
  }

  @Test
  void nothingIsLostOnTheWay(TestDatabase database) {
    PatternTrial trial = trial(database, "");
    String role = database.createRole("LOGIN PASSWORD 'x'");
    database.execute(
        "GRANT USAGE ON SCHEMA public TO " + role,
        "GRANT SELECT, INSERT, UPDATE, DELETE ON public.events TO " + role,
        "INSERT INTO public.sources VALUES (1)",
        "INSERT INTO public.events (at, line) VALUES ('2024-01-01', 'a'), ('2026-01-15', 'b')");
    TestDatabase application = database.as(role, "x");
    trial.writes("table", "public.events", "column", "at", "from", "2026-01", "to", "2026-03");
    assertThat(apply(trial, "").waiting()).isEqualTo(new Report.Waiting("app-v2", "contract"));
    application.execute(
        "INSERT INTO public.events (at, line, source) VALUES ('2026-02-15', 'c', 1)",
        "UPDATE public.events SET line = 'aa' WHERE id = 1",
        "UPDATE public.events SET at = '2026-03-15' WHERE id = 2",
        "INSERT INTO public.events (at) VALUES ('2026-02-15')",
        "DELETE FROM public.events WHERE id = 4");
    String rows = "SELECT string_agg(id || line || loud, ' ' ORDER BY id) FROM public.";
    assertThat(database.value(rows + "events_new")).isEqualTo("1aaAA 2bB 3cC");
    assertThat(apply(trial, "app-v2").waiting())
        .isEqualTo(new Report.Waiting("app-v3", "contract"));
    application.execute(
        "INSERT INTO public.events (at, line) VALUES ('2026-01-20', 'd')",
        "UPDATE public.events SET at = '2026-02-20', line = 'bb' WHERE id = 2",
        "DELETE FROM public.events WHERE id = 1");
    assertThat(database.value(rows + "events_old")).isEqualTo(application.value(rows + "events"));
    assertThat(application.value("SELECT count(*) FROM public.events WHERE id > 4")).isEqualTo("1");
    assertThat(apply(trial, "app-v3").waiting()).isNull();
    application.execute("INSERT INTO public.events (at, line) VALUES ('2026-01-21', 'e')");
    assertThat(
            application.value(
                "SELECT string_agg(tableoid::regclass || line, ' ' ORDER BY id) FROM"
                    + " public.events"))
        .isEqualTo("events_y2026m02bb events_y2026m02c events_y2026m01d events_y2026m01e");
  }
}
