package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.QualifiedName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a text does to the parser, and what the next one finds. */
final class ParserThreadTest {

  private static final Grammar GRAMMAR = new Grammar(new TreeCache(null));

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @Test
  void findsNothingInATextWithoutStatements() {
    for (String text : List.of("", " \n", "-- a comment", "/* another */ ;;")) {
      assertThat(GRAMMAR.parse(text)).as(text).isEqualTo(new Parsed.Trees(List.of()));
    }
  }

  @Test
  void tellsWhereEachOfSeveralStatementsBegins() {
    String text = "SELECT 'ü😀';-- ö\nDROP TABLE t; COMMIT";
    Parsed.Trees trees = (Parsed.Trees) GRAMMAR.parse(text);
    assertThat(trees.statements())
        .extracting(Parsed.Located::at)
        .containsExactly(0, text.indexOf("DROP"), text.indexOf("COMMIT"));
  }

  @Test
  void refusesAByteOrderMarkAsTheServerDoes() {
    Parsed.Refusal refusal = (Parsed.Refusal) GRAMMAR.parse("\uFEFFDROP TABLE t");
    assertThat(refusal.position()).isEqualTo(1);
  }

  @Test
  void countsBehindHalfAPairOfCharsAsItIsEncoded() {
    Tree.Select select = (Tree.Select) one(GRAMMAR.parse("SELECT 'ä\uD83D', f()"));
    assertThat(select.outputs().get(1).at()).isEqualTo(13);
  }

  @Test
  void readsAChainThatAProgramWroteAndWhatItCallsWithoutNestingAsDeeply() {
    String chain =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "f" + i + "()")
            .collect(Collectors.joining(" || "));
    Tree.Select select = (Tree.Select) one(GRAMMAR.parse("SELECT " + chain));
    assertThat(select.mentions().calls()).hasSize(20_000);
    // Small stacks walk what was read: a JVM's other threads have a megabyte or less.
    assertThat(select.outputs().get(0).all()).hasSizeBetween(100, 1000);
  }

  @Test
  void givesUpOnAChainThatNobodyCanReadAndForgetsIt() throws IOException {
    String deep = "SELECT 1" + "+1".repeat(200_000);
    try (Grammar grammar = new Grammar(new TreeCache(folder))) {
      assertThat(grammar.parse(deep)).isEqualTo(new Parsed.Unread("it nests too deeply"));
      assertThat(files()).isEmpty();
      assertThat(one(grammar.parse("DROP TABLE t"))).isInstanceOf(Tree.Drop.class);
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void refusesParenthesesThatNestMoreDeeplyThanTheServersGrammarTakes() {
    Parsed.Refusal refusal =
        (Parsed.Refusal) GRAMMAR.parse("SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000));
    assertThat(refusal.message()).startsWith("memory exhausted at or near");
    assertThat(refusal.position()).isGreaterThan(9_000);
  }

  @Test
  void saysTheSameAfterThousandsOfErrors() {
    String sql = "CREATE TABLE t (a int PRIMARY KEY, b text NOT NULL DEFAULT 'x' || f(1))";
    Parsed before = GRAMMAR.parse(sql);
    for (int i = 0; i < 3_000; i++) {
      String broken = i % 2 == 0 ? "SELECT 'open " + i : "CREATE TABEL t" + i;
      assertThat(GRAMMAR.parse(broken)).isInstanceOf(Parsed.Refusal.class);
    }
    assertThat(GRAMMAR.parse(sql + " ")).isEqualTo(before);
  }

  @Test
  void leavesTheThreadWhenItIsInterruptedAndGoesOnWithAnother() {
    try (Grammar grammar = new Grammar(new TreeCache(null))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> grammar.parse("SELECT 1")).isInstanceOf(IllegalStateException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(one(grammar.parse("SELECT 1"))).isInstanceOf(Tree.Select.class);
    }
  }

  @Test
  void learnsFromWhatAnotherGrammarKept() throws IOException {
    List<String> statements = List.of("DROP TABLE a", "SELEC 1", "DROP TABLE b");
    List<Parsed> first;
    try (Grammar grammar = new Grammar(new TreeCache(folder))) {
      first = grammar.parseAll(statements);
      grammar.code("DO $$ BEGIN COMMIT; END $$");
    }
    List<Path> kept = files();
    assertThat(kept).hasSize(2);
    try (Grammar grammar = new Grammar(new TreeCache(folder))) {
      assertThat(grammar.parseAll(statements)).isEqualTo(first);
      assertThat(grammar.code("DO $$ BEGIN COMMIT; END $$")).hasSize(1);
    }
    assertThat(files()).isEqualTo(kept);
  }

  @Test
  void parsesInAJvmWithLittleMemory() throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    Process process =
        new ProcessBuilder(java, "-Xmx96m", "-cp", classes, Small.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.strip()).isEqualTo("Drop, unread, Drop");
    assertThat(process.waitFor()).isZero();
  }

  /** Reads a statement, then one that does not fit, then the first again. */
  static final class Small {
    public static void main(String[] arguments) {
      Grammar grammar = new Grammar(new TreeCache(null));
      Tree before = one(grammar.parse("DROP TABLE t"));
      Parsed large = grammar.parse("SELECT ARRAY[" + "1,".repeat(500_000) + "1]");
      Tree after = one(grammar.parse("DROP TABLE t "));
      String read =
          large instanceof Parsed.Unread ? "unread" : String.valueOf(large).substring(0, 9);
      System.out.println(
          before.getClass().getSimpleName()
              + ", "
              + read
              + ", "
              + after.getClass().getSimpleName());
      System.exit(0);
    }
  }

  @Test
  void readsCodeWithRowsAndUsersTypesAlthoughTheParserHasNoCatalog() {
    List<Code> code =
        GRAMMAR.code(
            """
            CREATE FUNCTION f(a orders) RETURNS void LANGUAGE plpgsql AS $$
            DECLARE
              r shop.orders%ROWTYPE;
              "Other" orders
                %ROWTYPE := NULL;
              m shop.mood;
              n int;
            BEGIN
              r.id := 1; "Other".id := 2;
              SELECT mood, count(*) INTO m, n FROM shop.orders;
              DELETE FROM shop.orders;
            END $$
            """);
    List<Code> all = code.stream().flatMap(one -> one.all().stream()).toList();
    assertThat(all).contains(new Code.Sql("DELETE FROM shop.orders", 11));
  }

  @Test
  void seesThatAWithQueryHidesATableOnlyWhereItIsInSight() {
    assertThat(relations("WITH t AS (SELECT * FROM t) SELECT * FROM t")).containsExactly("t");
    assertThat(relations("WITH t AS (SELECT 1) SELECT * FROM t, s.t")).containsExactly("s.t");
    assertThat(relations("WITH RECURSIVE t AS (SELECT 1 FROM t) SELECT * FROM t")).isEmpty();
    assertThat(relations("WITH a AS (SELECT * FROM b), b AS (SELECT * FROM a) SELECT * FROM b"))
        .containsExactly("b");
    assertThat(relations("SELECT (WITH t AS (SELECT 1) SELECT * FROM t), x FROM t"))
        .containsExactly("t");
  }

  @Test
  void seesWhatAWriteInAWithQueryReads() {
    Tree.Select select =
        (Tree.Select)
            one(
                GRAMMAR.parse(
                    "WITH q AS (SELECT 1), w AS (INSERT INTO t SELECT * FROM q, u RETURNING *)"
                        + " SELECT * FROM w"));
    Tree.Insert insert = (Tree.Insert) select.mentions().writes().get(0);
    assertThat(insert.mentions().relations())
        .containsExactly(new QualifiedName(null, "t"), new QualifiedName(null, "u"));
  }

  private static List<String> relations(String sql) {
    Tree.Select select = (Tree.Select) one(GRAMMAR.parse(sql));
    return select.mentions().relations().stream().map(QualifiedName::toString).toList();
  }

  private static Tree one(Parsed parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Trees.class);
    return ((Parsed.Trees) parsed).statements().get(0).tree();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
