package io.github.dbsage.app;

import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Ledger;
import io.github.dbsage.history.Log;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Standing;
import io.github.dbsage.model.Standing.WayBack;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.Kind;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import io.github.dbsage.report.format.Words;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How each migration stands: the files and the database's rows, merged by version. */
final class Standings {

  private final Project project;
  private final Drift drift;
  private final Ledger ledger;

  Standings(Project project, Drift drift, Ledger ledger) {
    this.project = project;
    this.drift = drift;
    this.ledger = ledger;
  }

  /** One for each version that has a file or a row, in version order. */
  List<StepReport> all() {
    SortedSet<Version> versions = new TreeSet<>();
    project.steps().forEach(step -> versions.add(step.version()));
    ledger.entries().forEach(entry -> versions.add(entry.version()));
    return versions.stream().map(this::report).toList();
  }

  private StepReport report(Version version) {
    Step step = drift.step(version);
    Entry entry = drift.entry(version);
    Standing standing = standing(version, step, entry);
    String name = step != null ? step.name() : entry != null ? entry.name() : "";
    return new StepReport(
        version,
        name,
        kind(step, entry),
        switch (standing.state()) {
          case APPLIED, BASELINE -> StepReport.State.APPLIED;
          case PENDING, RUNNING -> StepReport.State.PENDING;
          case FAILED, INTERRUPTED -> StepReport.State.FAILED;
          case ROLLED_BACK -> StepReport.State.ROLLED_BACK;
        },
        step == null ? 0 : step.statements(),
        List.of(),
        entry == null ? null : entry.executionTimeMs(),
        switch (standing.wayBack()) {
          case FORWARD_ONLY -> RollbackState.FORWARD_ONLY;
          case NONE -> RollbackState.MISSING;
          case SCRIPT, DIFFERS, UNRECORDED -> null;
        },
        standing);
  }

  private static Kind kind(@Nullable Step step, @Nullable Entry entry) {
    if (step != null) {
      return step.kind();
    }
    return entry != null && entry.isBackfill() ? Kind.BACKFILL : Kind.SQL;
  }

  private Standing standing(Version version, @Nullable Step step, @Nullable Entry entry) {
    Log.Line correction = ledger.corrections().get(version);
    return new Standing(
        step != null,
        entry != null,
        state(version, entry, correction),
        drift.difference(version),
        step != null && drift.isOutOfOrder(step),
        wayBack(version, step, entry),
        entry == null ? null : entry.kind(),
        entry == null || entry.appliedAt() == null ? null : iso(entry.appliedAt()),
        entry == null ? null : entry.appliedBy(),
        entry == null ? null : entry.toolVersion(),
        entry == null || entry.success() ? null : ledger.done().get(version),
        entry == null ? null : entry.notes(),
        correction(version, correction));
  }

  private Standing.State state(
      Version version, @Nullable Entry entry, Log.@Nullable Line correction) {
    if (entry == null) {
      if (drift.isApplied(version)) {
        return Standing.State.BASELINE;
      }
      return correction != null && correction.action().equals("rollback")
          ? Standing.State.ROLLED_BACK
          : Standing.State.PENDING;
    }
    if (entry.success() && ledger.rollbacksDone().containsKey(version)) {
      return begun();
    }
    if (entry.success()) {
      return entry.isBaseline() ? Standing.State.BASELINE : Standing.State.APPLIED;
    }
    if (!entry.isBegun()) {
      return Standing.State.FAILED;
    }
    return begun();
  }

  /**
   * A standby does not show the primary's locks: taken for running until it turns out otherwise.
   */
  private Standing.State begun() {
    return ledger.runner() != null || ledger.standby()
        ? Standing.State.RUNNING
        : Standing.State.INTERRUPTED;
  }

  /** As recorded, where there is a row: that is what a rollback would run. */
  private WayBack wayBack(Version version, @Nullable Step step, @Nullable Entry entry) {
    Rollback here = step == null ? Rollback.MISSING : step.rollback();
    Checksum recorded = ledger.rollbacks().get(version);
    if (entry != null && !entry.isBaseline() && step != null) {
      Checksum file = here.script() == null ? null : sha256(here.script());
      if (recorded == null ? file != null : !recorded.equals(file)) {
        return recorded == null ? WayBack.UNRECORDED : WayBack.DIFFERS;
      }
    }
    if (recorded != null || (entry == null && here.script() != null)) {
      return WayBack.SCRIPT;
    }
    return here.forwardOnly() != null ? WayBack.FORWARD_ONLY : WayBack.NONE;
  }

  private @Nullable String correction(Version version, Log.@Nullable Line line) {
    Integer done = ledger.rollbacksDone().get(version);
    if (done != null) {
      return "rollback not finished, " + Words.count(done, "statement") + " of it done";
    }
    return line == null ? null : words(line);
  }

  private static String words(Log.Line line) {
    return line.action()
        + " on "
        + utc(line.at())
        + " by "
        + line.dbUser()
        + (line.reason() == null ? "" : ": " + line.reason());
  }

  /** {@code 2026-01-01 12:00:00Z} for machines. */
  static String iso(String at) {
    return at.replace(' ', 'T');
  }

  /** {@code 2026-01-01 12:00:00Z} for people. */
  static String utc(String at) {
    return at.replace('T', ' ').replace("Z", " UTC");
  }

  private static Checksum sha256(String script) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Checksum.of(digest.digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
