package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.Exam;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import run.endive.runtime.InterpreterMachine;
import run.endive.wasm.Parser;

/** The fast machine says the very same as the runtime's own interpreter. */
final class FlatMachineTest {

  private static final List<String> NUMBERS =
      List.of(
          "SELECT 1.5e300, -2147483648, 9223372036854775807, 1e-320, .5, 0x7fffffff, 1_000",
          "CREATE TABLE t (a int) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)",
          "CREATE FUNCTION f() RETURNS int LANGUAGE sql COST 1.5 ROWS 1000 AS 'SELECT 1'",
          "CREATE FUNCTION f(a float8, b float8) RETURNS setof int COST 0.0001 AS 'x' LANGUAGE c",
          "SELECT * FROM t TABLESAMPLE bernoulli (0.1) REPEATABLE (3)",
          "SELECT 'ünïcödé', E'\\u00e4', U&'\\0441', $a$ä$a$",
          "SELEC 1",
          "SELECT 'open");

  @Test
  void treesAndErrorsAreTheSame() throws Exception {
    List<String> texts = new ArrayList<>(NUMBERS);
    texts.addAll(examples());
    List<String> fast = new ArrayList<>();
    List<String> slow = new ArrayList<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              answers(Engine::new, texts, fast);
              answers(
                  () -> new Engine(Parser.parse(Engine.module()), InterpreterMachine::new),
                  texts,
                  slow);
            },
            "engines",
            256L << 20);
    thread.start();
    thread.join();
    assertThat(texts).hasSizeGreaterThan(100);
    assertThat(slow).hasSize(2 * texts.size());
    assertThat(fast).isEqualTo(slow);
  }

  private static void answers(Supplier<Engine> engines, List<String> texts, List<String> answers) {
    Engine engine = engines.get();
    for (String text : texts) {
      for (boolean plpgsql : new boolean[] {false, true}) {
        try {
          answers.add(plpgsql ? engine.parsePlpgsql(text) : engine.parse(text));
        } catch (Engine.Refused e) {
          answers.add(e.position() + " " + e.getMessage());
        } catch (RuntimeException e) {
          // An assertion of its own failed: that instance is broken.
          answers.add("gave up on " + text);
          engine = engines.get();
        }
      }
    }
  }

  /** The bad and good examples of every hazard, and every fifth case of the exam. */
  private static List<String> examples() throws IOException {
    List<String> texts = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/resources/hazards"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        texts.add(Files.readString(file, StandardCharsets.UTF_8));
      }
    }
    List<Exam.Case> cases = Exam.cases();
    for (int i = 0; i < cases.size(); i += 5) {
      texts.addAll(cases.get(i).files().values());
    }
    return texts;
  }
}
