package io.github.dbsage.backfill;

import io.github.dbsage.model.BackfillReport.Point;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How far a job was when; of a long one, fewer and fewer points are kept. Not thread-safe. */
final class Curve {

  private static final int MOST = 200;

  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  private final long start = System.nanoTime();
  private final Deque<Sample> recent = new ArrayDeque<>();
  private final List<Point> points = new ArrayList<>();
  private int step = 1;
  private int skipped;

  private record Sample(long at, long rows, long seen) {}

  /** Takes note of now. */
  void add(JobRows.Standing now, int batch, int duty, @Nullable String held) {
    long at = System.nanoTime();
    recent.addLast(new Sample(at, now.rows(), now.seen()));
    while (recent.size() > 2 && at - recent.getFirst().at() > WINDOW) {
      recent.removeFirst();
    }
    skipped++;
    if (skipped >= step) {
      skipped = 0;
      points.add(new Point(elapsed(), now.rows(), rowsPerSecond(), batch, duty, held));
    }
    if (points.size() >= MOST) {
      for (int i = points.size() - 2; i > 0; i -= 2) {
        points.remove(i);
      }
      step *= 2;
    }
  }

  long rowsPerSecond() {
    return (long)
        perSecond(recent.isEmpty() ? 0 : recent.getLast().rows() - recent.getFirst().rows());
  }

  private double perSecond(long count) {
    if (recent.size() < 2) {
      return 0;
    }
    return count * 1e9 / Math.max(1, recent.getLast().at() - recent.getFirst().at());
  }

  /** How long so many keys will take; null where nothing moves. */
  @Nullable Duration left(long keys) {
    double rate =
        perSecond(recent.isEmpty() ? 0 : recent.getLast().seen() - recent.getFirst().seen());
    return rate <= 0 ? null : Duration.ofMillis((long) (Math.max(0, keys) / rate * 1000));
  }

  /** Milliseconds since it began. */
  long elapsed() {
    return (System.nanoTime() - start) / 1_000_000;
  }

  List<Point> points() {
    return List.copyOf(points);
  }
}
