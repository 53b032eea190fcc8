package io.github.dbsage.lint.rule;

import io.github.dbsage.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs an example in a database of its own and tells what was to be seen. */
final class Trial {

  private final HazardExample example;
  private final Application application;

  private Trial(HazardExample example, TestDatabase database) {
    this.example = example;
    this.application = new Application(database);
  }

  /** Runs an example next to the test's own database. */
  static Evidence of(HazardExample example, TestDatabase tests) {
    try (TestDatabase database = tests.another()) {
      TestDatabase seen = example.superuser() ? database.asSuperuser() : database;
      try {
        return new Trial(example, seen).run();
      } catch (Exception e) {
        throw new IllegalStateException(example + ": " + e.getMessage(), e);
      } finally {
        dropExtra(tests.asSuperuser());
      }
    }
  }

  /** An example may create databases whose names begin with {@code proof_}. */
  private static void dropExtra(TestDatabase superuser) {
    superuser
        .query("SELECT datname FROM pg_database WHERE datname LIKE 'proof\\_%'")
        .forEach(row -> superuser.execute("DROP DATABASE " + row.get(0)));
  }

  private Evidence run() throws Exception {
    lines(example.setup());
    for (Proof proof : example.proofs()) {
      String state = proof.is("breaks") ? application.attempt(proof.sql()) : null;
      if (state != null) {
        throw new IllegalStateException(
            "fails before the migration: " + proof.text() + ": " + state);
      }
    }
    MigrationText text = MigrationText.read(example.migration());
    Evidence evidence;
    Set<Long> full;
    try (Connection connection = application.connect()) {
      Sight before = Sight.of(connection);
      full = full(connection, before);
      evidence = new Evidence(before);
    }
    migrate(text, evidence, "error");
    lines(example.after());
    try (Connection connection = application.connect()) {
      Sight now = Sight.of(connection);
      evidence.end(now, full, full(connection, now));
    }
    for (Proof proof : example.proofs()) {
      ask(proof, evidence);
    }
    afterwards(text, evidence);
    return evidence;
  }

  private void ask(Proof proof, Evidence evidence) throws SQLException {
    if (proof.is("query")) {
      evidence.add(proof.about() + " = " + application.value(proof.sql()));
    } else if (proof.is("breaks") || proof.is("fails")) {
      String state = application.attempt(proof.sql());
      if (state != null) {
        evidence.add(proof.word() + " " + proof.sql() + " with " + state);
      }
    }
  }

  /** What changes the database once more, behind everything else. */
  private void afterwards(MigrationText text, Evidence evidence) throws Exception {
    List<Proof> proofs = example.proofs();
    if (proofs.stream().anyMatch(proof -> proof.is("again"))) {
      Evidence second = new Evidence(new Sight(Map.of(), Map.of()));
      migrate(text, second, "again");
      second.passOn("again", evidence);
    }
    if (proofs.stream().anyMatch(proof -> proof.is("undone"))) {
      lines(text.rollback() == null ? "" : text.rollback());
      for (Proof proof : proofs) {
        if (proof.is("undone")) {
          evidence.add(proof.about() + " = " + application.value(proof.sql()));
        }
      }
    }
  }

  private void migrate(MigrationText text, Evidence evidence, String word) throws Exception {
    try (MigrationRun run = new MigrationRun(application, evidence)) {
      String state = run.run(text);
      if (state != null) {
        evidence.add(word + " " + state);
      }
    }
  }

  /** The tables that have rows. */
  private static Set<Long> full(Connection connection, Sight sight) throws SQLException {
    Set<Long> full = new HashSet<>();
    try (Statement statement = connection.createStatement()) {
      for (Sight.Relation relation : sight.relations().values()) {
        if (relation.hasRows() && hasRow(statement, relation.name())) {
          full.add(relation.oid());
        }
      }
    }
    return full;
  }

  private static boolean hasRow(Statement statement, String table) throws SQLException {
    try (ResultSet rows = statement.executeQuery("SELECT FROM " + table + " LIMIT 1")) {
      return rows.next();
    } catch (SQLException e) {
      // A materialized view that was never filled cannot be asked.
      if ("55000".equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  /** Runs statements each by itself; one may be announced to fail. */
  private void lines(String part) throws Exception {
    try (Connection connection = application.connect();
        Statement statement = Application.plain(connection)) {
      for (MigrationText.Line line : MigrationText.lines(part)) {
        String state = attempt(statement, line);
        if (line.fails() != null && state == null) {
          throw new IllegalStateException("should fail with " + line.fails() + ": " + line.sql());
        }
      }
    }
  }

  private static @Nullable String attempt(Statement statement, MigrationText.Line line)
      throws SQLException {
    try {
      statement.execute(line.sql());
      return null;
    } catch (SQLException e) {
      if (line.fails() == null || !line.fails().equals(e.getSQLState())) {
        throw e;
      }
      return e.getSQLState();
    }
  }
}
