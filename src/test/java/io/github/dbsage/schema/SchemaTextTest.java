package io.github.dbsage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Snapshots as files. */
final class SchemaTextTest {

  private static final SchemaSnapshot SOME =
      new SchemaSnapshot(
          18,
          List.of(
              new DatabaseObject("schema shop", List.of()),
              new DatabaseObject(
                  "table shop.a", List.of("column id integer", "comment 'x", "", "y'")),
              new DatabaseObject("table shop.c", List.of("column id integer"))));

  @Test
  void readsBackWhatItWrites() {
    assertThat(SOME.text())
        .isEqualTo(
            """
            -- Schema snapshot of DB Sage, format 1, PostgreSQL 18: to read and to compare, not to run.

            schema shop

            table shop.a
              column id integer
              comment 'x

              y'

            table shop.c
              column id integer
            """);
    assertThat(parse(SOME.text())).isEqualTo(SOME);
  }

  @Test
  void readsAFileThatGitOrAnEditorTouched() {
    String text = SOME.text();
    assertThat(parse(text.replace("\n", "\r\n"))).isEqualTo(SOME);
    assertThat(parse("\ufeff" + text)).isEqualTo(SOME);
    assertThat(parse(text.stripTrailing())).isEqualTo(SOME);
    assertThat(parse(text.replace("\ntable shop.c", "\n-- a remark\n\n\ntable shop.c")))
        .isEqualTo(SOME);
  }

  @Test
  void refusesWhatIsNoSnapshot() {
    Problem problem = problem("CREATE TABLE a (id int);\n");
    assertThat(problem.code()).isEqualTo("SNAPSHOT_FILE");
    assertThat(problem.what())
        .isEqualTo("This is no snapshot of DB Sage: its first line does not say so.");
    assertThat(problem("").code()).isEqualTo("SNAPSHOT_FILE");
    assertThat(problem(SOME.text().replace("format 1", "format 2")).what())
        .isEqualTo("The snapshot has the format 2; this version of DB Sage knows 1.");
    assertThat(problem(SOME.text() + "\ntable shop.a\n").what())
        .isEqualTo("The snapshot holds table shop.a twice.");
    Problem stray = problem(SOME.text() + " column\n");
    assertThat(stray.what()).startsWith("The line belongs to no object");
    assertThat(stray.where()).hasToString("schema.txt:13:1");
  }

  @Test
  void comparesObjectByObject() {
    SchemaSnapshot other =
        new SchemaSnapshot(
            18,
            List.of(
                new DatabaseObject("schema shop", List.of()),
                new DatabaseObject("table shop.b", List.of("column id integer")),
                new DatabaseObject("table shop.c", List.of("owner x", "column id bigint"))));
    SchemaDiff diff = SchemaDiff.between(SOME, other);
    assertThat(diff.text())
        .isEqualTo(
            """
            removed table shop.a
              - column id integer
              - comment 'x
              -
              - y'

            added table shop.b
              + column id integer

            changed table shop.c
              - column id integer
              + owner x
              + column id bigint
            """);
    assertThat(diff.count(SchemaDiff.Kind.ADDED)).isEqualTo(1);
    assertThat(SchemaDiff.between(SOME, SOME).isEmpty()).isTrue();
    assertThat(SchemaDiff.between(SOME, SOME).text()).isEmpty();
  }

  @Test
  void comparesFilesWhoseObjectsStandInAnotherOrder() {
    List<DatabaseObject> objects = SOME.objects();
    SchemaSnapshot turned =
        new SchemaSnapshot(18, List.of(objects.get(2), objects.get(1), objects.get(0)));
    assertThat(SchemaDiff.between(SOME, turned).isEmpty()).isTrue();
  }

  @Test
  void showsLongTextsAsAWholeWhereComparingTakesTooLong() {
    List<String> old = lines("a");
    List<String> now = lines("b");
    assertThat(LineChanges.of(old, now)).hasSize(6_000).startsWith("- a0").endsWith("+ b2999");
    assertThat(LineChanges.of(List.of("a", "b", "c", "d"), List.of("a", "x", "c", "d", "e")))
        .containsExactly("- b", "+ x", "+ e");
  }

  private static List<String> lines(String letter) {
    return IntStream.range(0, 3_000).mapToObj(i -> letter + i).collect(Collectors.toList());
  }

  private static SchemaSnapshot parse(String text) {
    return SchemaSnapshot.parse(text, "schema.txt");
  }

  private static Problem problem(String text) {
    return catchThrowableOfType(UserError.class, () -> parse(text)).problem();
  }
}
