package io.github.dbsage.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.TypeChange.Verdict;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which changes of a column's type rewrite the table or its indexes; every answer is measured. */
@OnPostgres
final class TypeChangeTest {

  /** From, to, and what it costs. */
  private static final List<String> TABLE =
      Written.lines(
          """
          varchar(10)        > varchar(10)                      : NONE
          varchar(10)        > varchar(20)                      : NONE
          varchar(10)        > varchar                          : NONE
          varchar(10)        > text                             : NONE
          text               > varchar                          : NONE
          text               > varchar(20)                      : REWRITE
          varchar            > varchar(20)                      : REWRITE
          varchar(20)        > varchar(10)                      : REWRITE
          varchar(10)        > char(20)                         : REWRITE
          char(10)           > char(20)                         : REWRITE
          char(10)           > text                             : REWRITE
          char(10)           > varchar(20)                      : REWRITE
          text               > citext                           : NONE
          citext             > text                             : NONE
          varchar(20)        > citext                           : NONE
          xml                > text                             : NONE
          numeric(10,2)      > numeric(12,2)                    : NONE
          numeric(10,2)      > numeric                          : NONE
          numeric(10)        > numeric(12,0)                    : NONE
          numeric(10,2)      > numeric(12,4)                    : REWRITE
          numeric(12,2)      > numeric(10,2)                    : REWRITE
          numeric            > numeric(10,2)                    : REWRITE
          integer            > numeric(10)                      : REWRITE
          integer            > bigint                           : REWRITE
          integer            > smallint                         : REWRITE
          smallint           > integer                          : REWRITE
          integer            > oid                              : NONE
          bigint             > oid                              : REWRITE
          integer            > text                             : REWRITE
          text               > integer USING c::integer         : REWRITE
          real               > double precision                 : REWRITE
          time(3)            > time(6)                          : NONE
          time               > time(3)                          : REWRITE
          timestamp(3)       > timestamp                        : NONE
          timestamp          > timestamp(6)                     : NONE
          timestamp          > timestamp(3)                     : REWRITE
          timestamptz(3)     > timestamptz(5)                   : NONE
          date               > timestamp                        : REWRITE
          timestamp          > date                             : REWRITE
          interval(3)        > interval                         : NONE
          interval           > interval(3)                      : REWRITE
          interval           > interval year                    : REWRITE
          interval hour      > interval(3)                      : NONE
          bit(8)             > bit(16)                          : REWRITE
          bit(8)             > varbit                           : NONE
          bit(8)             > varbit(16)                       : REWRITE
          varbit(8)          > varbit(16)                       : NONE
          varbit(16)         > varbit(8)                        : REWRITE
          cidr               > inet                             : NONE
          inet               > cidr USING c::cidr               : REWRITE
          json               > jsonb                            : REWRITE
          jsonb              > json                             : REWRITE
          text               > jsonb USING c::jsonb             : REWRITE
          text               > uuid USING c::uuid               : REWRITE
          text               > bytea USING c::bytea             : REWRITE
          varchar(10)[]      > varchar(10)[]                    : NONE
          varchar(10)[]      > varchar[]                        : NONE
          varchar(10)[]      > varchar(20)[]                    : REWRITE
          varchar[]          > text[]                           : REWRITE
          numeric(10,2)[]    > numeric[]                        : NONE
          integer[]          > bigint[]                         : REWRITE
          text               > text[] USING ARRAY[c]            : REWRITE
          varchar(10)        > varchar(20) USING c              : NONE
          varchar(10)        > varchar(20) USING c::varchar(20) : NONE
          varchar(10)        > text USING c::text               : NONE
          varchar(10)        > text USING c::varchar(20)::text  : NONE
          varchar(10)        > varchar(20) USING c::text        : REWRITE
          varchar(10)        > varchar(30) USING c::varchar(20) : NONE
          varchar(30)        > varchar(30) USING c::varchar(20) : REWRITE
          varchar(10)        > text USING (c COLLATE "C")       : NONE
          varchar(10)        > text USING trim(c)               : REWRITE
          varchar(10)        > text USING d                     : REWRITE
          varchar(10)        > text USING 'x'                   : REWRITE
          integer            > bigint USING c                   : REWRITE
          varchar(10)        > text COLLATE "C"                 : NONE
          mood               > mood                             : NONE
          mood               > text                             : CATALOG_DECIDES
          text               > mood USING c::mood               : CATALOG_DECIDES
          text               > short                            : CATALOG_DECIDES
          text               > free                             : CATALOG_DECIDES
          free               > text                             : CATALOG_DECIDES
          timestamp          > timestamptz                      : TIME_ZONE_DECIDES
          timestamptz(3)     > timestamp                        : TIME_ZONE_DECIDES
          timestamp          > timestamptz USING c              : TIME_ZONE_DECIDES
          timestamp(3)       > timestamptz(3)                   : REWRITE
          timestamp          > timestamptz USING c AT TIME ZONE 'UTC' : REWRITE
          """);

  /** Types that might be taken for one another: every pair in a line is tried. */
  private static final List<String> FAMILIES =
      Written.lines(
          """
          text; varchar; varchar(10); varchar(20); bpchar; char(10); char(20); "char"; citext; xml
          int4; int8; numeric; numeric(10); numeric(10,2); numeric(12,2); numeric(12,4); float8
          int4; oid; regclass; regproc; regprocedure; regoper; regoperator; regrole; regtype; xid
          date; timestamp; timestamp(3); timestamp(6); timestamptz; timestamptz(3); timestamptz(6)
          time; time(3); time(6); timetz; timetz(3); interval
          interval; interval(3); interval(6); interval day to second(3); interval second(3)
          interval; interval(6); interval year; interval year to month; interval day; interval hour
          bit(8); bit(16); varbit; varbit(8); varbit(16)
          cidr; inet; macaddr; text; json; jsonb
          text[]; varchar[]; varchar(10)[]; varchar(20)[]; citext[]; char(10)[]; bpchar[]
          numeric[]; numeric(10,2)[]; numeric(12,2)[]; int4[]; oid[]; regclass[]
          timestamp[]; timestamp(3)[]; timestamptz[]; interval[]; interval(3)[]; interval hour[]
          cidr[]; inet[]; bit(8)[]; varbit[]; varbit(8)[]; varbit(16)[]
          """);

  /** Undoes itself; NULL where there is no such cast. */
  private static void prepare(TestDatabase fresh) {
    fresh
        .asSuperuser()
        .execute("CREATE EXTENSION citext SCHEMA public", "CREATE EXTENSION hstore SCHEMA public");
    fresh.asSuperuser().execute("GRANT ALL ON SCHEMA public TO PUBLIC");
    fresh.execute(
        "CREATE TYPE mood AS ENUM ('a')",
        "CREATE DOMAIN free AS text",
        "CREATE DOMAIN short AS text CHECK (length(value) < 9)",
        """
        CREATE FUNCTION changes(source text, action text, index text) RETURNS text
        LANGUAGE plpgsql AS $$
        DECLARE
          table_before oid; index_before oid; answer text;
        BEGIN
          EXECUTE format('CREATE TABLE t (c %s, d text)', source);
          IF index <> '' THEN
            EXECUTE 'CREATE INDEX i ON t ' || index;
            index_before := pg_relation_filenode(to_regclass('i'));
          END IF;
          table_before := pg_relation_filenode(to_regclass('t'));
          EXECUTE 'ALTER TABLE t ALTER COLUMN c TYPE ' || action;
          answer := CASE WHEN pg_relation_filenode(to_regclass('t')) <> table_before THEN 'REWRITE'
                         WHEN index = '' THEN 'NONE'
                         WHEN pg_relation_filenode(to_regclass('i')) <> index_before THEN 'REBUILT'
                         ELSE 'KEPT' END;
          RAISE EXCEPTION USING ERRCODE = 'UT001', MESSAGE = answer;
        EXCEPTION
          WHEN SQLSTATE 'UT001' THEN RETURN SQLERRM;
          WHEN cannot_coerce OR datatype_mismatch OR undefined_object THEN RETURN NULL;
        END $$
        """);
  }

  private static Verdict verdict(String from, String change, @Nullable String zone) {
    Action.AlterType action = Written.alterType(change);
    return TypeChange.of(Written.type(from), action.type(), "c", action.using(), zone);
  }

  private static String quoted(String text) {
    return "$q$" + text + "$q$";
  }

  @Test
  void costWhatTheServerMakesThemCost(TestDatabase fresh) {
    prepare(fresh);
    for (String row : TABLE) {
      int arrow = row.indexOf('>');
      int colon = row.lastIndexOf(" : ");
      String from = row.substring(0, arrow).strip();
      String change = row.substring(arrow + 1, colon).strip();
      Verdict expected = Verdict.valueOf(row.substring(colon + 3).strip());
      assertThat(verdict(from, change, null)).as(row).isEqualTo(expected);
      if (expected == Verdict.NONE || expected == Verdict.REWRITE) {
        assertThat(
                fresh.value("SELECT changes(%s, %s, '')".formatted(quoted(from), quoted(change))))
            .as(row)
            .isEqualTo(expected.name());
      }
    }
  }

  @Test
  void costTheSameForEveryPairOfTypes(TestDatabase fresh) {
    prepare(fresh);
    int asked = 0;
    for (String family : FAMILIES) {
      asked += compare(fresh, List.of(family.split("; ", -1)));
    }
    assertThat(asked).isGreaterThan(300);
  }

  /** How many pairs the server can convert; it must agree on every one. */
  private static int compare(TestDatabase fresh, List<String> names) {
    List<Type> types = names.stream().map(Written::type).toList();
    String values =
        names.stream().map(name -> "(" + quoted(name) + ")").collect(Collectors.joining(", "));
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (String from : names) {
      for (List<String> row :
          fresh.query(
              """
              SELECT t, changes(%s, t, '')
              FROM (SELECT set_config('timezone', 'Europe/London', false)) zone, (VALUES %s) p(t)
              """
                  .formatted(quoted(from), values))) {
        Verdict found =
            TypeChange.of(
                types.get(names.indexOf(from)),
                types.get(names.indexOf(row.get(0))),
                "c",
                null,
                "Europe/London");
        if (row.get(1) != null) {
          asked++;
          if (!found.name().equals(row.get(1))) {
            wrong.add(from + " to " + row.get(0) + ": " + row.get(1) + ", not " + found);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    return asked;
  }

  @Test
  void dependOnTheTimeZoneBetweenTimestamps(TestDatabase fresh) {
    prepare(fresh);
    List<String> zones =
        List.of(
            "UTC",
            "utc",
            "Etc/UTC",
            "GMT",
            "GMT0",
            "Zulu",
            "UCT",
            "Universal",
            "Greenwich",
            "0",
            "+00",
            "+00:00",
            "Europe/London",
            "Africa/Abidjan",
            "Europe/Berlin",
            "UTC+1",
            "1");
    for (String zone : zones) {
      for (String change : List.of("timestamp > timestamptz", "timestamptz > timestamp")) {
        String from = change.substring(0, change.indexOf(" >"));
        String to = change.substring(change.indexOf('>') + 2);
        assertThat(
                fresh.value(
                    """
                    SELECT changes('%s', '%s', '')
                    FROM (SELECT set_config('timezone', '%s', false)) zone
                    """
                        .formatted(from, to, zone)))
            .as(zone + ": " + change)
            .isEqualTo(verdict(from, to, zone).name());
      }
    }
  }

  @Test
  void rebuildIndexesWithoutARewrite(TestDatabase fresh) {
    prepare(fresh);
    Map<String, String> rows = new HashMap<>();
    for (String index :
        List.of(
            "(c)",
            "(d, c)",
            "USING hash (c)",
            "(c) WHERE d IS NULL",
            "(d) WHERE c IS NULL",
            "((c IS NULL))")) {
      for (String change :
          List.of(
              "varchar(10) > varchar(20)",
              "varchar(10) > varchar(10)",
              "varchar(10) > text",
              "varchar(10) > text COLLATE \"C\"",
              "text COLLATE \"C\" > text",
              "text > citext",
              "numeric(10,2) > numeric",
              "timestamp(3) > timestamp",
              "cidr > inet",
              "int4 > oid",
              "int4[] > int4[]",
              "mood > mood",
              "int4range > int4range",
              "oid > regclass",
              "timestamp > timestamptz")) {
        rows.put(index + " : " + change, index);
      }
    }
    for (String index : List.of("USING gin (c)", "USING brin (c)", "USING gist (c)")) {
      rows.put(index + " : int4range > int4range", index);
    }
    rows.put("USING gin (c) : int4[] > int4[]", "USING gin (c)");
    rows.put("USING gin (c) : jsonb > jsonb", "USING gin (c)");
    rows.remove("USING gin (c) : int4range > int4range");
    rows.forEach(
        (row, index) -> {
          String change = row.substring(row.indexOf(" : ") + 3);
          String source = change.substring(0, change.indexOf(" > "));
          String action = change.substring(change.indexOf(" > ") + 3);
          Tree tree = Written.statement("CREATE INDEX i ON t " + index);
          assertThat(
                  fresh.value(
                      """
                      SELECT changes(%s, %s, %s)
                      FROM (SELECT set_config('timezone', 'UTC', false)) zone
                      """
                          .formatted(quoted(source), quoted(action), quoted(index))))
              .as(row)
              .isEqualTo(
                  IndexRebuild.of(
                          Written.type(source.replace(" COLLATE \"C\"", "")),
                          Written.type(action),
                          source.contains("COLLATE") != action.contains("COLLATE"),
                          (Tree.CreateIndex) tree)
                      ? "REBUILT"
                      : "KEPT");
        });
  }

  @Test
  void readEveryRowWhereACheckMentionsTheColumn(TestDatabase fresh) {
    fresh.execute(
        """
        CREATE FUNCTION scans(source text, action text) RETURNS boolean LANGUAGE plpgsql AS $$
        DECLARE before bigint; after bigint;
        BEGIN
          EXECUTE format('CREATE TABLE t (c %s CHECK (c <> %L), d text)', source, 'x');
          before := pg_stat_get_xact_numscans('t'::regclass);
          EXECUTE 'ALTER TABLE t ALTER COLUMN c TYPE ' || action;
          after := pg_stat_get_xact_numscans('t'::regclass);
          DROP TABLE t;
          RETURN after > before;
        END $$
        """);
    for (String action : List.of("varchar(20)", "varchar(10)", "text")) {
      assertThat(fresh.value("SELECT scans('varchar(10)', '" + action + "')")).isEqualTo("t");
      assertThat(verdict("varchar(10)", action, null).whereChecked()).isEqualTo(Verdict.SCAN);
    }
    assertThat(Verdict.REWRITE.whereChecked()).isEqualTo(Verdict.REWRITE);
  }

  @Test
  void takeASerialForTheIntegerThatItIs(TestDatabase fresh) {
    assertThat(fresh.major()).isPositive();
    assertThat(verdict("serial", "integer", "UTC")).isEqualTo(Verdict.NONE);
    assertThat(verdict("serial", "bigint", "UTC")).isEqualTo(Verdict.REWRITE);
    assertThat(verdict("bigserial", "int8", "UTC")).isEqualTo(Verdict.NONE);
    assertThat(verdict("smallserial", "int4", "UTC")).isEqualTo(Verdict.REWRITE);
  }

  @Test
  void areLeftToTheCatalogWhereModifiersAreNames(TestDatabase fresh) {
    assertThat(fresh.major()).isPositive();
    assertThat(verdict("geometry(Point,4326)", "geometry(Polygon,4326)", "UTC"))
        .isEqualTo(Verdict.CATALOG_DECIDES);
    assertThat(verdict("app.mood", "mood", "UTC")).isEqualTo(Verdict.CATALOG_DECIDES);
  }
}
