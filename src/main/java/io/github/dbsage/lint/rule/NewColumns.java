package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.List;
import java.util.function.BiConsumer;

/** The columns that a statement makes in tables that stay. */
final class NewColumns {

  private NewColumns() {}

  /** Takes each with its table's name; those of temporary and foreign tables are left out. */
  static void each(Scene scene, BiConsumer<QualifiedName, Column> taker) {
    for (Tree.CreateTable create : tables(scene)) {
      create.columns().forEach(column -> taker.accept(create.name(), column));
    }
    if (scene.tree() instanceof Tree.AlterTable alter
        && alter.kind() == Kind.TABLE
        && scene.relation(alter.name()).kind() == Kind.TABLE
        && !scene.relation(alter.name()).temporary()) {
      scene
          .actions(Action.AddColumn.class)
          .forEach(add -> taker.accept(alter.name(), add.column()));
    }
  }

  /** A column with another type. */
  static String as(Column column, String type) {
    boolean array = column.type() != null && column.type().array();
    return Sql.name(column.name()) + " " + type + (array ? "[]" : "");
  }

  /** The tables that a statement creates, CREATE SCHEMA's included. */
  static List<Tree.CreateTable> tables(Scene scene) {
    List<Tree> trees =
        scene.tree() instanceof Tree.CreateSchema schema
            ? schema.elements()
            : List.of(scene.tree());
    return trees.stream()
        .filter(Tree.CreateTable.class::isInstance)
        .map(Tree.CreateTable.class::cast)
        .filter(create -> !create.persistence().isTemporary())
        .filter(create -> !create.foreign() && !"pg_temp".equals(create.name().schema()))
        .filter(create -> !create.ifNotExists() || scene.state().find(create.name()) == null)
        .toList();
  }
}
