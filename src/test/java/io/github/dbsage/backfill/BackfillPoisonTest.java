package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.Problem;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that the server refuses. */
@OnPostgres
final class BackfillPoisonTest {

  private static final String UNDONE =
      "SELECT COALESCE(string_agg(id::text, ',' ORDER BY id), '') FROM t WHERE b IS NULL";

  private static void table(TestDatabase database, String... more) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b text)",
        "INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 3000) i",
        "ANALYZE t");
    database.execute(more);
  }

  private static BackfillReport refused(BackfillEngine.Result result) {
    Problem error = result.error();
    assertThat(error).isNotNull();
    assertThat(error.code()).isEqualTo("BACKFILL_POISON");
    assertThat(result.report().status()).isEqualTo("failed");
    return result.report();
  }

  private static List<String> listed(BackfillReport report) {
    return report.poison().stream().map(row -> row.key() + " " + row.sqlState()).sorted().toList();
  }

  @Test
  void aCheckRefusesTwoRowsAndAllOthersAreFilled(TestDatabase database) {
    table(database, "ALTER TABLE t ADD CHECK (b NOT IN ('v100', 'v2999'))");

    BackfillReport report = refused(Backfills.of("b", "a").batch(500).run(database));

    assertThat(listed(report)).containsExactly("id = 100 23514", "id = 2999 23514");
    assertThat(report.poisoned()).isEqualTo(2);
    assertThat(report.rows()).isEqualTo(2_998);
    assertThat(database.value(UNDONE)).isEqualTo("100,2999");
    assertThat(database.query("SELECT status, errors FROM migration_progress").get(0))
        .containsExactly("failed", "2");
  }

  @Test
  void onlyTheMendedRowsAreTriedByTheSecondRun(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, cnt int NOT NULL DEFAULT 0, bad boolean)",
        "INSERT INTO t SELECT i, 0, i IN (5, 6, 1500) FROM generate_series(1, 3000) i",
        "ALTER TABLE t ADD CHECK (NOT bad OR cnt = 0)",
        "ANALYZE t");
    BackfillReport report = refused(Counted.backfill().run(database));
    assertThat(listed(report)).containsExactly("id = 1500 23514", "id = 5 23514", "id = 6 23514");
    database.execute("UPDATE t SET bad = false WHERE id <> 6");

    report = refused(Counted.backfill().run(database));
    assertThat(listed(report)).containsExactly("id = 6 23514");
    assertThat(report.own()).isEqualTo(2);
    database.execute("UPDATE t SET bad = false");

    report = Counted.backfill().done(database);

    assertThat(report.own()).isEqualTo(1);
    assertThat(report.rows()).isEqualTo(3_000);
    assertThat(database.value("SELECT count(*) FROM t WHERE cnt <> 1")).isEqualTo("0");
  }

  @Test
  void aUniqueConstraintRefusesTheSecondOfTwo(TestDatabase database) {
    table(
        database,
        "UPDATE t SET a = 'same' WHERE id IN (10, 20, 2000)",
        "CREATE UNIQUE INDEX ON t (b)");

    BackfillReport report = refused(Backfills.of("b", "a").workers(1).batch(500).run(database));

    assertThat(listed(report)).hasSize(2).allMatch(row -> row.endsWith(" 23505"));
    assertThat(database.value("SELECT count(*) FROM t WHERE b IS NULL")).isEqualTo("2");
  }

  @Test
  void aDeferredConstraintRefusesAtTheCommit(TestDatabase database) {
    table(
        database,
        "UPDATE t SET a = 'same' WHERE id IN (10, 2000)",
        "ALTER TABLE t ADD UNIQUE (b) DEFERRABLE INITIALLY DEFERRED");

    BackfillReport report = refused(Backfills.of("b", "a").workers(1).batch(500).run(database));

    assertThat(listed(report)).containsExactly("id = 2000 23505");
    assertThat(database.value(UNDONE)).isEqualTo("2000");
  }

  @Test
  void aTriggerRaises(TestDatabase database) {
    table(
        database,
        """
        CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.id = 1 THEN RAISE 'not this one'; END IF;
          IF NEW.id = 2 THEN RAISE 'nor this one' USING ERRCODE = 'ZZ001'; END IF;
          RETURN NEW;
        END$$
        """,
        "CREATE TRIGGER no BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION no()");

    BackfillReport report = refused(Backfills.of("b", "a").batch(500).run(database));

    assertThat(listed(report)).containsExactly("id = 1 P0001", "id = 2 ZZ001");
    assertThat(database.value(UNDONE)).isEqualTo("1,2");
  }

  @Test
  void aValueThatCannotBeCastIsNotTold(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (id bigint PRIMARY KEY, a text, b int)",
        "INSERT INTO t SELECT i, CASE WHEN i = 1000 THEN 'secret' ELSE i::text END"
            + " FROM generate_series(1, 3000) i",
        "ANALYZE t");

    BackfillEngine.Result result =
        Backfills.of("b", "a::int")
            .verify(new io.github.dbsage.model.BackfillSpec.Verification(null, null, null))
            .batch(500)
            .run(database);

    assertThat(listed(refused(result))).containsExactly("id = 1000 22P02");
    assertThat(String.valueOf(result.error())).doesNotContain("secret");
    assertThat(database.value("SELECT error FROM dbsage_extent WHERE state = 'poison'"))
        .doesNotContain("secret");
    assertThat(database.value(UNDONE)).isEqualTo("1000");
  }

  @Test
  void aValueThatIsTooLongForAnIndexIsPoisonToo(TestDatabase database) {
    table(
        database,
        "UPDATE t SET a = (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 400) i)"
            + " WHERE id = 50",
        "CREATE INDEX ON t (b)");

    BackfillReport report = refused(Backfills.of("b", "a").batch(500).run(database));

    assertThat(listed(report)).containsExactly("id = 50 54000");
    assertThat(database.value(UNDONE)).isEqualTo("50");
  }

  @Test
  void asManyAsTheLimitAllowsAreNoFailure(TestDatabase database) {
    table(database, "ALTER TABLE t ADD CHECK (b NOT IN ('v1', 'v2'))");

    BackfillReport report = Backfills.of("b", "a").batch(500).poisonLimit(2).done(database);

    assertThat(report.poisoned()).isEqualTo(2);
    assertThat(database.value(UNDONE)).isEqualTo("1,2");
  }

  @Test
  void oneMoreThanTheLimitAllowsIsAFailure(TestDatabase database) {
    table(database, "ALTER TABLE t ADD CHECK (b NOT IN ('v1', 'v2', 'v3'))");

    assertThat(refused(Backfills.of("b", "a").batch(500).poisonLimit(2).run(database)).poisoned())
        .isEqualTo(3);
    assertThat(database.value(UNDONE)).isEqualTo("1,2,3");
  }

  @Test
  void poisonIsFoundInPhysicalOrderToo(TestDatabase database) {
    database.execute(
        "CREATE TABLE t (a text, b text CHECK (b NOT IN ('v7', 'v1700')))",
        "INSERT INTO t SELECT 'v' || i FROM generate_series(1, 3000) i",
        "ANALYZE t");

    BackfillReport report = refused(Backfills.of("b", "a").batch(500).run(database));

    assertThat(report.key()).isEqualTo("ctid");
    assertThat(report.poisoned()).isEqualTo(2);
    assertThat(database.value("SELECT string_agg(a, ',' ORDER BY a) FROM t WHERE b IS NULL"))
        .isEqualTo("v1700,v7");
  }
}
