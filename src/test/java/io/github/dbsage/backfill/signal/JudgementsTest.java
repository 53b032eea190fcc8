package io.github.dbsage.backfill.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.signal.Archiving.Archive;
import io.github.dbsage.backfill.signal.Checkpoints.Look;
import io.github.dbsage.backfill.signal.ReplicationLag.Standby;
import io.github.dbsage.backfill.signal.SlotWal.Slot;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What signals make of numbers that a test cannot bring about. */
final class JudgementsTest {

  private static final long GB = 1L << 30;
  private static final long MB = 1L << 20;
  private static final long LIMIT = 10_000;

  private final AtomicLong clock = new AtomicLong(TimeUnit.DAYS.toNanos(2));

  private void pass(int seconds) {
    clock.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }

  private static Standby standby(long pid, long lagMs, long replayed, long written, String answer) {
    return new Standby(pid, "s" + pid, true, lagMs, replayed, written, answer, "me");
  }

  @Test
  void takesTheSlowestStandby() {
    ReplicationLag signal = new ReplicationLag(clock::get);
    assertThat(
            signal.judge(
                List.of(standby(1, 2_000, 9, 9, "a"), standby(2, 5_000, 9, 9, "a")), LIMIT))
        .isEqualTo(Reading.of(0.5, "standby s2 is 5.0 s behind, the limit is 10 s"));
  }

  @Test
  void countsHowLongAStandbyLacksWhatWasWritten() {
    ReplicationLag signal = new ReplicationLag(clock::get);
    signal.judge(List.of(standby(1, 0, 100, 100, "a")), LIMIT);
    pass(1);
    assertThat(signal.judge(List.of(standby(1, 0, 100, 200, "b")), LIMIT).use()).isZero();
    pass(4);
    assertThat(signal.judge(List.of(standby(1, 0, 100, 300, "c")), LIMIT).use())
        .isCloseTo(0.4, within(1e-9));
    pass(4);
    assertThat(signal.judge(List.of(standby(1, 0, 250, 400, "d")), LIMIT).use())
        .isCloseTo(0.4, within(1e-9));
    assertThat(signal.judge(List.of(standby(1, 0, 400, 400, "e")), LIMIT).use()).isZero();
  }

  @Test
  void doesNotTakeSilenceForLagBeforeAStandbyHasToAnswer() {
    ReplicationLag signal = new ReplicationLag(clock::get);
    signal.judge(List.of(standby(1, 0, 100, 200, "a")), LIMIT);
    pass(10);
    assertThat(signal.judge(List.of(standby(1, 0, 100, 200, "a")), LIMIT).use()).isZero();
    pass(20);
    assertThat(signal.judge(List.of(standby(1, 0, 100, 200, "a")), LIMIT).use())
        .isCloseTo(1.8, within(1e-9));
  }

  @Test
  void doesNotWaitForAStandbyThatIsBehindOnPurpose() {
    ReplicationLag signal = new ReplicationLag(clock::get);
    Standby delayed = standby(1, 3_600_000, 9, 9, "a");
    assertThat(signal.judge(List.of(delayed), LIMIT))
        .isEqualTo(
            Reading.of(0, "no standby is heeded: all were far behind before the backfill began"));
    assertThat(signal.judge(List.of(delayed, standby(2, 20_000, 9, 9, "a")), LIMIT).use())
        .isEqualTo(2);
    assertThat(signal.judge(List.of(standby(3, 3_600_000, 9, 9, "a")), LIMIT).use()).isEqualTo(360);
  }

  @Test
  void judgesASlotByWhatItKeepsMoreThanBefore() {
    SlotWal signal = new SlotWal();
    assertThat(signal.judge(List.of())).isEqualTo(Reading.of(0, "no replication slot keeps WAL"));
    assertThat(signal.judge(List.of(new Slot("dead", 50 * GB, GB, -1))).use()).isZero();
    assertThat(signal.judge(List.of(new Slot("dead", 51 * GB, GB, -1), new Slot("b", 9, GB, -1))))
        .isEqualTo(
            Reading.of(
                1,
                "replication slot dead keeps 51 GB of WAL, 50 GB at least so far; the limit is"
                    + " 1.0 GB more"));
    assertThat(signal.judge(List.of(new Slot("dead", 9, GB, -1))).use()).isZero();
  }

  @Test
  void holdsBackBeforeASlotIsLost() {
    assertThat(new SlotWal().judge(List.of(new Slot("a", 7 * GB, GB, 10 * GB))))
        .isEqualTo(Reading.of(1, "replication slot a keeps 7.0 GB of WAL and is lost at 10 GB"));
  }

  private Look checkpoints(int afterSeconds, long requested) {
    pass(afterSeconds);
    return new Look(clock.get(), requested, requested * 100 * MB);
  }

  @Test
  void goesNoFasterWhereCheckpointsAreFrequent() {
    Checkpoints signal = new Checkpoints();
    signal.judge(checkpoints(1, 7), 30);
    assertThat(signal.judge(checkpoints(60, 8), 30).use()).isCloseTo(0.35, within(1e-9));
    assertThat(signal.judge(checkpoints(25, 9), 30))
        .isEqualTo(
            Reading.of(
                0.7 * 30_000 / 25_000,
                "a checkpoint is requested every 25 s, the server warns below 30 s;"
                    + " 4.0 MB of WAL a second"));
    assertThat(signal.judge(checkpoints(4, 11), 30).use()).isEqualTo(0.95);
    assertThat(signal.judge(checkpoints(300, 11), 30).use()).isCloseTo(0.07, within(1e-9));
  }

  private static Archive archive(@Nullable String archived, String written, boolean failing) {
    return new Archive(true, archived, written, failing, "0000000100000002000000AA", 16 * MB, GB);
  }

  @Test
  void judgesAnArchiveByWhatWaitsForItMoreThanBefore() {
    Archiving signal = new Archiving();
    assertThat(
            signal
                .judge(archive("0000000100000001000000FE", "0000000100000001000000FF", false))
                .use())
        .isZero();
    assertThat(signal.judge(archive("0000000100000001000000FE", "00000001000000020000001F", false)))
        .isEqualTo(Reading.of(0.5, "512 MB of WAL wait for the archive, the limit is 1.0 GB"));
    assertThat(
            signal
                .judge(
                    archive(
                        "0000000100000001000000FE.00000028.backup",
                        "000000010000000300000000",
                        false))
                .use())
        .isEqualTo(1.9);
  }

  @Test
  void holdsBackWhereArchivingFails() {
    assertThat(
            new Archiving()
                .judge(archive("0000000100000001000000FE", "0000000100000001000000FF", true)))
        .isEqualTo(Reading.of(1, "archiving fails, at 0000000100000002000000AA"));
  }

  @Test
  void saysWhereNothingWasArchivedYet() {
    for (String archived : new String[] {null, "00000002.history"}) {
      assertThat(new Archiving().judge(archive(archived, "0000000100000001000000FF", false)))
          .isEqualTo(Reading.of(0, "no WAL has been archived since the server's statistics began"));
    }
  }

  @Test
  void stepsAsideForAVacuumAgainstWraparound() {
    assertThat(DeadRows.judge(7, 100, true))
        .isEqualTo(Reading.of(1, "autovacuum waits for the backfill, to prevent wraparound"));
    assertThat(DeadRows.judge(500, 100, false))
        .isEqualTo(Reading.of(0.69, "500 dead rows are in the table beside about 100"));
  }

  @Test
  void writesTimesAndSizesForPeople() {
    assertThat(List.of(Words.time(0.25), Words.time(140), Words.time(2_500), Words.time(60_000)))
        .containsExactly("0.3 ms", "140 ms", "2.5 s", "60 s");
    assertThat(List.of(Words.time(300_000), Words.time(7_200_000)))
        .containsExactly("5 min", "2.0 h");
    assertThat(List.of(Words.size(512), Words.size(1536), Words.size(52 * MB), Words.size(3e18)))
        .containsExactly("512 bytes", "1.5 kB", "52 MB", "2728484 TB");
  }
}
