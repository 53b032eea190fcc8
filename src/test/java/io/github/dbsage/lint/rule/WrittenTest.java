package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.TreeCache;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What fixes quote of a statement. */
final class WrittenTest {

  private static final Grammar GRAMMAR =
      new Grammar(new TreeCache(Path.of("target/test-cache").toAbsolutePath()));

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @Test
  void anItemEndsAtItsOwnCommaOnly() {
    assertThat(Written.item("CHECK (a IN (1, 2)), ADD b", 0)).isEqualTo("CHECK (a IN (1, 2))");
    assertThat(Written.item("CHECK (a <> ',)'); x", 0)).isEqualTo("CHECK (a <> ',)')");
    assertThat(Written.item("UNIQUE (\"a,)\"\"\"), b", 0)).isEqualTo("UNIQUE (\"a,)\"\"\")");
    assertThat(Written.item("DEFAULT $x$,$x$ || E'\\',', b", 0))
        .isEqualTo("DEFAULT $x$,$x$ || E'\\','");
    assertThat(Written.item("DEFAULT ARRAY[1, 2], b", 0)).isEqualTo("DEFAULT ARRAY[1, 2]");
  }

  @Test
  void commentsAndLineEndsAreBlanks() {
    assertThat(Written.item("UNIQUE -- one\n  (a, /* two, /* three */ */ b)\n, c", 0))
        .isEqualTo("UNIQUE (a, b)");
    assertThat(Written.item("CHECK (a = '--  x\n')", 0)).isEqualTo("CHECK (a = '--  x\n')");
  }

  @Test
  void aNameInFrontOfAConstraintIsLeftOut() {
    assertThat(Written.behindName("CONSTRAINT a UNIQUE (b)")).isEqualTo("UNIQUE (b)");
    assertThat(Written.behindName("constraint \"a \"\" b\" check (c)")).isEqualTo("check (c)");
    assertThat(Written.behindName("UNIQUE (b)")).isEqualTo("UNIQUE (b)");
  }

  @Test
  void aColumnIsQuotedWithoutSomeOfItsConstraints() {
    String text =
        "ALTER TABLE t ADD COLUMN \"C\" numeric(10, 2) NOT NULL DEFAULT 1 + 2\n"
            + "  CONSTRAINT r REFERENCES u (id) DEFERRABLE INITIALLY DEFERRED CHECK (\"C\" > 0)";
    Column column = column(text);
    assertThat(Written.type(text, column)).isEqualTo("numeric(10, 2)");
    assertThat(
            Written.definition(
                text, column, Set.of(Constraint.Kind.FOREIGN_KEY, Constraint.Kind.NOT_NULL)))
        .isEqualTo("\"C\" numeric(10, 2) DEFAULT 1 + 2 CHECK (\"C\" > 0)");
    assertThat(Written.expression(text, column, constraint(column, Constraint.Kind.DEFAULT)))
        .isEqualTo("1 + 2");
    assertThat(Written.inline(text, column, constraint(column, Constraint.Kind.FOREIGN_KEY)))
        .isEqualTo("CONSTRAINT r REFERENCES u (id) DEFERRABLE INITIALLY DEFERRED");
  }

  private static Constraint constraint(Column column, Constraint.Kind kind) {
    return column.constraints().stream().filter(c -> c.kind() == kind).findFirst().orElseThrow();
  }

  private static Column column(String text) {
    Parsed.Trees trees = (Parsed.Trees) GRAMMAR.parse(text);
    Tree.AlterTable alter = (Tree.AlterTable) trees.statements().get(0).tree();
    return ((Action.AddColumn) alter.actions().get(0)).column();
  }
}
