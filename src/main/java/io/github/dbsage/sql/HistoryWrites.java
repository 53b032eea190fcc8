package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Command.HistoryWrite.Row;
import io.github.dbsage.sql.Command.HistoryWrite.Value;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the statements by which a file keeps its own record, as the migration plan template prints
 * them: an INSERT of one row, an UPDATE to success, a DELETE of one version. Nothing that they hold
 * may do anything else, for they are left out; so a value is a constant, the user or the time.
 */
final class HistoryWrites {

  static final String TABLE = "schema_migrations";

  private static final Command ORDINARY = new Command.Ordinary();

  private static final Set<String> COLUMNS =
      Set.of(
          "version",
          "name",
          "applied_at",
          "applied_by",
          "execution_time_ms",
          "success",
          "checksum",
          "rollback_script",
          "notes");

  private HistoryWrites() {}

  /**
   * What the statement is; the cursor behind {@code INSERT INTO}, UPDATE or {@code DELETE FROM}.
   */
  static Command classify(String verb, Cursor c) {
    QualifiedName name = c.relation();
    if (name == null || !name.name().equals(TABLE)) {
      return ORDINARY;
    }
    Row row =
        switch (verb) {
          case "INSERT" -> insert(c);
          case "UPDATE" -> update(c);
          default -> where(c);
        };
    return new Command.HistoryWrite(verb, row);
  }

  /** {@code (columns) VALUES (values) [ON CONFLICT …]}. */
  private static @Nullable Row insert(Cursor c) {
    Set<String> columns = columns(c);
    if (!columns.contains("version") || !c.take("values") || !c.take('(')) {
      return null;
    }
    Map<String, Value> values = new HashMap<>();
    boolean first = true;
    for (String column : columns) {
      if (!first && !c.take(',')) {
        return null;
      }
      first = false;
      int at = c.offset();
      String string = column.equals("rollback_script") ? c.rawString() : c.string();
      if (string != null) {
        values.put(column, new Value(string, at));
      }
      if (string == null ? !PlainValue.constant(c) : !PlainValue.casts(c)) {
        return null;
      }
    }
    Value version = values.get("version");
    Value name = values.get("name");
    if (version == null || name == null || !c.take(')') || !onConflict(c) || !c.atEnd()) {
      return null;
    }
    return new Row(version, name, values.get("rollback_script"));
  }

  /** Empty where something else stands there, or one of them twice. */
  private static Set<String> columns(Cursor c) {
    Set<String> columns = new LinkedHashSet<>();
    if (!c.take('(')) {
      return Set.of();
    }
    do {
      String column = column(c);
      if (column == null || !columns.add(column)) {
        return Set.of();
      }
    } while (c.take(','));
    return c.take(')') ? columns : Set.of();
  }

  private static @Nullable String column(Cursor c) {
    QualifiedName name = c.name();
    return name != null && name.schema() == null && COLUMNS.contains(name.name())
        ? name.name()
        : null;
  }

  private static boolean onConflict(Cursor c) {
    if (!c.take("on", "conflict")) {
      return true;
    }
    if (c.take('(')) {
      if (!"version".equals(column(c)) || !c.take(')')) {
        return false;
      }
    } else if (c.take("on", "constraint") && c.name() == null) {
      return false;
    }
    if (c.take("do", "nothing")) {
      return true;
    }
    if (!c.take("do", "update", "set")) {
      return false;
    }
    do {
      if (column(c) == null || !c.take('=')) {
        return false;
      }
      boolean excluded = c.take("excluded");
      if (excluded ? !c.take('.') || column(c) == null : !PlainValue.constant(c)) {
        return false;
      }
    } while (c.take(','));
    return true;
  }

  /** {@code SET success = true, … WHERE version = '…'}. */
  private static @Nullable Row update(Cursor c) {
    if (!c.take("set")) {
      return null;
    }
    Set<String> set = new LinkedHashSet<>();
    do {
      String column = column(c);
      if (column == null || !set.add(column) || !c.take('=')) {
        return null;
      }
      boolean known =
          switch (column) {
            case "success" -> c.take("true");
            case "execution_time_ms" -> PlainValue.time(c);
            case "notes" -> PlainValue.constant(c);
            default -> false;
          };
      if (!known) {
        return null;
      }
    } while (c.take(','));
    return set.contains("success") ? where(c) : null;
  }

  /** {@code WHERE version = '…'}, and nothing behind it. */
  private static @Nullable Row where(Cursor c) {
    if (!c.take("where") || !"version".equals(column(c)) || !c.take('=')) {
      return null;
    }
    int at = c.offset();
    String version = c.string();
    return version != null && PlainValue.casts(c) && c.atEnd()
        ? new Row(new Value(version, at), null, null)
        : null;
  }
}
