package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Preset;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EstimateTest {

  private static final long ROWS = 12_000_000;
  private static final long HEAP = ROWS * 177;
  private static final long INDEX = ROWS * 22;

  private static final BackfillSpec SPEC = Backfills.of("b", "a").spec();

  private static Bulk table(int indexes, boolean indexed, int fillfactor) {
    return new Bulk(ROWS, HEAP, INDEX * indexes, indexes, indexed, fillfactor);
  }

  private static Estimate of(Bulk table) {
    return Estimate.of(table, SPEC, 1, 5_000);
  }

  @Test
  void writesAsMuchLogAsWasMeasured() {
    assertThat(of(table(1, false, 100)).walBytes() / ROWS).isEqualTo(541);
    assertThat(Estimate.of(table(1, false, 100), SPEC, 8, 5_000).walBytes() / ROWS)
        .isBetween(352L, 380L);
  }

  @Test
  void takesAsLongAsTheProcessorAtLeast() {
    Estimate one =
        Estimate.of(table(1, false, 100), Backfills.of("b", "a").workers(1).spec(), 1, 5_000);
    assertThat(one.least()).isEqualTo(Duration.ofMillis(46_800));
    assertThat(of(table(1, false, 100)).least()).isLessThan(one.least());
    assertThat(one.most()).isGreaterThan(one.least());
  }

  @Test
  void takesNineTimesAsLongWithFiveOtherIndexes() {
    double times =
        (double) of(table(6, false, 100)).least().toMillis()
            / of(table(1, false, 100)).least().toMillis();
    assertThat(times).isBetween(8.0, 9.5);
  }

  @Test
  void growsTheTableToAsMuchAsWasMeasured() {
    assertThat((double) of(table(1, false, 100)).heapBytes() / HEAP).isBetween(1.149, 1.151);
    assertThat((double) Estimate.of(table(6, false, 100), SPEC, 8, 5_000).heapBytes() / HEAP)
        .isBetween(0.299, 0.301);
  }

  @Test
  void needsNoNewEntriesWhereThePagesHaveRoom() {
    Estimate roomy = of(table(6, false, 50));
    assertThat(roomy.indexBytes()).isZero();
    assertThat(roomy.heapBytes()).isZero();
    assertThat(roomy.least()).isLessThan(of(table(1, false, 100)).least());
    assertThat(of(table(6, true, 50)).indexBytes()).isEqualTo(6 * INDEX);
  }

  @Test
  void addsThePausesOfAPreset() {
    BackfillSpec light = Backfills.of("b", "a").throttle(Preset.LIGHT, List.of()).spec();
    Duration more =
        Estimate.of(table(1, false, 100), light, 1, 5_000)
            .least()
            .minus(of(table(1, false, 100)).least());
    assertThat(more).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void leavesTimeForOthersUnlessNothingHoldsItBack() {
    BackfillSpec adaptive = Backfills.of("b", "a").throttle(Preset.ADAPTIVE, List.of()).spec();
    assertThat(Estimate.of(table(1, false, 100), adaptive, 1, 5_000).most())
        .isGreaterThan(of(table(1, false, 100)).most());
  }

  @Test
  void saysItInASentence() {
    assertThat(of(table(1, false, 100)).sentences(SPEC))
        .containsExactly(
            "about 12,000,000 rows: 27 s to 4 min at 2 workers, about 6.5 GB of WAL; the table grows"
                + " by up to 2.4 GB before VACUUM, its indexes by up to 264 MB",
            "estimated from figures of another machine, for all rows; half as much is likely too,"
                + " and twice as much");
  }

  @Test
  void saysThatAFilterIsNotCounted() {
    BackfillSpec some = Backfills.of("b", "a").where("b IS NULL").spec();
    assertThat(of(table(1, false, 100)).sentences(some).get(1))
        .contains("for all rows: how many of them need it is not known");
  }

  @Test
  void estimatesNothingOfNoRows() {
    Bulk none = new Bulk(0, 0, 8_192, 1, false, 100);
    assertThat(of(none).sentences(SPEC)).singleElement().asString().contains("ANALYZE");
  }
}
