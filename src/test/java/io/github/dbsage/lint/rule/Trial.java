package io.github.dbsage.lint.rule;

import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Runs an example in an empty database and tells what was to be seen. */
public final class Trial {

  /** A new database for each example would take most of the time. */
  private static final String EMPTY =
      """
      DO $$
      DECLARE
        schema name;
      BEGIN
        FOR schema IN SELECT nspname FROM pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' LOOP
          EXECUTE format('DROP SCHEMA %I CASCADE', schema);
        END LOOP;
      END $$
      """;

  private static final String PUBLIC = "CREATE SCHEMA public AUTHORIZATION pg_database_owner";

  private static final String NO_ROWS =
      """
      DO $$
      DECLARE
        tables text;
      BEGIN
        SELECT string_agg(format('%I.%I', nspname, relname), ', ') INTO tables
          FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema';
        IF tables IS NOT NULL THEN
          EXECUTE 'TRUNCATE ' || tables;
        END IF;
      END $$
      """;

  private final HazardExample example;
  private final TestDatabase database;

  private Trial(HazardExample example, TestDatabase database) {
    this.example = example;
    this.database = database;
  }

  /** Runs an example; whatever the database holds goes first. */
  static Evidence of(HazardExample example, TestDatabase database) {
    database.asSuperuser().execute(EMPTY, PUBLIC);
    try {
      return new Trial(example, example.superuser() ? database.asSuperuser() : database).run();
    } catch (Exception e) {
      throw new IllegalStateException(example + ": " + e.getMessage(), e);
    } finally {
      if (example.superuser()) {
        dropExtra(database.asSuperuser());
      }
    }
  }

  /** Makes a database that holds what an example has before, but no rows. */
  public static void withoutRows(HazardExample example, TestDatabase database) {
    database.asSuperuser().execute(EMPTY, PUBLIC);
    try (Application application =
        new Application(example.superuser() ? database.asSuperuser() : database)) {
      application.run(example.setup());
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(example + ": " + e.getMessage(), e);
    }
    database.asSuperuser().execute(NO_ROWS);
  }

  /** A superuser's example may create databases whose names begin with {@code proof_}. */
  public static void dropExtra(TestDatabase superuser) {
    superuser
        .query("SELECT datname FROM pg_database WHERE datname LIKE 'proof\\_%'")
        .forEach(row -> superuser.execute("DROP DATABASE " + row.get(0)));
  }

  private Evidence run() throws Exception {
    MigrationText text = MigrationText.read(example.migration());
    Evidence evidence = new Evidence();
    Map<Long, String> full;
    try (Application application = new Application(database)) {
      application.run(example.setup());
      tryBefore(application);
      full = application.full(application.look());
    }
    migrate(text, evidence, "error");
    try (Application application = new Application(database)) {
      application.run(example.after());
      Sight now = application.look();
      evidence.end(now, full, application.full(now).keySet());
      for (Proof proof : example.proofs()) {
        ask(proof, application, evidence);
      }
    }
    if (example.proves("again")) {
      Evidence second = new Evidence();
      migrate(text, second, "again");
      second.passOn("again", evidence);
    }
    if (example.proves("undone")) {
      undo(text, evidence);
    }
    return evidence;
  }

  private void tryBefore(Application application) throws SQLException {
    for (Proof proof : example.proofs()) {
      if (proof.is("breaks")) {
        String state = application.attempt(proof.sql());
        if (state != null) {
          throw new IllegalStateException("failed before already: " + proof.text() + ": " + state);
        }
      }
    }
  }

  private static void ask(Proof proof, Application application, Evidence evidence)
      throws SQLException {
    if (proof.is("query")) {
      evidence.add(proof.about() + " = " + application.value(proof.sql()));
    } else if (proof.is("breaks") || proof.is("fails")) {
      String state = application.attempt(proof.sql());
      if (state != null) {
        evidence.add(proof.word() + " " + proof.sql() + " with " + state);
      }
    }
  }

  private void undo(MigrationText text, Evidence evidence) throws SQLException, IOException {
    try (Application application = new Application(database)) {
      application.run(text.rollback() == null ? "" : text.rollback());
      List<Proof> proofs = example.proofs();
      for (Proof proof : proofs) {
        if (proof.is("undone")) {
          evidence.add(proof.about() + " = " + application.value(proof.sql()));
        }
      }
    }
  }

  private void migrate(MigrationText text, Evidence evidence, String word) throws Exception {
    try (MigrationRun run = new MigrationRun(database, evidence)) {
      String state = run.run(text);
      if (state != null) {
        evidence.add(word + " " + state);
      }
    }
  }
}
