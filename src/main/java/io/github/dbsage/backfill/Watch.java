package io.github.dbsage.backfill;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.BackfillSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the signals, each as often as it is worth; in between its last reading stands. Not
 * thread-safe.
 */
final class Watch {

  private final List<Signal> signals;
  private final @Nullable Reading[] last;
  private long round;

  private Watch(List<Signal> signals) {
    this.signals = signals;
    this.last = new @Nullable Reading[signals.size()];
  }

  /** A watch of its own for one job: signals keep what they saw first. */
  static Watch of(List<Supplier<Signal>> signals) {
    return new Watch(signals.stream().map(Supplier::get).toList());
  }

  /** What a signal saw, when it last looked. */
  record Seen(String signal, Reading reading) {}

  /**
   * Looks once, on the first time at all of them, so that they know what there was before the
   * backfill.
   *
   * @return what the preset heeds, in the order of the list; a signal that the server refuses is
   *     not watched
   * @throws ServerFailure when the session is gone
   */
  List<Seen> look(BackfillSpec.Preset preset, Probe probe) {
    List<Seen> seen = new ArrayList<>();
    for (int i = 0; i < signals.size(); i++) {
      Signal signal = signals.get(i);
      if (!heeds(preset, signal)) {
        last[i] = null;
        continue;
      }
      Reading reading = last[i];
      if (reading == null || (round + i) % signal.every() == 0) {
        reading = look(signal, probe);
        last[i] = reading;
      }
      seen.add(new Seen(signal.name(), reading));
    }
    round++;
    return List.copyOf(seen);
  }

  private static boolean heeds(BackfillSpec.Preset preset, Signal signal) {
    return switch (preset) {
      case NONE -> false;
      case LIGHT, MEDIUM, HEAVY -> signal.isBasic();
      case ADAPTIVE -> true;
    };
  }

  private static Reading look(Signal signal, Probe probe) {
    try {
      return signal.look(probe);
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      return Reading.unwatched("the server refuses: " + e.text() + " (" + e.sqlState() + ")");
    }
  }
}
