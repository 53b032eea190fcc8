package io.github.dbsage.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How volatile expressions are, and that of functions PostgreSQL says the same. */
final class VolatilityTest {

  private static final Map<QualifiedName, Volatility> FILES =
      Map.of(
          new QualifiedName(null, "next_code"), Volatility.VOLATILE,
          new QualifiedName("app", "region"), Volatility.IMMUTABLE,
          new QualifiedName(null, "lower"), Volatility.VOLATILE);

  private static Volatility of(String expression) {
    return Volatility.of(
        Written.expression(expression),
        call -> FILES.getOrDefault(call.function(), Volatility.UNKNOWN));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "1                                          ; IMMUTABLE",
        "-1                                         ; IMMUTABLE",
        "(60 * 60) + 1                              ; IMMUTABLE",
        "NULL                                       ; IMMUTABLE",
        "'{}'::jsonb                                ; IMMUTABLE",
        "ARRAY[]::text[]                            ; STABLE",
        "'now'::timestamptz                         ; STABLE",
        "'t_id_seq'::regclass                       ; STABLE",
        "now()                                      ; STABLE",
        "pg_catalog.now()                           ; STABLE",
        "CURRENT_TIMESTAMP                          ; STABLE",
        "LOCALTIMESTAMP(3)                          ; STABLE",
        "CURRENT_DATE + 7                           ; STABLE",
        "now() AT TIME ZONE 'utc'                   ; STABLE",
        "CURRENT_TIMESTAMP AT TIME ZONE 'utc'       ; STABLE",
        "CURRENT_TIME AT TIME ZONE 'utc'            ; UNKNOWN",
        "statement_timestamp() + interval '1 day'   ; STABLE",
        "current_setting('app.tenant')::uuid        ; STABLE",
        "CURRENT_USER                               ; STABLE",
        "md5('a')                                   ; IMMUTABLE",
        "clock_timestamp()                          ; VOLATILE",
        "(clock_timestamp())::date                  ; VOLATILE",
        "random()                                   ; VOLATILE",
        "(1 + (random() * 10))                      ; VOLATILE",
        "md5(random()::text)                        ; VOLATILE",
        "COALESCE(NULL, gen_random_uuid())          ; VOLATILE",
        "CASE WHEN true THEN 1 ELSE nextval('s') END; VOLATILE",
        "ARRAY[random()]                            ; VOLATILE",
        "(ARRAY['a', 'b'])[(random() * 2)::int]     ; VOLATILE",
        "pg_catalog.gen_random_uuid()               ; VOLATILE",
        "uuidv7()                                   ; VOLATILE",
        "uuidv7(interval '1 day')                   ; VOLATILE",
        "nextval('s'::regclass)                     ; VOLATILE",
        "timeofday()                                ; VOLATILE",
        "uuid_generate_v4()                         ; VOLATILE",
        "extensions.uuid_generate_v4()              ; VOLATILE",
        "uuid_generate_v5(uuid_ns_url(), 'a')       ; STABLE",
        "encode(public.gen_random_bytes(8), 'hex')  ; VOLATILE",
        "next_code()                                ; VOLATILE",
        "'A-' || next_code()                        ; VOLATILE",
        "app.region('x')                            ; IMMUTABLE",
        "public.region('x')                         ; UNKNOWN",
        "something('x')                             ; UNKNOWN",
        "pg_catalog.something('x')                  ; UNKNOWN",
        "something(random())                        ; VOLATILE",
        "lower('A')                                 ; VOLATILE",
        "pg_catalog.lower('A')                      ; IMMUTABLE",
        "(SELECT random())                          ; VOLATILE",
        "(SELECT max(a) FROM t)                     ; STABLE",
        "xmlelement(name a)                         ; STABLE"
      })
  void isThatOfTheWorstPart(String expression, Volatility expected) {
    assertThat(of(expression)).isEqualTo(expected);
  }

  /** What the list claims, against pg_proc. */
  @OnPostgres({14, 18})
  static final class Catalog {

    /** By name the worst overload, and whether people call it. */
    private static final String FUNCTIONS =
        """
        SELECT proname,
               CASE max(CASE provolatile WHEN 'v' THEN 3 WHEN 's' THEN 2 ELSE 1 END)
                 WHEN 3 THEN 'VOLATILE' WHEN 2 THEN 'STABLE' ELSE 'IMMUTABLE' END,
               bool_or(prorettype NOT IN ('internal'::regtype, 'cstring'::regtype,
                                          'trigger'::regtype, 'event_trigger'::regtype)
                       AND prorettype::regtype::text NOT LIKE '%\\_handler'
                       AND NOT proargtypes::oid[]
                           && ARRAY['internal'::regtype, 'cstring'::regtype]::oid[]
                       AND coalesce(obj_description(oid, 'pg_proc'), '') NOT SIMILAR TO
                           'implementation of % operator|I/O|less-equal-greater'
                       AND proname NOT LIKE 'binary\\_upgrade%')
        FROM pg_proc
        WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind <> 'p'
        GROUP BY proname
        """;

    @Test
    void agreesWithTheListOnEveryFunction(TestDatabase fresh) {
      List<String> wrong = new ArrayList<>();
      List<String> missing = new ArrayList<>();
      for (List<String> row : fresh.query(FUNCTIONS)) {
        Volatility real = Volatility.valueOf(row.get(1).toUpperCase(Locale.ROOT));
        Volatility known = Functions.builtIn(row.get(0));
        if (known == Volatility.UNKNOWN) {
          if (row.get(2).equals("t")) {
            missing.add(row.get(0) + " " + real);
          }
        } else if (known != real && !isOfAnotherVersion(row.get(0), known, real)) {
          wrong.add(row.get(0) + " " + real + ", not " + known);
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(missing).isEmpty();
    }

    /** AT TIME ZONE is judged by its argument; versions differ between immutable and stable. */
    private static boolean isOfAnotherVersion(String name, Volatility known, Volatility real) {
      return name.equals("timezone") || (known == Volatility.STABLE && real != Volatility.VOLATILE);
    }

    @Test
    void knowsOfNoVolatileOperatorCastOrInput(TestDatabase fresh) {
      assertThat(
              fresh.query(
                  """
                  SELECT oid::regprocedure FROM pg_proc
                  WHERE provolatile = 'v' AND pronamespace = 'pg_catalog'::regnamespace
                    AND (oid IN (SELECT oprcode FROM pg_operator)
                         OR oid IN (SELECT castfunc FROM pg_cast)
                         OR oid IN (SELECT typinput FROM pg_type WHERE typtype <> 'p')
                         OR oid IN (SELECT typoutput FROM pg_type WHERE typtype <> 'p'))
                  """))
          .isEmpty();
    }

    @Test
    void rewritesATableForVolatileDefaultsOnly(TestDatabase fresh) {
      fresh.execute(
          """
          CREATE FUNCTION rewrites(what text) RETURNS boolean LANGUAGE plpgsql AS $$
          DECLARE before oid; after oid;
          BEGIN
            CREATE TABLE made (a int);
            before := pg_relation_filenode('made');
            EXECUTE 'ALTER TABLE made ADD COLUMN c text DEFAULT (' || what || ')';
            after := pg_relation_filenode('made');
            DROP TABLE made;
            RETURN before <> after;
          END $$
          """,
          "CREATE SEQUENCE s");
      List<String> defaults =
          List.of(
              "1",
              "(60 * 60) + 1",
              "now()",
              "CURRENT_TIMESTAMP",
              "now() AT TIME ZONE 'utc'",
              "statement_timestamp() + interval '1 day'",
              "'s'::regclass",
              "md5('a')",
              "clock_timestamp()",
              "(clock_timestamp())::date",
              "md5(random()::text)",
              "gen_random_uuid()",
              "nextval('s')",
              "timeofday()",
              "'a' || random()",
              "(ARRAY['a', 'b'])[(random() * 2)::int]",
              "txid_current()",
              "pg_backend_pid()");
      for (String each : defaults) {
        assertThat(fresh.value("SELECT rewrites($q$" + each + "$q$)"))
            .as(each)
            .isEqualTo(of(each) == Volatility.VOLATILE ? "t" : "f");
      }
    }
  }
}
