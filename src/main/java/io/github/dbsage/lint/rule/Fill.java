package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Scene;
import io.github.dbsage.sql.tree.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What comes behind a new column without values: the old rows filled in batches, NOT NULL. */
final class Fill {

  private Fill() {}

  /** A backfill, in comments, for the rows whose new column is still NULL. */
  static List<String> backfill(Scene scene, Column column, String value) {
    return backfill(scene, column.name(), value, Sql.name(column.name()) + " IS NULL");
  }

  /**
   * A backfill, in comments.
   *
   * @param where which rows still need it
   */
  static List<String> backfill(Scene scene, String column, String value, String where) {
    BackfillText text =
        new BackfillText(
            Sql.bareTableName(scene) + "_" + column,
            Sql.table(scene).name(),
            Map.of(column, value),
            null,
            where,
            null);
    return List.of(
        "-- in the next migration, a " + Sql.backfillFile(scene) + ":", commented(text.text()));
  }

  /** How a column that shall be NOT NULL becomes so once it is filled; nothing for another one. */
  static List<String> present(Scene scene, Column column) {
    if (!column.isNotNull()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("-- in the one after it:");
    lines.addAll(SetNotNullScan.steps(scene, column.name()));
    return lines;
  }

  /** Lines that stand in an SQL file without being run. */
  static String commented(String text) {
    return text.replaceAll("(?m)^", "--   ");
  }
}
