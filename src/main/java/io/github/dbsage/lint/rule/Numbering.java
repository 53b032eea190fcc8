package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;

/** The safe way to a column that numbers the rows of a table in use. */
final class Numbering {

  private Numbering() {}

  /** Its statements. */
  static List<String> of(Scene scene, Column column) {
    if (!(scene.tree() instanceof Tree.AlterTable alter)) {
      return List.of();
    }
    String table = Sql.name(alter.name());
    String name = Sql.name(column.name());
    String type = type(scene, column);
    String sequence =
        Sql.name(
            new QualifiedName(
                alter.name().schema(), alter.name().name() + "_" + column.name() + "_seq"));
    String next = "nextval(" + Sql.literal(sequence) + ")";
    List<String> lines = new ArrayList<>();
    lines.add("ALTER TABLE " + table + " ADD COLUMN " + name + " " + type + ";");
    Constraint identity = column.constraint(Constraint.Kind.IDENTITY);
    String owner = identity == null ? " OWNED BY " + table + "." + name : "";
    String kind = type.equals("bigint") ? "" : " AS " + type;
    lines.add("CREATE SEQUENCE " + sequence + kind + owner + ";");
    lines.add("ALTER TABLE " + table + " ALTER COLUMN " + name + " SET DEFAULT " + next + ";");
    lines.addAll(Fill.backfill(scene, column, next));
    lines.addAll(Fill.present(scene, column));
    if (identity != null) {
      String words = Written.inline(scene.text(), column, identity);
      lines.add("-- and behind that, in the same migration:");
      lines.add("ALTER TABLE " + table + " ALTER COLUMN " + name + " DROP DEFAULT;");
      lines.add("ALTER TABLE " + table + " ALTER COLUMN " + name + " ADD " + words + ";");
      String own = Sql.literal(table) + ", " + Sql.literal(column.name());
      lines.add("SELECT setval(pg_get_serial_sequence(" + own + "), " + next + ");");
      lines.add("DROP SEQUENCE " + sequence + ";");
    }
    return lines;
  }

  private static String type(Scene scene, Column column) {
    if (column.type() == null) {
      return "bigint";
    }
    return switch (column.type().base()) {
      case "serial", "serial4", "int4" -> "integer";
      case "smallserial", "serial2", "int2" -> "smallint";
      case "bigserial", "serial8", "int8" -> "bigint";
      default -> Written.type(scene.text(), column);
    };
  }
}
