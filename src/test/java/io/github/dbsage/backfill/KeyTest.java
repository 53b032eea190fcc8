package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class KeyTest {

  private static final Key ID = new Key(List.of(new Column("id", "bigint")));
  private static final Key PAIR =
      new Key(List.of(new Column("a", "integer"), new Column("order", "text")));

  @Test
  void writesRangesOfASingleColumn() {
    assertThat(ID.from("q", List.of("7"))).isEqualTo("q.\"id\" >= '7'::bigint");
    assertThat(ID.after("q", List.of("7"))).isEqualTo("q.\"id\" > '7'::bigint");
    assertThat(ID.below("q", List.of("7"))).isEqualTo("q.\"id\" < '7'::bigint");
    assertThat(ID.upTo("q", List.of("7"))).isEqualTo("q.\"id\" <= '7'::bigint");
    assertThat(ID.is("", List.of("-7"))).isEqualTo("\"id\" = '-7'::bigint");
  }

  @Test
  void writesRangesOfSeveralColumnsAndOfTheFirstOfThem() {
    assertThat(PAIR.from("q", List.of("1", "it's")))
        .isEqualTo("(q.\"a\", q.\"order\") >= ('1'::integer, 'it''s'::text)");
    assertThat(PAIR.after("q", List.of("1"))).isEqualTo("q.\"a\" > '1'::integer");
    assertThat(PAIR.values("q")).isEqualTo("ARRAY[q.\"a\"::text, q.\"order\"::text]");
    assertThat(PAIR.order("")).isEqualTo("\"a\", \"order\"");
    assertThat(PAIR.shown()).isEqualTo("a, order");
    assertThat(PAIR.hash("q")).isEqualTo("pg_catalog.hash_record(ROW(q.\"a\", q.\"order\"))");
  }

  @Test
  void writesThePhysicalOrder() {
    assertThat(Key.TID.from("q", List.of("(5,0)"))).isEqualTo("q.ctid >= '(5,0)'::tid");
    assertThat(Key.TID.values("q")).isEqualTo("ARRAY[q.ctid::text]");
    assertThat(Key.TID.hash("q")).isEqualTo("(q.ctid::text::point)[1]::int");
    assertThat(Key.TID.isTid()).isTrue();
    assertThat(Key.TID.shown()).isEqualTo("ctid");
    assertThat(new Key(List.of(new Column("ctid", "text"))).isTid()).isFalse();
  }

  @Test
  void refusesBoundsOfNoAndOfTooManyValues() {
    assertThatThrownBy(() -> ID.from("q", List.of())).hasMessage("a bound of 0 values for id");
    assertThatThrownBy(() -> ID.from("q", List.of("1", "2")))
        .hasMessage("a bound of 2 values for id");
  }
}
