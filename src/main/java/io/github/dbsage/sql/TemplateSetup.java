package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows the statements of the migration plan template's setup. A table fits where the plugin's own
 * has all that it asks for: the same columns, and of the template's constraints and defaults any.
 */
final class TemplateSetup {

  private static final Command ORDINARY = new Command.Ordinary();
  private static final String HISTORY = HistoryWrites.TABLE;
  private static final String PROGRESS = "migration_progress";

  private static final String COMMENT =
      "Custom migration tracking with checksums, rollback scripts, and execution metadata";

  private static final String NOW = "now";

  /** What may be asked of a column; the default as a word, a number or {@link #NOW}. */
  private record Column(Type type, boolean key, boolean required, @Nullable String byDefault) {}

  private enum Type {
    TEXT,
    TIME,
    INTEGER,
    BIGINT,
    BOOLEAN;

    boolean takenBy(Cursor c) {
      return switch (this) {
        case TEXT -> c.take("text");
        case TIME -> c.take("timestamptz") || c.take("timestamp", "with", "time", "zone");
        case INTEGER -> c.takeAny("integer", "int", "int4");
        case BIGINT -> c.takeAny("bigint", "int8");
        case BOOLEAN -> c.takeAny("boolean", "bool");
      };
    }
  }

  private static final Map<String, Column> HISTORY_COLUMNS =
      Map.of(
          "version", new Column(Type.TEXT, true, true, null),
          "name", new Column(Type.TEXT, false, true, null),
          "applied_at", new Column(Type.TIME, false, false, NOW),
          "applied_by", new Column(Type.TEXT, false, true, null),
          "execution_time_ms", new Column(Type.INTEGER, false, false, null),
          "success", new Column(Type.BOOLEAN, false, true, "false"),
          "checksum", new Column(Type.TEXT, false, true, null),
          "rollback_script", new Column(Type.TEXT, false, false, null),
          "notes", new Column(Type.TEXT, false, false, null));

  private static final Map<String, Column> PROGRESS_COLUMNS =
      Map.of(
          "migration_name", new Column(Type.TEXT, true, true, null),
          "last_processed_id", new Column(Type.BIGINT, false, false, null),
          "total_processed", new Column(Type.BIGINT, false, false, "0"),
          "started_at", new Column(Type.TIME, false, false, NOW),
          "updated_at", new Column(Type.TIME, false, false, NOW));

  private TemplateSetup() {}

  /** The cursor behind {@code CREATE TABLE}. */
  static Command table(Cursor c) {
    c.take("if", "not", "exists");
    QualifiedName name = c.name();
    if (name == null) {
      return ORDINARY;
    }
    if (name.name().equals(PROGRESS)) {
      return fits(c, PROGRESS_COLUMNS) ? setup("CREATE TABLE " + PROGRESS, PROGRESS) : ORDINARY;
    }
    if (!name.name().equals(HISTORY)) {
      return ORDINARY;
    }
    String what = "CREATE TABLE " + HISTORY;
    if (fits(c, HISTORY_COLUMNS)) {
      return setup(what, HISTORY);
    }
    // In a schema of its own, another tool's table is not in our way.
    boolean inOurWay = name.schema() == null || name.schema().equals("public");
    return inOurWay ? new Command.Setup(what, HISTORY, false) : ORDINARY;
  }

  /** The cursor behind {@code CREATE INDEX}. */
  static Command index(Cursor c) {
    c.take("if", "not", "exists");
    QualifiedName index = c.is("on") ? null : c.name();
    if (index == null || index.schema() != null || !c.take("on")) {
      return ORDINARY;
    }
    QualifiedName table = c.relation();
    if (table == null || !table.name().equals(HISTORY)) {
      return ORDINARY;
    }
    c.take("using", "btree");
    boolean fits =
        c.take('(')
            && switch (index.name()) {
              case "idx_migrations_applied_at" ->
                  column(c, "applied_at") && c.take("desc") && c.take(')');
              case "idx_migrations_success" ->
                  column(c, "success")
                      && c.take(')')
                      && c.take("where")
                      && column(c, "success")
                      && c.take('=')
                      && c.take("false");
              default -> false;
            };
    return fits && c.atEnd() ? setup("CREATE INDEX " + index.name(), HISTORY) : ORDINARY;
  }

  /** The cursor behind COMMENT. */
  static Command comment(Cursor c) {
    if (!c.take("on", "table")) {
      return ORDINARY;
    }
    QualifiedName table = c.name();
    if (table == null || !table.name().equals(HISTORY) || !c.take("is")) {
      return ORDINARY;
    }
    return COMMENT.equals(c.string()) && c.atEnd()
        ? setup("COMMENT ON TABLE " + HISTORY, HISTORY)
        : ORDINARY;
  }

  private static Command setup(String what, String table) {
    return new Command.Setup(what, table, true);
  }

  private static boolean fits(Cursor c, Map<String, Column> columns) {
    Set<String> met = new HashSet<>();
    if (!c.take('(')) {
      return false;
    }
    do {
      if (c.is("constraint") || c.is("check") || c.is("primary")) {
        if (!tableConstraint(c, columns)) {
          return false;
        }
      } else {
        QualifiedName name = c.name();
        Column column = name == null || name.schema() != null ? null : columns.get(name.name());
        if (name == null || column == null || !met.add(name.name()) || !column(c, column)) {
          return false;
        }
      }
    } while (c.take(','));
    return c.take(')') && c.atEnd() && met.equals(columns.keySet());
  }

  private static boolean column(Cursor c, Column column) {
    if (!column.type().takenBy(c)) {
      return false;
    }
    while (!c.is(',') && !c.is(')')) {
      if (c.take("constraint") && c.name() == null) {
        return false;
      }
      boolean known =
          c.take("not", "null")
              ? column.required()
              : c.take("null")
                  ? !column.required()
                  : c.take("primary", "key")
                      ? column.key()
                      : c.take("default") ? byDefault(c, column.byDefault()) : check(c);
      if (!known) {
        return false;
      }
    }
    return true;
  }

  private static boolean byDefault(Cursor c, @Nullable String value) {
    if (NOW.equals(value)) {
      return c.take("current_timestamp") || (c.take(NOW) && c.take('(') && c.take(')'));
    }
    if (value == null || !c.folded().equals(value)) {
      return false;
    }
    c.advance();
    return true;
  }

  private static boolean tableConstraint(Cursor c, Map<String, Column> columns) {
    if (c.take("constraint") && c.name() == null) {
      return false;
    }
    if (c.take("primary", "key")) {
      QualifiedName key = c.take('(') ? c.name() : null;
      Column column = key == null || key.schema() != null ? null : columns.get(key.name());
      return column != null && column.key() && c.take(')');
    }
    return check(c);
  }

  /** The template's {@code CHECK}s: of the checksum's length, and of the version's digits. */
  private static boolean check(Cursor c) {
    if (!c.take("check") || !c.take('(')) {
      return false;
    }
    if (c.take("length")) {
      return c.take('(')
          && column(c, "checksum")
          && c.take(')')
          && c.take('=')
          && c.folded().equals("64")
          && behind(c);
    }
    return column(c, "version") && c.take('~') && "^\\d{14}$".equals(c.string()) && c.take(')');
  }

  private static boolean behind(Cursor c) {
    c.advance();
    return c.take(')');
  }

  private static boolean column(Cursor c, String wanted) {
    QualifiedName name = c.name();
    return name != null && name.schema() == null && name.name().equals(wanted);
  }
}
