package io.github.dbsage.lint.rule;

import io.github.dbsage.model.Source;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Script;
import io.github.dbsage.sql.Statement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A migration's statements, cut into transactions as the runner cuts them.
 *
 * @param units in order
 * @param rollback the script of the rollback section, or null
 */
record MigrationText(List<Unit> units, @Nullable String rollback) {

  /**
   * Statements of one transaction.
   *
   * @param together whether the runner opens one; else the statements are sent as they are
   */
  record Unit(List<Statement> statements, boolean together) {}

  /**
   * A statement of a part that no runner reads.
   *
   * @param fails the SQLSTATE of the comment in front of it, {@code -- fails 23505}, or null
   */
  record Line(String sql, @Nullable String fails) {}

  private static final Pattern FAILS = Pattern.compile("-- fails ([0-9A-Z]{5})");

  /**
   * Reads a migration. A text that the runner would refuse is cut as psql would run it: each
   * statement by itself, its BEGIN and COMMIT included.
   */
  static MigrationText read(String text) throws IOException {
    List<Migration.Run> runs = new ArrayList<>();
    boolean faulty = false;
    try (Migration migration = Migration.open(new Text(text), Placeholders.off())) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run run) {
          runs.add(run);
        } else if (part instanceof Migration.Fault) {
          faulty = true;
        } else {
          throw new IllegalArgumentException("an example with COPY data is not supported");
        }
      }
      boolean directed = migration.mode() == TransactionMode.TRUE;
      boolean each = migration.mode() == TransactionMode.FALSE;
      List<Unit> units =
          faulty
              ? List.of(new Unit(written(text), directed))
              : directed || migration.outerTransaction()
                  ? List.of(new Unit(runs.stream().map(Migration.Run::statement).toList(), true))
                  : units(runs, each);
      return new MigrationText(units, migration.rollback());
    }
  }

  /** The statements of a setup or an after part. */
  static List<Line> lines(String text) throws IOException {
    List<Line> lines = new ArrayList<>();
    String fails = null;
    try (Script script = Script.open(new Text(text), Placeholders.off())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        if (item instanceof Item.Comment comment) {
          Matcher matcher = FAILS.matcher(comment.raw());
          fails = matcher.matches() ? matcher.group(1) : fails;
        } else if (item instanceof Item.Sql sql) {
          lines.add(new Line(sql.statement().text(), fails));
          fails = null;
        }
      }
    }
    return lines;
  }

  private static List<Statement> written(String text) throws IOException {
    List<Statement> statements = new ArrayList<>();
    try (Script script = Script.open(new Text(text), Placeholders.off())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        if (item instanceof Item.Sql sql) {
          statements.add(sql.statement());
        }
      }
    }
    return statements;
  }

  private static List<Unit> units(List<Migration.Run> runs, boolean each) {
    List<Unit> units = new ArrayList<>();
    List<Statement> together = new ArrayList<>();
    int block = 0;
    for (Migration.Run run : runs) {
      Statement statement = run.statement();
      boolean boundary = run.block() != block;
      block = run.block();
      boolean alone = statement.command() instanceof Command.NonTransactional;
      boolean labelBefore =
          block == 0
              && !together.isEmpty()
              && isAddValue(together.get(together.size() - 1))
              && !isAddValue(statement);
      if ((boundary || alone || each || labelBefore) && !together.isEmpty()) {
        units.add(new Unit(List.copyOf(together), true));
        together.clear();
      }
      if (alone) {
        units.add(new Unit(List.of(statement), false));
      } else {
        together.add(statement);
      }
    }
    if (!together.isEmpty()) {
      units.add(new Unit(List.copyOf(together), true));
    }
    return units;
  }

  private static boolean isAddValue(Statement statement) {
    return statement.command() instanceof Command.AddEnumValue;
  }

  private record Text(String text) implements Source {
    @Override
    public String file() {
      return "20260102000000_migration.sql";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
