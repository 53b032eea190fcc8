package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.sql.Item;
import io.github.dbsage.testing.Goldens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Every statement in {@code tree/statements.sql} and {@code tree/code.sql} with all that is read of
 * it, in golden files.
 */
final class TreesTest {

  private static final Path FOLDER = Path.of("src/test/resources/tree");
  private static final Grammar GRAMMAR = new Grammar(new TreeCache(null));

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @Test
  void readsStatements() throws IOException {
    Printed printed = new Printed();
    check("statements", text -> printed.of(GRAMMAR.parse(text)));
    assertThat(printed.seen()).containsAll(records(Tree.class, Action.class, Expr.class));
    assertThat(printed.seen())
        .containsAll(
            constants(
                Tree.Persistence.class,
                Tree.AlterDomain.Change.class,
                Constraint.Kind.class,
                Expr.Literal.class,
                Expr.Logic.Kind.class,
                Kind.class));
  }

  @Test
  void readsCode() throws IOException {
    Printed printed = new Printed();
    check("code", text -> printed.of(GRAMMAR.code(text)));
    assertThat(printed.seen()).containsAll(records(Code.class));
  }

  private static void check(String name, Function<String, String> read) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String statement : statements(FOLDER.resolve(name + ".sql"))) {
      String shown = statement.length() > 1000 ? statement.substring(0, 80) + "…" : statement;
      all.append(shown).append(";\n").append(read.apply(statement)).append('\n');
    }
    Goldens.check("tree/" + name + ".txt", all.toString());
  }

  private static Set<String> records(Class<?>... sealed) {
    return Stream.of(sealed)
        .flatMap(type -> Arrays.stream(type.getPermittedSubclasses()))
        .map(Class::getName)
        .collect(Collectors.toSet());
  }

  private static Set<String> constants(Class<?>... enums) {
    return Stream.of(enums)
        .flatMap(type -> Arrays.stream(type.getEnumConstants()))
        .map(constant -> ((Enum<?>) constant))
        .map(one -> one.getDeclaringClass().getName() + "." + one.name())
        .collect(Collectors.toSet());
  }

  private static List<String> statements(Path file) throws IOException {
    List<String> statements = new ArrayList<>();
    for (Item item : Items.of(file)) {
      if (item instanceof Item.Sql sql) {
        statements.add(sql.statement().text());
      }
    }
    return statements;
  }
}
