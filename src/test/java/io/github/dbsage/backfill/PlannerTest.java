package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec.Mode;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnPostgres
final class PlannerTest {

  private TestDatabase fresh;
  private Database database;
  private Session session;

  @BeforeEach
  void open(TestDatabase fresh) {
    this.fresh = fresh;
    database = Database.at(fresh.target(), "planner test");
    session = database.open();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Layout plan(Asked asked) {
    return Planner.plan(session, asked.spec(), Asked.SOURCE);
  }

  /** Where a row is, as an engine would ask. */
  private static String within(Layout layout, Extent extent, String alias) {
    List<String> conditions = new ArrayList<>(List.of("true"));
    List<String> lower = extent.lower();
    List<String> upper = extent.upper();
    if (lower != null) {
      conditions.add(layout.key().from(alias, lower));
    }
    if (upper != null) {
      conditions.add(
          extent.closed() ? layout.key().upTo(alias, upper) : layout.key().below(alias, upper));
    }
    return String.join(" AND ", conditions);
  }

  /** Checks that each row is in one extent; returns the extents' rows. */
  private List<Long> counts(Layout layout, String table) {
    String alias = '"' + table + '"';
    List<Long> counts =
        layout.extents().stream()
            .map(
                extent ->
                    session.one(
                        "SELECT count(*) FROM "
                            + extent.relation()
                            + " WHERE "
                            + within(layout, extent, alias),
                        row -> row.number(1)))
            .toList();
    String union =
        layout.extents().stream()
            .map(
                extent ->
                    "SELECT "
                        + alias
                        + ".tableoid, "
                        + alias
                        + ".ctid FROM "
                        + extent.relation()
                        + " WHERE "
                        + within(layout, extent, alias))
            .collect(Collectors.joining(" UNION ALL "));
    String all = "SELECT count(*) FROM " + alias;
    if (union.isEmpty()) {
      assertThat(session.<Long>one(all, row -> row.number(1))).isZero();
      return counts;
    }
    assertThat(
            session.<String>one(
                "SELECT count(*) || ' ' || count(DISTINCT (tableoid, ctid)) || ' ' || ("
                    + all
                    + ") FROM ("
                    + union
                    + ") u",
                row -> row.string(1)))
        .matches("(\\d+) \\1 \\1");
    return counts;
  }

  /** The same with extents of few rows, as if the table were large. */
  private Layout cut(Asked asked, String table, int pieces) {
    Layout layout = plan(asked);
    Cuts cuts = new Cuts(session, layout.key());
    cuts.add(onlyPiece(asked), pieces);
    Layout many =
        new Layout(
            false,
            layout.key(),
            cuts.extents(),
            layout.batchRows(),
            1,
            layout.expectedRows(),
            false,
            List.of(),
            null);
    counts(many, table);
    return many;
  }

  private Piece onlyPiece(Asked asked) {
    return TableReading.read(session, asked.spec(), Asked.SOURCE).pieces().get(0);
  }

  private void fill(String columns, String rows) {
    session.send("CREATE TABLE t (" + columns + ", v int); INSERT INTO t " + rows);
  }

  @Test
  void coversNegativeIdsAndGaps() {
    fill("id int PRIMARY KEY", "SELECT n * n * sign(n) FROM generate_series(-3000, 3000) n");
    Layout layout = cut(Asked.of("t"), "t", 40);
    assertThat(plan(Asked.of("t")).dense()).isFalse();
    assertThat(layout.extents()).hasSize(40);
    assertThat(layout.extents().get(39).upper()).containsExactly("9000000");
    assertThat(counts(layout, "t")).allSatisfy(n -> assertThat(n).isBetween(120L, 180L));
  }

  @Test
  void coversTheLastAndTheFirstBigint() {
    fill(
        "id bigint PRIMARY KEY",
        "VALUES (-9223372036854775808), (-1), (0), (5), (9223372036854775806), (9223372036854775807)");
    Layout layout = cut(Asked.of("t"), "t", 3);
    assertThat(layout.extents().get(2).upper()).containsExactly("9223372036854775807");
    assertThat(counts(plan(Asked.of("t")), "t")).containsExactly(6L);
  }

  @Test
  void cutsDenseNumbersByArithmetic() {
    fill("id bigint PRIMARY KEY", "SELECT 9223372036854775807 - n FROM generate_series(0, 999) n");
    Layout layout = cut(Asked.of("t"), "t", 10);
    assertThat(plan(Asked.of("t")).dense()).isTrue();
    assertThat(counts(layout, "t")).hasSize(10).allMatch(n -> n == 100);
  }

  @Test
  void coversTextOfAnyCollation() {
    for (String collation : List.of("\"C\"", "\"und-x-icu\"", "\"de-x-icu\"")) {
      session.send("DROP TABLE IF EXISTS t");
      fill(
          "id text COLLATE " + collation + " PRIMARY KEY",
          "SELECT chr(65 + n % 60) || CASE n % 5 WHEN 0 THEN '''' WHEN 1 THEN '\\' WHEN 2 THEN"
              + " 'ä\"€' WHEN 3 THEN '?😀' ELSE '' END || n FROM generate_series(1, 2000) n"
              + " UNION ALL VALUES ('')");
      assertThat(cut(Asked.of("t"), "t", 50).extents()).hasSize(50);
    }
  }

  @Test
  void coversOtherTypes() {
    for (String type :
        List.of(
            "uuid: md5(n::text)::uuid",
            "timestamptz: '1890-01-01 00:00:00.000001 Europe/Amsterdam'::timestamptz + n * interval '29 days 1 microsecond'",
            "timestamp: CASE n WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' ELSE now()::timestamp"
                + " + n * interval '1 s' END",
            "date: CASE n WHEN 1 THEN '0044-03-15 BC'::date ELSE current_date + n END",
            "numeric: CASE n WHEN 1 THEN 'NaN' ELSE n / 7.0 END",
            "float8: CASE n WHEN 1 THEN 'NaN' WHEN 2 THEN '-infinity' ELSE sqrt(n) END",
            "bytea: decode(md5(n::text), 'hex')",
            "char(40): md5(n::text) || '  '",
            "bit(24): n::bit(24)",
            "inet: '10.0.0.0'::inet + n",
            "\"short\": n")) {
      session.send(
          "DROP TABLE IF EXISTS t; DROP DOMAIN IF EXISTS \"short\"; CREATE DOMAIN \"short\" AS int"
              + " CHECK (VALUE > 0)");
      String[] parts = type.split(": ", 2);
      fill(
          "id " + parts[0] + " PRIMARY KEY",
          "SELECT (" + parts[1] + ")::" + parts[0] + " FROM generate_series(1, 500) n");
      Layout layout = cut(Asked.of("t").key("id"), "t", 7);
      assertThat(layout.extents()).as(type).hasSize(7);
      assertThat(
              session.<Long>one(
                  "SELECT count(DISTINCT " + layout.key().hash("t") + " & 7) FROM t",
                  row -> row.number(1)))
          .as(type)
          .isEqualTo(8);
      List<String> bound = Objects.requireNonNull(layout.extents().get(3).lower());
      assertThat(
              session.<Long>one(
                  "SELECT count(*) FROM t WHERE " + layout.key().is("t", bound),
                  row -> row.number(1)))
          .as(type)
          .isEqualTo(1);
    }
  }

  @Test
  void coversCompositeKeysAndTheRowsOfAPrefix() {
    fill(
        "a int, b text, \"order\" bigint, PRIMARY KEY (a, b, \"order\")",
        "SELECT n / 100, 'b' || n % 10, n FROM generate_series(1, 3000) n");
    Layout layout = cut(Asked.of("t"), "t", 20);
    assertThat(layout.extents()).hasSize(20);
    assertThat(layout.key().shown()).isEqualTo("a, b, order");
    assertThat(
            session.<String>one(
                "SELECT count(*) FILTER (WHERE "
                    + layout.key().upTo("t", List.of("9", "b3"))
                    + ") || ' ' || count(*) FILTER (WHERE "
                    + layout.key().after("t", List.of("9", "b3"))
                    + ") FROM t",
                row -> row.string(1)))
        .isEqualTo("939 2061");
  }

  @Test
  void takesNoneOneAndTwoRows() {
    fill("id int PRIMARY KEY", "SELECT 1 WHERE false");
    assertThat(plan(Asked.of("t")).extents()).isEmpty();
    assertThat(plan(Asked.of("t").key("ctid")).extents()).isEmpty();
    assertThat(plan(Asked.of("t").mode(Mode.AUTO)).extents())
        .containsExactly(Extent.all("ONLY \"public\".\"t\" AS \"t\""));
    session.send("CREATE TABLE bare (id int, v int) PARTITION BY LIST (id)");
    assertThat(plan(Asked.of("bare").notIdempotent()).extents()).isEmpty();
    session.send("INSERT INTO t VALUES (5)");
    assertThat(plan(Asked.of("t")).extents())
        .containsExactly(new Extent("ONLY \"public\".\"t\" AS \"t\"", null, List.of("5"), true));
    assertThat(plan(Asked.of("t").key("ctid")).extents())
        .containsExactly(
            new Extent("ONLY \"public\".\"t\" AS \"t\"", null, List.of("(1,0)"), false));
    session.send("INSERT INTO t VALUES (-5)");
    assertThat(counts(plan(Asked.of("t")), "t")).containsExactly(2L);
  }

  @Test
  void takesPartitionsAndChildrenOneByOne() {
    session.send(
        """
        CREATE TABLE p (id bigint, d int, v int, PRIMARY KEY (d, id)) PARTITION BY RANGE (d);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        CREATE TABLE "p 2" (v int, extra_dropped int, d int NOT NULL, id bigint NOT NULL);
        ALTER TABLE "p 2" DROP COLUMN extra_dropped;
        ALTER TABLE p ATTACH PARTITION "p 2" FOR VALUES FROM (10) TO (20);
        CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (20) TO (30) PARTITION BY LIST (id);
        CREATE TABLE p3a PARTITION OF p3 DEFAULT;
        INSERT INTO p SELECT n, n % 30, 0 FROM generate_series(1, 3000) n;
        CREATE TABLE parent (id int PRIMARY KEY, v int);
        CREATE TABLE child (more int, PRIMARY KEY (id)) INHERITS (parent);
        INSERT INTO parent SELECT generate_series(1, 10);
        INSERT INTO child SELECT generate_series(5, 20)
        """);
    Layout layout = plan(Asked.of("p"));
    assertThat(layout.extents())
        .extracting(Extent::relation)
        .containsExactly(
            "ONLY \"public\".\"p 2\" AS \"p\"",
            "ONLY \"public\".\"p1\" AS \"p\"",
            "ONLY \"public\".\"p3a\" AS \"p\"");
    assertThat(layout.extents().get(1).upper()).containsExactly("9", "2979");
    counts(layout, "p");
    counts(plan(Asked.of("p").key("ctid")), "p");
    assertThat(plan(Asked.of("p")).expectedRows()).isEqualTo(3000);
    Layout inherited = plan(Asked.of("parent"));
    assertThat(counts(inherited, "parent")).containsExactlyInAnyOrder(10L, 16L);
  }

  @Test
  void goesOverThePartitionedTableWhereRowsMoveOrAStatementNamesIt() {
    session.send(
        """
        CREATE TABLE p (id bigint NOT NULL, d int, v int) PARTITION BY RANGE ((d + 1));
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10) TO (1000);
        CREATE INDEX ON p (id);
        INSERT INTO p SELECT n, n % 30, 0 FROM generate_series(1, 3000) n
        """);
    for (Asked asked :
        List.of(
            Asked.of("p").set("d").key("id"),
            Asked.of("p").statement("UPDATE p x SET v = 1 WHERE {chunk}", "x").key("id"))) {
      assertThat(plan(asked).extents())
          .containsExactly(new Extent("\"public\".\"p\" AS \"p\"", null, List.of("3000"), true));
      assertThat(counts(cut(asked, "p", 6), "p")).hasSize(6);
    }
    Problems.assertThat(() -> plan(Asked.of("p").set("d").key("ctid")))
        .isEqualTo(
            """
            migrations/20260101120000_fill.backfill.yaml:4:6 BACKFILL_KEY
            This backfill cannot go along ctid.
            rows move between partitions
            Name a key of columns.""");
  }

  @Test
  void findsRangesByIndexOrByPlace() {
    session.send(
        """
        CREATE TABLE t (id bigint PRIMARY KEY, a int NOT NULL, b text COLLATE "C" NOT NULL, v int,
          UNIQUE (a, b));
        INSERT INTO t SELECT n * 3, n / 10, md5(n::text), 0 FROM generate_series(1, 200000) n
        """);
    assertThat(plan(Asked.of("t")).expectedRows()).isBetween(190_000L, 210_000L);
    session.send("ANALYZE t");
    assertThat(plan(Asked.of("t").mode(Mode.AUTO)).choices())
        .contains("batches: about 200,000 rows, 100,000 or more");
    for (Asked asked :
        List.of(Asked.of("t"), Asked.of("t").key("a", "b"), Asked.of("t").key("ctid"))) {
      Layout layout = plan(asked);
      assertThat(layout.extents()).hasSize(13);
      assertThat(counts(layout, "t"))
          .allSatisfy(count -> assertThat(count).isBetween(3_000L, 45_000L));
      Layout fine = cut(asked, "t", 64);
      Extent extent = fine.extents().get(20);
      String explained =
          String.join(
              "\n",
              session.query(
                  "EXPLAIN SELECT * FROM "
                      + extent.relation()
                      + " WHERE "
                      + within(fine, extent, "t"),
                  row -> row.string(1)));
      assertThat(explained)
          .containsPattern(Pattern.compile("Index Scan|Index Cond|Tid Range Scan"))
          .doesNotContain("Seq Scan");
    }
  }

  @Test
  void tellsWhatItChoseAndWhy() {
    session.send(
        """
        CREATE TABLE t (id bigint PRIMARY KEY, a int, b int, v int);
        CREATE INDEX ON t (a);
        CREATE INDEX ON t (b) WHERE a > 0;
        INSERT INTO t SELECT n, 1, 1 FROM generate_series(1, 1234) n;
        CREATE TABLE u (id uuid PRIMARY KEY, v int, doc jsonb, t text) WITH (fillfactor = 50);
        CREATE INDEX ON u ((v + 1));
        INSERT INTO u
          SELECT gen_random_uuid(), 1, '{}', repeat(md5(n::text), 40) FROM generate_series(1, 200) n;
        CREATE TABLE n (a int NOT NULL, b int, v int, UNIQUE (a, b));
        INSERT INTO n SELECT 1, 2 FROM generate_series(1, 1)
        """);
    assertThat(plan(Asked.of("t").mode(Mode.AUTO)).choices())
        .containsExactly(
            "key: id, the primary key", "one UPDATE: about 1,200 rows, fewer than 100,000");
    assertThat(plan(Asked.of("t")).choices())
        .containsExactly(
            "key: id, the primary key",
            "batches: the file says mode: batched",
            "batches of 5,000 rows at first: a row has about 46 bytes",
            "16 interleaved passes: 3 indexes, no room on the pages (fillfactor 100), v is not"
                + " indexed");
    assertThat(plan(Asked.of("t").set("a").batchRows(7)).choices())
        .contains(
            "batches of 7 rows at first: the file says so",
            "one pass: a is in an index, which needs new entries anyway");
    assertThat(
            plan(Asked.of("t").set("v").passes(4).throttledBy("SELECT 0").mode(Mode.AUTO))
                .choices())
        .contains(
            "batches, though it is about 1,200 rows: one UPDATE could not heed throttle.sql",
            "4 interleaved passes: the file says so");
    assertThat(plan(Asked.of("u").set("doc")).choices())
        .containsExactly(
            "key: ctid, the physical order: id is random, so its neighbours lie on different pages",
            "batches: the file says mode: batched",
            "batches of 500 rows at first: a row has about 2.7 KB, JSON among it",
            "one pass: there is room on the pages (fillfactor 50)");
    assertThat(plan(Asked.of("u")).choices())
        .contains("one pass: v is in an index, which needs new entries anyway");
    assertThat(plan(Asked.of("u").notIdempotent()).choices()).contains("key: id, the primary key");
    assertThat(plan(Asked.of("n")).choices())
        .contains(
            "key: ctid, the physical order: there is no primary key and no unique index without"
                + " NULL that would do",
            "one pass: one index, too few for interleaved ones to pay");
    assertThat(plan(Asked.of("n").key("a", "b")).choices())
        .contains(
            "key: ctid, the physical order, not a, b as the file says: b may be NULL, and such rows"
                + " are in no range");
    session.send("ALTER TABLE n ALTER b SET NOT NULL");
    assertThat(plan(Asked.of("n").mode(Mode.SINGLE)).choices())
        .containsExactly(
            "key: a, b, of a unique index without NULL", "one UPDATE: the file says mode: single");
  }

  @Test
  void passesOverSummarizingIndexesWhereTheServerDoes() {
    session.send(
        """
        CREATE TABLE t (id int PRIMARY KEY, v int, w int);
        CREATE INDEX ON t USING brin (v);
        CREATE INDEX ON t (id) WHERE w > 0;
        INSERT INTO t VALUES (1)
        """);
    assertThat(plan(Asked.of("t")).passes()).isEqualTo(fresh.major() < 16 ? 1 : 16);
    assertThat(plan(Asked.of("t").set("w")).passes()).isEqualTo(1);
    assertThat(plan(Asked.of("t").statement("SELECT {chunk}", "t").key("ctid").passes(8)).choices())
        .contains("one pass, whatever the file says: interleaved ones along ctid need set:");
  }

  @Test
  void followsUuidsThatGrowWithTime() {
    session.send(
        """
        CREATE TABLE t (id uuid PRIMARY KEY, v int);
        INSERT INTO t SELECT lpad(to_hex(n), 32, '0')::uuid FROM generate_series(1, 5000) n
        """);
    assertThat(plan(Asked.of("t")).choices()).contains("key: id, the primary key");
    session.send("ANALYZE t");
    assertThat(plan(Asked.of("t")).choices()).contains("key: id, the primary key");
    session.send(
        "TRUNCATE t; INSERT INTO t SELECT gen_random_uuid() FROM generate_series(1, 5000)");
    session.send("ANALYZE t");
    assertThat(plan(Asked.of("t")).key()).isEqualTo(Key.TID);
  }

  @Test
  void notesTheTriggersThatKeepTheColumnTrue() {
    session.send(
        """
        CREATE TABLE t (id int PRIMARY KEY, v int);
        CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER sync BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER also AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER gone BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER once BEFORE UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION f();
        CREATE TRIGGER mute BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();
        ALTER TABLE t DISABLE TRIGGER mute;
        ALTER TABLE t ENABLE ALWAYS TRIGGER sync
        """);
    assertThat(plan(Asked.of("t")).guard()).isEqualTo("also=O,sync=A");
    session.send("DROP TRIGGER sync ON t; DROP TRIGGER also ON t");
    assertThat(plan(Asked.of("t")).guard()).isNull();
  }

  @Test
  void leavesWhatAnExtensionComparesAlone() {
    fresh.asSuperuser().execute("CREATE EXTENSION IF NOT EXISTS citext SCHEMA public");
    session.send("CREATE TABLE t (id citext PRIMARY KEY, v int); INSERT INTO t VALUES ('a')");
    assertThat(plan(Asked.of("t")).key()).isEqualTo(Key.TID);
  }
}
