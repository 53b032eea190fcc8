package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Standing;
import io.github.dbsage.model.Standing.WayBack;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import io.github.dbsage.report.format.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The migrations as a table, local beside database. A long one is cut to what needs attention, the
 * last applied and the next pending ones.
 *
 * @param all every migration, in version order
 * @param shown those that get a line
 * @param backfills how far those are that are not done, in a few words, by version
 * @param supabase the names in the Supabase CLI's history by version; null where there is none
 */
record StatusTable(
    List<StepReport> all,
    List<StepReport> shown,
    Map<String, String> backfills,
    @Nullable SortedMap<String, String> supabase) {

  /** How many migrations are listed without a choice. */
  private static final int ALL = 60;

  /** How many of those that need attention are listed at most; each has its finding anyway. */
  private static final int ATTENTION = 100;

  private static final int APPLIED = 20;
  private static final int PENDING = 20;

  /** How many characters of a correction the table takes; dbsage_log and status.json have all. */
  private static final int CORRECTION = 80;

  private static final int SUPABASE_COLUMN = 2;

  private static final List<String> HEADER =
      List.of("local", "database", "name", "state", "applied at (UTC)", "by", "time", "rollback");

  StatusTable {
    all = List.copyOf(all);
    shown = List.copyOf(shown);
    backfills = Map.copyOf(backfills);
  }

  /**
   * Chooses what is shown.
   *
   * @param jobs those that are not done
   * @param since the first version to show, all behind it too; or null
   * @param supabase the names in the Supabase CLI's history by version; null where there is none
   */
  static StatusTable of(
      List<StepReport> all,
      List<Jobs.State> jobs,
      @Nullable Version since,
      @Nullable SortedMap<String, String> supabase) {
    Map<String, String> backfills =
        jobs.stream()
            .collect(Collectors.toMap(Jobs.State::version, BackfillWords::brief, (a, b) -> a));
    return new StatusTable(all, shown(all, since), backfills, supabase);
  }

  private static List<StepReport> shown(List<StepReport> all, @Nullable Version since) {
    if (since != null) {
      return all.stream().filter(step -> since.compareTo(version(step)) <= 0).toList();
    }
    if (all.size() <= ALL) {
      return all;
    }
    List<StepReport> applied = all.stream().filter(is(s -> s.state().isApplied())).toList();
    Set<StepReport> chosen = new LinkedHashSet<>();
    all.stream().filter(is(Standing::needsAttention)).limit(ATTENTION).forEach(chosen::add);
    applied.subList(Math.max(0, applied.size() - APPLIED), applied.size()).forEach(chosen::add);
    all.stream()
        .filter(is(s -> s.state() == Standing.State.PENDING))
        .limit(PENDING)
        .forEach(chosen::add);
    return all.stream().filter(chosen::contains).toList();
  }

  Event.Table event() {
    SortedMap<String, String> others = supabase;
    if (others == null) {
      return new Event.Table(HEADER, shown.stream().map(this::row).toList());
    }
    List<List<String>> rows = new ArrayList<>();
    for (StepReport step : shown) {
      String version = version(step).digits();
      rows.add(with(row(step), others.containsKey(version) ? version : "-"));
    }
    Set<String> known = all.stream().map(s -> version(s).digits()).collect(Collectors.toSet());
    others.forEach(
        (version, name) -> {
          if (!known.contains(version)) {
            rows.add(List.of("-", "-", version, name, "only in Supabase's record", "", "", "", ""));
          }
        });
    return new Event.Table(with(HEADER, "supabase"), rows);
  }

  /** A row with what the Supabase CLI has recorded, beside what we have. */
  private static List<String> with(List<String> row, String supabase) {
    List<String> wider = new ArrayList<>(row);
    wider.add(Math.min(SUPABASE_COLUMN, row.size()), supabase);
    return wider;
  }

  /** What is not shown, and how to see it; nothing where all is. */
  List<String> leftOut() {
    int left = all.size() - shown.size();
    return left == 0
        ? List.of()
        : List.of(
            "Not listed: "
                + Words.count(left, "migration")
                + ". All of them: -Ddbsage.since="
                + version(all.get(0))
                + ", or steps in status.json.");
  }

  private static Version version(StepReport step) {
    Version version = step.version();
    if (version == null) {
      throw new IllegalStateException("a migration without a version: " + step.name());
    }
    return version;
  }

  private static Predicate<StepReport> is(Predicate<Standing> which) {
    return step -> step.standing() != null && which.test(step.standing());
  }

  private List<String> row(StepReport step) {
    Standing standing = step.standing();
    if (standing == null) {
      return List.of();
    }
    String version = version(step).digits();
    String at = standing.appliedAt();
    Long ms = step.executionTimeMs();
    return List.of(
        standing.local() ? version : "-",
        standing.recorded() ? version : "-",
        step.name(),
        state(step, standing),
        at == null ? "" : at.replace('T', ' ').replace("Z", ""),
        standing.appliedBy() == null ? "" : standing.appliedBy(),
        ms == null || standing.state() != Standing.State.APPLIED
            ? ""
            : Words.time(Duration.ofMillis(ms)),
        wayBack(standing));
  }

  private String state(StepReport step, Standing standing) {
    List<String> words = new ArrayList<>();
    words.add(
        switch (standing.state()) {
          case APPLIED -> "applied";
          case BASELINE -> standing.recorded() ? "baseline" : "applied before the baseline";
          case PENDING -> "pending";
          case FAILED -> "failed";
          case RUNNING -> "running";
          case INTERRUPTED -> "interrupted";
          case ROLLED_BACK -> "pending again";
        });
    String backfill = backfills.get(version(step).digits());
    if (backfill != null) {
      words.add(backfill);
    }
    Integer done = standing.statementsDone();
    if (done != null) {
      int of = step.statementCount();
      words.add(done + (of >= done ? " of " + of : "") + " statements done");
    }
    if (standing.difference() != null) {
      words.add("file changed (" + standing.difference().label() + ")");
    }
    if (standing.isMissing()) {
      words.add("file missing");
    }
    if (standing.outOfOrder()) {
      words.add("out of order");
    }
    if (standing.correction() != null) {
      words.add(correction(standing.correction()));
    }
    return String.join(", ", words);
  }

  /** A long reason is left out, as a whole: a part of it could be a part of a secret. */
  private static String correction(String words) {
    int reason = words.indexOf(": ");
    return words.length() <= CORRECTION || reason < 0 ? words : words.substring(0, reason) + ": …";
  }

  private static String wayBack(Standing standing) {
    WayBack way = standing.wayBack();
    return switch (way) {
      case SCRIPT -> "script";
      case DIFFERS -> "script, differs from the file's";
      case UNRECORDED -> "none, only the file has one";
      case FORWARD_ONLY -> "forward-only";
      case NONE -> standing.state() == Standing.State.BASELINE ? "" : "none";
    };
  }
}
