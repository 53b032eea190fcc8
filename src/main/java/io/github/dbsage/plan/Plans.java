package io.github.dbsage.plan;

import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan.Dependency;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All plans of a project together.
 *
 * @param schema {@code version-tracking.schema}, the same in all that name one
 * @param planned each version that a plan is about
 */
record Plans(List<MigrationPlan> plans, @Nullable String schema, Map<Version, Planned> planned) {

  Plans {
    plans = List.copyOf(plans);
    planned = Map.copyOf(planned);
  }

  /**
   * Reads them.
   *
   * @param files of each version
   * @param backfills the names of the backfills that have a file
   */
  static Plans read(
      ProjectFolder folder, Map<Version, FileName> files, Set<String> backfills, FindingLog log) {
    List<MigrationPlan> plans = new ArrayList<>();
    for (Path path : PlanFolder.list(folder, log)) {
      MigrationPlan plan = PlanReader.read(new FileSource(path, folder.display(path)), log);
      if (plan != null) {
        plans.add(plan);
      }
    }
    Reading reading = new Reading(plans, files.keySet(), log);
    reading.backfills(backfills);
    reading.phases();
    plans.forEach(plan -> PhaseOrder.check(plan, files, log));
    reading.dependencies();
    reading.circles();
    return new Plans(plans, reading.schema(), reading.planned);
  }

  /** The plans beside each other. */
  private static final class Reading {

    private final List<MigrationPlan> plans;
    private final Set<Version> versions;
    private final FindingLog log;
    private final Map<Version, Planned> planned = new HashMap<>();

    Reading(List<MigrationPlan> plans, Set<Version> versions, FindingLog log) {
      this.plans = plans;
      this.versions = versions;
      this.log = log;
    }

    @Nullable String schema() {
      At<String> schema = null;
      for (MigrationPlan plan : plans) {
        At<String> here = plan.trackingSchema();
        if (schema == null) {
          schema = here;
        } else if (here != null && !here.value().equals(schema.value())) {
          log.add(
              PlanFileProblems.otherSchema(here.at(), here.value(), schema.value(), schema.at()));
        }
      }
      return schema == null ? null : schema.value();
    }

    void backfills(Set<String> known) {
      for (MigrationPlan plan : plans) {
        for (At<String> name : plan.dataMigration()) {
          if (!known.contains(name.value())) {
            log.add(PlanFileProblems.unknownBackfill(name.at(), name.value(), known));
          }
        }
      }
    }

    void phases() {
      for (MigrationPlan plan : plans) {
        for (Planned one : Planned.of(plan)) {
          Planned first = planned.putIfAbsent(one.version(), one);
          if (first != null) {
            log.add(PlanFileProblems.versionPlannedTwice(one.at(), one.version(), first.at()));
          } else {
            requireFile(new At<>(one.version(), one.at()));
          }
        }
      }
    }

    /** Also a version of which a plan only tells the dependencies belongs to that plan. */
    void dependencies() {
      for (MigrationPlan plan : plans) {
        for (Dependency dependency : plan.dependencies()) {
          At<Version> version = dependency.version();
          Planned here = new Planned(plan, version.value(), version.at(), null, List.of());
          Planned first = planned.putIfAbsent(version.value(), here);
          if (first == null) {
            requireFile(version);
          } else if (!first.plan().file().equals(plan.file())) {
            log.add(
                PlanFileProblems.versionPlannedTwice(version.at(), version.value(), first.at()));
          }
          dependency.after().forEach(this::requireFile);
        }
      }
    }

    private void requireFile(At<Version> version) {
      if (!versions.contains(version.value())) {
        log.add(PlanFileProblems.versionWithoutFile(version.at(), version.value()));
      }
    }

    void circles() {
      DependencyGraph graph = new DependencyGraph();
      for (MigrationPlan plan : plans) {
        graph.add(plan);
      }
      graph.takeCircles().forEach(circle -> log.add(PlanFileProblems.cycle(circle)));
      for (MigrationPlan plan : plans) {
        for (Dependency dependency : plan.dependencies()) {
          Version version = dependency.version().value();
          for (At<Version> after : dependency.after()) {
            if (version.equals(after.value())) {
              log.add(PlanFileProblems.afterItself(after.at(), version));
            } else if (version.compareTo(after.value()) < 0
                && versions.contains(after.value())
                && graph.has(version, after.value())) {
              log.add(PlanFileProblems.afterNewer(after.at(), version, after.value()));
            }
          }
        }
      }
    }
  }
}
