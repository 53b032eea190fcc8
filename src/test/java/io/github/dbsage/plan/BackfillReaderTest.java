package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Mismatches;
import io.github.dbsage.model.BackfillSpec.Mode;
import io.github.dbsage.model.BackfillSpec.Passes;
import io.github.dbsage.model.BackfillSpec.Preset;
import io.github.dbsage.model.BackfillSpec.Sample;
import io.github.dbsage.model.BackfillSpec.Throttling;
import io.github.dbsage.model.BackfillSpec.Verification;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a backfill's file asks for, and what is said of one that is wrong. */
final class BackfillReaderTest {

  private static final String FILE = "20260101000000_fill.backfill.yaml";
  private static final String SHORTEST = "table: users\nset: {b: a}\n";

  @TempDir Path base;

  private BackfillSpec spec(String yaml) {
    Folder folder = new Folder(base).migration(FILE, yaml);
    assertThat(folder.findings()).as(yaml).isEmpty();
    return ((BackfillStep) folder.read().steps().get(0)).spec();
  }

  private BackfillSpec stating(String statement) {
    return spec("table: public.users\nstatement: |-\n  " + statement + "\n");
  }

  /** What is said, without the file's name and what is the same in all. */
  private List<String> said(String yaml) {
    return new Folder(base)
        .migration(FILE, yaml).findings().stream()
            .map(one -> one.replace(FILE + ":", "").replace(" PLAN_KEY error:", ""))
            .toList();
  }

  @Test
  void everyKeyIsRead() throws IOException {
    BackfillSpec spec =
        spec(Files.readString(Path.of("src/test/resources/backfills/every-key.yaml")));
    assertThat(spec)
        .usingRecursiveComparison()
        .ignoringFields("hash", "places")
        .isEqualTo(
            new BackfillSpec(
                "users_email_address",
                new QualifiedName("public", "users"),
                spec.set(),
                null,
                null,
                "email_address IS NULL",
                List.of("id"),
                Mode.BATCHED,
                500,
                Duration.ofMillis(100),
                4,
                true,
                false,
                new Passes(8),
                false,
                new Throttling(Preset.HEAVY, 50, Duration.ofSeconds(10), "SELECT 0.5"),
                Duration.ofMillis(80),
                3,
                new Verification(
                    1L,
                    new Mismatches(
                        "SELECT count(*) FROM users WHERE email_address IS DISTINCT FROM email", 2),
                    new Sample("SELECT * FROM users", 5)),
                "UPDATE public.users SET email_address = NULL",
                spec.hash(),
                spec.places()));
    assertThat(List.copyOf(spec.set().entrySet()))
        .containsExactly(
            Map.entry("email_address", "email"),
            Map.entry("active", "true"),
            Map.entry("visits", "0"),
            Map.entry("note", "NULL"));
  }

  @Test
  void everyValueHasItsPlace() throws IOException {
    BackfillSpec spec =
        spec(Files.readString(Path.of("src/test/resources/backfills/every-key.yaml")));
    assertThat(spec.places()).hasSize(34);
    assertThat(spec.places().get("set.email_address"))
        .hasToString(Folder.MIGRATIONS + FILE + ":3:23");
    assertThat(spec.places().get("batch.size")).hasToString(Folder.MIGRATIONS + FILE + ":7:16");
    assertThat(spec.places().get("verify.mismatches.sql"))
        .hasToString(Folder.MIGRATIONS + FILE + ":18:22");
  }

  @Test
  void whatIsLeftOutHasItsUsualValue() {
    BackfillSpec spec = spec(SHORTEST);
    assertThat(spec)
        .usingRecursiveComparison()
        .ignoringFields("hash", "places")
        .isEqualTo(
            new BackfillSpec(
                "fill",
                new QualifiedName("public", "users"),
                Map.of("b", "a"),
                null,
                null,
                null,
                List.of(),
                Mode.AUTO,
                null,
                Duration.ofMillis(30),
                2,
                true,
                true,
                Passes.AUTO,
                true,
                new Throttling(Preset.ADAPTIVE, null, null, null),
                Duration.ofMillis(50),
                0,
                new Verification(0L, null, null),
                null,
                spec.hash(),
                spec.places()));
  }

  @Test
  void shortFormsAreTaken() {
    BackfillSpec spec =
        spec(
            SHORTEST
                + "throttle: light\npasses: off\nbatch: {size: auto}\n"
                + "verify: {remaining: off, mismatches: SELECT 0, sample: SELECT 1}\n");
    assertThat(spec.throttle()).isEqualTo(new Throttling(Preset.LIGHT, null, null, null));
    assertThat(spec.passes()).isEqualTo(Passes.OFF);
    assertThat(spec.verify())
        .isEqualTo(
            new Verification(null, new Mismatches("SELECT 0", 0), new Sample("SELECT 1", 100)));
    assertThat(spec.places()).containsKeys("throttle.preset", "verify.mismatches.sql");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "id;id",
        "'a, b';a|b",
        "[a, B c];a|B c",
        "ctid;ctid",
      })
  void aKeyIsAColumnOrSeveral(String written, String columns) {
    assertThat(spec("table: users\nset: {z: y}\nkey: " + written + "\n").key())
        .isEqualTo(List.of(columns.split("\\|")));
  }

  @Test
  void namesInSqlsQuotesAreTablesAsTheCatalogHasThem() {
    assertThat(spec("table: '\"My Schema\".\"Users\"'\nset: {\"Full Name\": a}\n").table())
        .isEqualTo(new QualifiedName("My Schema", "Users"));
  }

  @Test
  void commentsAndTheLastSemicolonAreNoPartOfTheSql() {
    BackfillSpec spec =
        spec(
            "table: users\nstatement: |\n  DELETE FROM users -- {chunk} is the batch\n"
                + "  WHERE /* one */ { chunk } ; -- done\n");
    assertThat(spec.statement()).isEqualTo("DELETE FROM users  \nWHERE   {chunk}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "UPDATE users SET a = 1 WHERE {chunk};\"users\"",
        "UPDATE ONLY public.users u SET a = 1 WHERE {chunk};u",
        "UPDATE \"public\" . \"users\" AS \"U\" SET a = o.a FROM other o WHERE {chunk};\"U\"",
        "DELETE FROM users USING other WHERE {chunk} AND other.id = users.id;\"users\"",
        "DELETE FROM other o USING users me WHERE {chunk} AND o.id = me.id;me",
        "INSERT INTO users SELECT * FROM old o JOIN Users u2 ON true WHERE {chunk};u2",
        "INSERT INTO log SELECT id FROM a, users  WHERE {chunk} ON CONFLICT DO NOTHING;\"users\"",
        "WITH gone AS (DELETE FROM users x WHERE {chunk} RETURNING *) INSERT INTO b SELECT * FROM gone;x",
        "UPDATE b SET users = 1 FROM (users q CROSS JOIN c) WHERE {chunk} AND c.users = extract(year FROM b.d);q",
        "UPDATE b SET x = (SELECT max(users.x) FROM users) FROM users k WHERE {chunk};k",
        "UPDATE users SET a = 1 FROM users two WHERE {chunk two};two",
        "MERGE INTO b USING users s ON s.id = b.id AND {chunk} WHEN MATCHED THEN DELETE;s",
        "DELETE FROM log WHERE EXISTS (SELECT FROM users v WHERE v.id = log.id AND {chunk});v",
      })
  void theTablesAliasIsFoundInAStatement(String statement, String qualifier) {
    BackfillSpec spec = stating(statement);
    assertThat(spec.qualifier()).isEqualTo(qualifier);
    assertThat(spec.statement()).isEqualTo(statement.replace("{chunk two}", "{chunk}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{b: a}",
        "{b: lower(a), c: 1}",
        "{b: b(a)}",
        "{b: \"'b' || a\"}",
        "{b: (SELECT o.b FROM other o WHERE o.id = users.a)}",
      })
  void aValueFromOtherColumnsCanBeWrittenTwice(String set) {
    BackfillSpec spec = spec("table: users\nset: " + set + "\n");
    assertThat(spec.idempotent()).isTrue();
    assertThat(spec.verify().remaining()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{n: n + 1}",
        "{n: users.N + 1}",
        "{n: '\"n\" + 1'}",
        "{a: b, b: a}",
        "{b: (SELECT max(o.b) FROM users o)}",
        "{b: random()}",
        "{b: gen_random_uuid()}",
        "{b: \"pg_catalog.nextval('s')\"}",
        "{b: clock_timestamp()}",
        "{b: now()}",
        "{b: CURRENT_TIMESTAMP}",
      })
  void aValueFromItselfOrANewOneEachTimeCannot(String set) {
    BackfillSpec spec = spec("table: users\nset: " + set + "\n");
    assertThat(spec.idempotent()).isFalse();
    assertThat(spec.verify().remaining()).isNull();
    assertThat(spec("table: users\nset: " + set + "\nidempotent: true\n").idempotent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM users WHERE {chunk} AND at < now()",
        "INSERT INTO b SELECT id FROM users WHERE {chunk} ON CONFLICT DO NOTHING",
        "INSERT INTO b SELECT id, n FROM users WHERE {chunk} ON CONFLICT (id) DO UPDATE SET n = EXCLUDED.n",
        "UPDATE users SET a = b.a, c = 1 FROM b WHERE {chunk} AND users.c = b.c",
      })
  void aStatementThatCanBeRunTwice(String statement) {
    assertThat(stating(statement).idempotent()).isTrue();
    assertThat(stating(statement).verify().remaining()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE users SET a = a + 1 WHERE {chunk}",
        "UPDATE users u SET (a, b) = (1, u.\"b\" || 'x') WHERE {chunk}",
        "UPDATE users SET a = random() WHERE {chunk}",
        "UPDATE users SET tags[1] = tags[2] WHERE {chunk}",
        "UPDATE users u SET a = o.a FROM users o WHERE {chunk} AND o.id = u.parent",
        "UPDATE b SET n = b.n + u.n FROM users u WHERE {chunk} AND u.id = b.id",
        "INSERT INTO b SELECT id FROM users WHERE {chunk}",
        "INSERT INTO b SELECT 1 FROM users WHERE {chunk} ON CONFLICT (id) DO UPDATE SET n = b.n + 1",
        "MERGE INTO b USING users ON {chunk} WHEN MATCHED THEN DELETE",
        "SELECT touch(id) FROM users WHERE {chunk}",
      })
  void aStatementThatCannot(String statement) {
    assertThat(stating(statement).idempotent()).isFalse();
  }

  @Test
  void placeholdersAreExpandedAsInSql() {
    Folder folder =
        new Folder(base)
            .migration(
                FILE,
                "table: ${schema}.users\nset:\n  b: \"'${word}' || '$${word}'\"\nworkers: ${n}\n");
    Project project =
        folder.read(folder.request(Map.of("schema", "app", "word", "x", "n", "3"), true));
    assertThat(project.findings()).isEmpty();
    BackfillSpec spec = ((BackfillStep) project.steps().get(0)).spec();
    assertThat(spec.table()).isEqualTo(new QualifiedName("app", "users"));
    assertThat(spec.set()).containsEntry("b", "'x' || '${word}'");
    assertThat(spec.workers()).isEqualTo(3);
    Project off =
        folder
            .migration(FILE, "table: users\nset:\n  b: \"'${word}'\"\n")
            .read(folder.request(Map.of(), false));
    assertThat(off.findings()).isEmpty();
    assertThat(((BackfillStep) off.steps().get(0)).spec().set()).containsEntry("b", "'${word}'");
  }

  @Test
  void aPlaceholderWithoutAValueIsShownWhereItStands() {
    assertThat(said("table: users\nset:\n  b: lower('${word}')\n"))
        .containsExactly(
            "3:13 PLACEHOLDER_UNKNOWN error: The placeholder ${word} has no value | Give it with"
                + " -Ddbsage.placeholders.word=… or in <placeholders> in the POM, or write $${word}"
                + " for the text itself");
  }

  @Test
  void theHashIsOfWhatIsDoneToWhichRows() {
    String hash = "54444b7e09d21e8db1028ba303306e5c57080eb55ae8a487c0eeef200cb02a04";
    assertThat(spec(SHORTEST).hash()).hasToString(hash);
    assertThat(spec("backfill: x\nworkers: 9\nset:\n  b: a -- why\ntable: public.users\n").hash())
        .hasToString(hash);
    assertThat(stating("UPDATE users SET b = a\n  WHERE { chunk  u } -- all").hash())
        .hasToString("93de540dea718f0b0a6ce424f141786f0d32ab748ad76cceb7178fc0e9d3b964")
        .isEqualTo(stating("UPDATE users SET b = a WHERE {chunk u};").hash());
    assertThat(spec(SHORTEST + "where: b IS NULL\nkey: x, id\nidempotent: false\n").hash())
        .hasToString("833442b5f893f9093ea9c529d970cde6d0a6361cf7e6668e9d6123c3c78dac21");
  }

  @Test
  void twoBackfillsOfOneNameAreRefused() {
    Folder folder =
        new Folder(base)
            .migration(FILE, SHORTEST)
            .migration("20260102000000_other.backfill.yaml", "backfill: fill\n" + SHORTEST);
    assertThat(folder.findings())
        .containsExactly(
            "20260102000000_other.backfill.yaml:1:11 PLAN_KEY error: The backfill fill is already"
                + " there at "
                + Folder.MIGRATIONS
                + FILE
                + ":1:1 | Write backfill: and another name: progress is kept under it");
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void whatIsWrongIsSaidWithItsPlace(String yaml, String said) {
    assertThat(said(yaml)).containsExactly(said);
  }

  /** Pairs of a file, its line ends written out, and of what is said of it. */
  static Stream<Arguments> wrong() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/backfills/wrong.txt"));
    return IntStream.range(0, lines.size() / 2)
        .mapToObj(i -> Arguments.of(lines.get(2 * i).replace("\\n", "\n"), lines.get(2 * i + 1)));
  }
}
