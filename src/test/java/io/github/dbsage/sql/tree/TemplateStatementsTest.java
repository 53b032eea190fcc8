package io.github.dbsage.sql.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Script;
import io.github.dbsage.sql.Statement;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The statements that migrations leave out are recognised by their tokens; PostgreSQL's grammar
 * must see nothing in them that would be lost.
 */
final class TemplateStatementsTest {

  private static final Grammar GRAMMAR = new Grammar(new TreeCache(null));

  private static final Set<String> COLUMNS =
      Set.of(
          "version text",
          "name text",
          "applied_at timestamptz",
          "applied_by text",
          "execution_time_ms integer",
          "success boolean",
          "checksum text",
          "rollback_script text",
          "notes text");

  private static final Set<String> PROGRESS_COLUMNS =
      Set.of(
          "migration_name text",
          "last_processed_id bigint",
          "total_processed bigint",
          "started_at timestamptz",
          "updated_at timestamptz");

  private static final Set<String> CALLS =
      Set.of(
          "now",
          "clock_timestamp",
          "statement_timestamp",
          "transaction_timestamp",
          "extract",
          "date_part",
          "age",
          "round",
          "trunc",
          "floor",
          "ceil",
          "ceiling");

  private static final Pattern TOKEN =
      Pattern.compile(
          "--[^\\n]*\\n|\\$(\\w*)\\$.*?\\$\\1\\$|'[^']*'|\\w+|::|\\s+|.", Pattern.DOTALL);

  /** What is put in the place of a token, or before it. */
  private static final List<String> STRANGE =
      List.of(
          "",
          ",",
          "(",
          ")",
          "=",
          "*",
          "x",
          "1",
          "'2'",
          "not",
          "null",
          "unique",
          "true",
          "select",
          "(SELECT f())",
          "f()",
          "OR true",
          "AND true",
          "FROM other",
          "RETURNING 1",
          "USING brin",
          "::text",
          "'a', 'b'",
          "notes = 'x',",
          "CHECK (f())",
          "DEFAULT f()",
          "REFERENCES other");

  private static final String REFUSED =
      "syntax error at or near \"(not|null|unique|true|select|\\*|'e3b0\\w+')\"";

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @Test
  void knowsManySpellings() throws IOException {
    for (String sql : printed()) {
      for (String spelling : spellings(sql)) {
        assertThat(isLeftOut(spelling)).as(spelling).isTrue();
        check(spelling);
      }
    }
    for (String sql :
        List.of(
            "INSERT INTO schema_migrations (version, name) VALUES ('1', E'a\\'b') ON CONFLICT DO"
                + " NOTHING",
            "INSERT INTO schema_migrations (name, version, success, applied_at, notes, applied_by,"
                + " execution_time_ms) VALUES ($$a$$, '1'::text, TRUE, now(), NULL, user, 0)",
            "INSERT INTO schema_migrations (version, name) VALUES ('1', 'a') ON CONFLICT (version)"
                + " DO UPDATE SET name = EXCLUDED.name, success = false, applied_at = now()",
            "INSERT INTO schema_migrations (version, name) VALUES ('1', 'a') ON CONFLICT ON"
                + " CONSTRAINT schema_migrations_pkey DO NOTHING",
            "UPDATE schema_migrations SET success = true WHERE version = '1'",
            "UPDATE ONLY schema_migrations SET notes = 'b', success = true WHERE version = $$1$$",
            "UPDATE schema_migrations SET success = true, execution_time_ms ="
                + " (EXTRACT(EPOCH FROM clock_timestamp() - applied_at) * 1000)::int WHERE version"
                + " = '1'",
            "UPDATE schema_migrations SET success = true, execution_time_ms ="
                + " round(date_part('epoch', age(now(), applied_at)) * 1000) WHERE version = '1'",
            "UPDATE schema_migrations SET success = true, execution_time_ms = CAST(coalesce(1,"
                + " greatest(2, 3)) AS double precision)::integer WHERE version = '1'",
            "CREATE TABLE schema_migrations (notes text, rollback_script text, checksum text not"
                + " null, success bool default false, execution_time_ms int, applied_by text,"
                + " applied_at timestamp with time zone default current_timestamp, name text null"
                + " not null, version text, primary key (version))",
            "CREATE INDEX IF NOT EXISTS idx_migrations_applied_at ON public.schema_migrations USING"
                + " btree (applied_at DESC)")) {
      boolean loose = sql.contains("null not null");
      assertThat(isLeftOut(sql)).as(sql).isEqualTo(!loose);
      if (!loose) {
        check(sql);
      }
    }
  }

  @Test
  void leavesOutNothingThatWouldBeLost() throws IOException {
    int met = 0;
    int leftOut = 0;
    for (String sql : printed()) {
      List<String> tokens = tokens(sql);
      for (int i = 0; i < tokens.size(); i++) {
        for (String strange : STRANGE) {
          for (String changed :
              List.of(join(tokens, i, i + 1, strange), join(tokens, i, i, strange))) {
            met++;
            if (isLeftOut(changed)) {
              leftOut++;
              check(changed);
            }
          }
        }
      }
    }
    assertThat(met).isGreaterThan(10_000);
    assertThat(leftOut).isGreaterThan(met / 100).isLessThan(met / 5);
  }

  /** As the migration plan template prints them. */
  private static List<String> printed() throws IOException {
    List<String> all = new ArrayList<>();
    for (String file :
        List.of("/template/setup.sql", "/template/progress.sql", "/checksum/template.sql")) {
      try (InputStream in =
          Objects.requireNonNull(TemplateStatementsTest.class.getResourceAsStream(file))) {
        statements(new String(in.readAllBytes(), StandardCharsets.UTF_8)).stream()
            .map(Statement::text)
            .filter(text -> text.contains("migration") && !text.startsWith("DO"))
            .filter(text -> !text.startsWith("SELECT"))
            .forEach(all::add);
      }
    }
    assertThat(all).hasSize(7);
    return all;
  }

  private static List<String> spellings(String sql) {
    List<String> tokens = tokens(sql);
    List<String> all = new ArrayList<>();
    all.add(sql);
    all.add(map(tokens, word -> word.toUpperCase(Locale.ROOT)));
    all.add(map(tokens, word -> word.toLowerCase(Locale.ROOT)));
    all.add(String.join("/* a */", tokens.stream().filter(t -> !t.isBlank()).toList()));
    all.add(
        tokens.stream()
            .filter(t -> !t.isBlank() && !t.startsWith("--"))
            .collect(Collectors.joining("\n-- b\n\t")));
    all.add(sql.replace("public.schema_migrations", "schema_migrations"));
    all.add(
        sql.replaceAll("(?:public\\.)?schema_migrations(?=[ (\\n])", "audit.schema_migrations"));
    all.add(
        map(
            tokens,
            word ->
                word.matches("version|name|notes|schema_migrations|public|applied_at")
                    ? '"' + word + '"'
                    : word));
    return all;
  }

  private static String map(List<String> tokens, java.util.function.UnaryOperator<String> change) {
    return tokens.stream()
        .map(token -> token.matches("\\w+") ? change.apply(token) : token)
        .collect(Collectors.joining());
  }

  private static String join(List<String> tokens, int to, int from, String between) {
    return String.join("", tokens.subList(0, to))
        + (" " + between + " ")
        + String.join("", tokens.subList(from, tokens.size()));
  }

  private static List<String> tokens(String sql) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sql);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private static List<Statement> statements(String text) throws IOException {
    List<Statement> statements = new ArrayList<>();
    try (Script script = Script.open(new Whole(text), Placeholders.off())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        if (item instanceof Item.Sql sql) {
          statements.add(sql.statement());
        }
      }
    }
    return statements;
  }

  private static @Nullable Command only(String sql) throws IOException {
    List<Statement> statements = statements(sql);
    return statements.size() == 1 ? statements.get(0).command() : null;
  }

  private static boolean isLeftOut(String sql) throws IOException {
    Command command = only(sql);
    return (command instanceof Command.HistoryWrite write && write.row() != null)
        || (command instanceof Command.Setup setup && setup.fits());
  }

  /** The grammar sees the same statement, and nothing beside it. */
  private static void check(String sql) throws IOException {
    Parsed parsed = GRAMMAR.parse(sql);
    if (parsed instanceof Parsed.Refusal refusal) {
      // A reserved word as a name: it would not have run either.
      assertThat(refusal.message()).as(sql).matches(REFUSED);
      return;
    }
    assertThat(parsed).as(sql).isInstanceOf(Parsed.Trees.class);
    Tree tree = ((Parsed.Trees) parsed).statements().get(0).tree();
    if (tree instanceof Tree.Insert insert) {
      assertThat(insert.target().name()).as(sql).isEqualTo("schema_migrations");
      assertThat(insert.fromQuery()).as(sql).isFalse();
      harmless(sql, insert.mentions());
    } else if (tree instanceof Tree.Update update) {
      update(sql, update);
    } else if (tree instanceof Tree.CreateTable table) {
      table(sql, table);
    } else if (tree instanceof Tree.CreateIndex index) {
      assertThat(index.table().name()).as(sql).isEqualTo("schema_migrations");
      assertThat(index.expressions() || index.unique() || index.concurrently()).as(sql).isFalse();
      assertThat(index.columns()).as(sql).hasSize(1);
      assertThat(index.method()).as(sql).isEqualTo("btree");
    } else {
      assertThat(tree).as(sql).isEqualTo(new Tree.Other("CommentStmt"));
    }
  }

  private static void update(String sql, Tree.Update update) throws IOException {
    assertThat(update.target().name()).as(sql).isEqualTo("schema_migrations");
    assertThat(update.hasFrom()).as(sql).isFalse();
    assertThat(update.columns())
        .as(sql)
        .contains("success")
        .isSubsetOf("success", "execution_time_ms", "notes");
    String version =
        Objects.requireNonNull(((Command.HistoryWrite) Objects.requireNonNull(only(sql))).row())
            .version()
            .text();
    Expr.Operation where = (Expr.Operation) Objects.requireNonNull(update.where());
    assertThat(where.operator()).as(sql).isEqualTo("=");
    assertThat(((Expr.Column) Objects.requireNonNull(where.left())).path())
        .as(sql)
        .containsExactly("version");
    Expr right = Objects.requireNonNull(where.right());
    while (right instanceof Expr.Cast cast) {
      right = cast.value();
    }
    assertThat(((Expr.Constant) right).text()).as(sql).isEqualTo(version);
    harmless(sql, update.mentions());
  }

  private static void harmless(String sql, Mentions mentions) {
    assertThat(mentions.writes()).as(sql).isEmpty();
    assertThat(mentions.relations().stream().map(QualifiedName::name))
        .as(sql)
        .isSubsetOf("schema_migrations");
    for (Expr call : mentions.calls()) {
      if (call instanceof Expr.Call one) {
        assertThat(one.function().name()).as(sql).isIn(CALLS);
      }
    }
  }

  private static void table(String sql, Tree.CreateTable table) {
    boolean progress = table.name().name().equals("migration_progress");
    assertThat(table.columns().stream().map(c -> c.name() + " " + c.type()))
        .as(sql)
        .containsExactlyInAnyOrderElementsOf(progress ? PROGRESS_COLUMNS : COLUMNS);
    assertThat(table.persistence()).as(sql).isEqualTo(Tree.Persistence.PERMANENT);
    assertThat(table.foreign() || table.isPartition() || table.partitioned()).as(sql).isFalse();
    assertThat(table.parents()).as(sql).isEmpty();
    assertThat(table.likes()).as(sql).isEmpty();
    List<Constraint> constraints = new ArrayList<>(table.constraints());
    for (Column column : table.columns()) {
      assertThat(column.collation()).as(sql).isNull();
      constraints.addAll(column.constraints());
    }
    for (Constraint constraint : constraints) {
      assertThat(constraint.kind())
          .as(sql)
          .isIn(
              Constraint.Kind.PRIMARY_KEY,
              Constraint.Kind.CHECK,
              Constraint.Kind.DEFAULT,
              Constraint.Kind.NOT_NULL,
              Constraint.Kind.NULL);
      assertThat(constraint.notValid()).as(sql).isFalse();
      Expr expression = constraint.expression();
      if (expression != null) {
        for (Expr one : expression.all()) {
          if (one instanceof Expr.Call call) {
            assertThat(call.function().name()).as(sql).isIn("now", "length");
          }
        }
      }
    }
  }

  private record Whole(String text) implements Source {
    @Override
    public String file() {
      return "20251027120000_add_users_table.sql";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
