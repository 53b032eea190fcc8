package io.github.dbsage.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Bound;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a proof of a bound needs to know. */
final class BoundProofLimitsTest {

  private static Bound bound(String text) {
    return ((Action.AttachPartition) Written.action("ATTACH PARTITION p " + text)).bound();
  }

  private static boolean proves(String check, List<String> key, String bound) {
    return BoundProof.proves(
        List.of(Written.expression(check)), Set.of("k"), key, null, bound(bound));
  }

  @Test
  void comparesPlainConstantsWithoutTheType() {
    List<String> key = List.of("k");
    assertThat(proves("k >= 0 AND k < 9::bigint", key, "FOR VALUES FROM (0) TO (9)")).isTrue();
    assertThat(
            proves(
                "k >= '2024-01-01' AND k < '2024-01-09'",
                key,
                "FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')"))
        .isTrue();
    assertThat(
            proves(
                "k >= '2024-01-01'::timestamptz AND k < '2024-01-09'",
                key,
                "FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')"))
        .isFalse();
  }

  @Test
  void takesNoDigitsForAnotherZonesMoment() {
    assertThat(
            proves(
                "k >= '2024-01-01 00:00+02' AND k < '2024-01-09 00:00+02'",
                List.of("k"),
                "FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2024-02-01 00:00+00')"))
        .isFalse();
  }

  @Test
  void isGivenForOneColumnOnly() {
    assertThat(proves("k >= 0 AND k < 9", List.of("k", "d"), "FOR VALUES FROM (0, 0) TO (9, 0)"))
        .isFalse();
    assertThat(proves("k >= 0 AND k < 9", List.of("k"), "FOR VALUES FROM (0, 0) TO (9, 0)"))
        .isFalse();
    assertThat(proves("k >= 0", List.of(), "FOR VALUES FROM (0) TO (MAXVALUE)")).isFalse();
    assertThat(proves("k >= 0", List.of("k"), "FOR VALUES WITH (MODULUS 2, REMAINDER 0)"))
        .isFalse();
    assertThat(proves("k >= 0", List.of("k"), "DEFAULT")).isFalse();
  }
}
