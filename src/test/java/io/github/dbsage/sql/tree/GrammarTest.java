package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** PostgreSQL's grammar, as the rules see it. */
final class GrammarTest {

  private static final Grammar GRAMMAR = new Grammar(new TreeCache(null));

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @Test
  void foldsNamesAsTheServerDoes() {
    Tree.AlterTable alter =
        (Tree.AlterTable)
            one("ALTER TABLE ONLY Shop.\"Big Orders\" ADD COLUMN Total numeric(10,2)");
    assertThat(alter.name()).isEqualTo(new QualifiedName("shop", "Big Orders"));
    assertThat(alter.only()).isTrue();
    Action.AddColumn add = (Action.AddColumn) alter.actions().get(0);
    assertThat(add.column().name()).isEqualTo("total");
    assertThat(String.valueOf(add.column().type())).isEqualTo("numeric(10,2)");
  }

  @Test
  void readsWhatAConstraintDemands() {
    Tree.AlterTable alter =
        (Tree.AlterTable)
            one(
                "ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES s.b (i, j) NOT VALID,"
                    + " ADD CONSTRAINT c CHECK (x > 0) NOT ENFORCED, ADD UNIQUE USING INDEX i,"
                    + " ALTER COLUMN x SET NOT NULL");
    Constraint key = ((Action.AddConstraint) alter.actions().get(0)).constraint();
    assertThat(key.kind()).isEqualTo(Constraint.Kind.FOREIGN_KEY);
    assertThat(key.columns()).containsExactly("x", "y");
    assertThat(key.target()).isEqualTo(new QualifiedName("s", "b"));
    assertThat(key.notValid()).isTrue();
    Constraint check = ((Action.AddConstraint) alter.actions().get(1)).constraint();
    assertThat(check.enforced()).isFalse();
    Constraint unique = ((Action.AddConstraint) alter.actions().get(2)).constraint();
    assertThat(unique.index()).isEqualTo("i");
    assertThat(alter.actions().get(3)).isEqualTo(new Action.SetNotNull("x"));
  }

  @Test
  void placesAreInCharsWhateverTheTextHolds() {
    String sql = "ALTER TABLE \"größe😀\" ADD COLUMN a text DEFAULT random()";
    Tree.AlterTable alter = (Tree.AlterTable) one(sql);
    Column column = ((Action.AddColumn) alter.actions().get(0)).column();
    Constraint given = column.constraint(Constraint.Kind.DEFAULT);
    assertThat(given).isNotNull();
    assertThat(given.expression()).isNotNull();
    assertThat(sql.substring(given.expression().at())).isEqualTo("random()");
  }

  @Test
  void tellsWhereAnErrorIsInCodePoints() {
    assertThat(GRAMMAR.parse("SELECT '😀' FORM t; x y z"))
        .isInstanceOfSatisfying(
            Parsed.Refusal.class, refusal -> assertThat(refusal.position()).isPositive());
    Parsed.Refusal refusal = (Parsed.Refusal) GRAMMAR.parse("/* 😀 */ ALTER TABEL t");
    assertThat(refusal.position()).isEqualTo(15);
    assertThat(refusal.message()).contains("TABEL");
  }

  @Test
  void goesOnAfterAThousandErrors() {
    for (int i = 0; i < 1000; i++) {
      assertThat(GRAMMAR.parse("SELEC " + i)).isInstanceOf(Parsed.Refusal.class);
    }
    assertThat(one("DROP TABLE t")).isInstanceOf(Tree.Drop.class);
  }

  @Test
  void refusesAZeroByteInsteadOfReadingUpToIt() {
    Parsed.Refusal refusal = (Parsed.Refusal) GRAMMAR.parse("SELECT 1\0; DROP TABLE t");
    assertThat(refusal.position()).isEqualTo(9);
  }

  @Test
  void readsTheNextStatementAfterOneThatNestsTooDeeply() {
    String deep = "SELECT " + "(".repeat(200_000) + "1" + ")".repeat(200_000);
    assertThat(GRAMMAR.parse(deep)).isInstanceOf(Parsed.Refusal.class);
    assertThat(one("DROP TABLE t")).isInstanceOf(Tree.Drop.class);
  }

  @Test
  void followsLoopsAndBranchesOfPlpgsql() {
    List<Code> code =
        GRAMMAR.code(
            """
            DO $$
            DECLARE
              t text := 'a';
            BEGIN
              FOR i IN 1..3 LOOP
                IF i > 1 THEN
                  UPDATE x SET y = i;
                END IF;
                EXECUTE 'DROP TABLE ' || t;
              END LOOP;
              COMMIT;
            END $$
            """);
    List<Code> all = code.stream().flatMap(one -> one.all().stream()).toList();
    assertThat(all).anyMatch(Code.Loop.class::isInstance);
    assertThat(all)
        .anyMatch(one -> one instanceof Code.Sql sql && sql.text().startsWith("UPDATE x"));
    assertThat(all).anyMatch(Code.Dynamic.class::isInstance);
    assertThat(all).anyMatch(one -> one instanceof Code.End end && end.commit());
    assertThat(all)
        .anyMatch(one -> one instanceof Code.Assign assign && assign.variable().equals("t"));
  }

  private static Tree one(String sql) {
    Parsed parsed = GRAMMAR.parse(sql);
    assertThat(parsed).isInstanceOf(Parsed.Trees.class);
    return ((Parsed.Trees) parsed).statements().get(0).tree();
  }
}
