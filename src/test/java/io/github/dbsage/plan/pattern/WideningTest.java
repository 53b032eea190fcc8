package io.github.dbsage.plan.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Between which types values are lost. */
final class WideningTest {

  private static boolean loses(String from, String to) {
    return Widening.loss(TypeName.of(from), TypeName.of(to)) != null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "smallint > integer",
        "integer > bigint",
        "integer > numeric",
        "integer > numeric(5,2)",
        "bigint > numeric(19)",
        "integer > double precision",
        "smallint > real",
        "bigint > text",
        "numeric(5,2) > numeric(7,2)",
        "numeric(5,2) > numeric(8,4)",
        "numeric(5,2) > numeric",
        "real > float8",
        "character varying(20) > text",
        "character varying(20) > varchar(30)",
        "uuid > text",
        "date > timestamp",
        "timestamp(3) without time zone > timestamp",
        "timestamp(0) with time zone > timestamptz(3)"
      })
  void takeUpEachValue(String from, String to) {
    assertThat(loses(from, to)).isFalse();
    assertThat(loses(to, from)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "bigint > double precision",
        "integer > real",
        "integer > varchar(5)",
        "numeric(5,2) > numeric(5,3)",
        "numeric > integer",
        "numeric > numeric(30,10)",
        "double precision > numeric",
        "text > varchar(20)",
        "text > integer",
        "text > jsonb",
        "varchar(3) > char(3)",
        "character(3) > text",
        "json > jsonb",
        "date > timestamptz",
        "timestamp > timestamptz",
        "timestamptz > timestamp",
        "timestamptz > date",
        "public.mood > text",
        "integer[] > bigint[]"
      })
  void loseSome(String from, String to) {
    assertThat(loses(from, to)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "int8 > bigint",
        "VARCHAR ( 20 ) > character varying(20)",
        "decimal(5, 2) > numeric(5,2)",
        "timestamptz(3) > timestamp(3) with time zone",
        "timestamp > timestamp without time zone",
        "public.\"Mood\" > public.\"Mood\""
      })
  void areCalledWhatTheCatalogCallsThem(String written, String name) {
    assertThat(TypeName.of(written)).hasToString(name);
  }
}
