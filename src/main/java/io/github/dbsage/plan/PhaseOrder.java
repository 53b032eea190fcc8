package io.github.dbsage.plan;

import io.github.dbsage.model.Version;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a plan's phases stand in the order in which a change without an outage happens, and
 * whether their versions run in it: within a plan, migrations run in the order of their versions.
 */
final class PhaseOrder {

  private final MigrationPlan plan;
  private final Map<Version, FileName> files;
  private final FindingLog log;

  private PhaseOrder(MigrationPlan plan, Map<Version, FileName> files, FindingLog log) {
    this.plan = plan;
    this.files = files;
    this.log = log;
  }

  /** Tells what is out of order in a plan. */
  static void check(MigrationPlan plan, Map<Version, FileName> files, FindingLog log) {
    PhaseOrder order = new PhaseOrder(plan, files, log);
    if (order.kinds()) {
      order.versions();
    }
    order.gates();
  }

  private boolean kinds() {
    boolean right = true;
    Phase furthest = null;
    for (Phase phase : plan.zeroDowntime().phases()) {
      if (phase instanceof Phase.Deploy) {
        continue;
      }
      if (furthest == null || rank(furthest) <= rank(phase)) {
        furthest = phase;
      } else {
        log.add(PhaseProblems.tooLate(phase, furthest));
        right = false;
      }
    }
    return right;
  }

  private static int rank(Phase phase) {
    if (phase instanceof Phase.Expand) {
      return 0;
    }
    if (phase instanceof Phase.Backfill) {
      return 1;
    }
    return phase instanceof Phase.Validate ? 2 : 3;
  }

  private void versions() {
    Planned newest = null;
    for (Planned one : Planned.of(plan)) {
      FileName file = files.get(one.version());
      if (file == null) {
        continue;
      }
      int order = newest == null ? 1 : one.version().compareTo(newest.version());
      if (newest == null || order > 0) {
        newest = one;
      } else if (order < 0) {
        log.add(
            isSamePhase(one, newest)
                ? PhaseProblems.notAscending(one, newest)
                : PhaseProblems.runsTooEarly(one, newest, file, free(newest.version())));
      }
    }
  }

  private static boolean isSamePhase(Planned one, Planned other) {
    Phase phase = one.phase();
    return phase != null && phase.equals(other.phase());
  }

  /** The next version that no file has. */
  private Version free(Version after) {
    Version version = NewFile.next(after);
    while (files.containsKey(version)) {
      version = NewFile.next(version);
    }
    return version;
  }

  /**
   * The old schema goes only when it is known that nobody uses it: once a version of the
   * application runs that was deployed after all that came before.
   */
  private void gates() {
    boolean any = false;
    Phase open = null;
    for (Phase phase : plan.zeroDowntime().phases()) {
      if (phase instanceof Phase.Deploy) {
        any = true;
        open = null;
      } else if (phase instanceof Phase.Contract contract && !contract.versions().isEmpty()) {
        gate(contract, any, open);
        // Told once; what else stands there is behind the same gate.
        any = true;
        open = null;
      } else if (!phase.versions().isEmpty()) {
        open = phase;
      }
    }
  }

  private void gate(Phase.Contract contract, boolean any, @Nullable Phase open) {
    if (!any) {
      log.add(PhaseProblems.contractWithoutGate(contract));
    } else if (open != null) {
      log.add(PhaseProblems.contractBehindNoGate(contract, open));
    }
  }
}
