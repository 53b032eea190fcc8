package io.github.dbsage.plan;

import io.github.dbsage.model.Risk;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A plan file, section by section as the template has them. What the file does not say is null, or
 * an empty list; text that is there is never blank.
 *
 * @param file its name in messages
 * @param changeSet what the plan claims that the SQL does; null where it leaves that to the SQL
 * @param dataMigration names of backfills
 * @param trackingSchema {@code version-tracking.schema}
 */
public record MigrationPlan(
    String file,
    Summary summary,
    @Nullable ChangeSet changeSet,
    List<Dependency> dependencies,
    List<At<String>> dataMigration,
    Safety safety,
    Testing testing,
    Operations operations,
    Communication communication,
    @Nullable At<String> trackingSchema,
    ZeroDowntime zeroDowntime,
    SupabaseCli supabaseCli) {

  public MigrationPlan {
    dependencies = List.copyOf(dependencies);
    dataMigration = List.copyOf(dataMigration);
  }

  /**
   * What the change is.
   *
   * @param risk as declared
   * @param riskReason {@code risk.why}
   * @param environments the only ones that it is for; empty: for all
   * @param migrationWindow how long it may take
   * @param rollbackWindow how long it may take to undo it
   */
  public record Summary(
      @Nullable String title,
      @Nullable String objective,
      @Nullable String scope,
      @Nullable At<Risk> risk,
      @Nullable String riskReason,
      List<At<String>> environments,
      @Nullable At<Duration> migrationWindow,
      @Nullable At<Duration> rollbackWindow) {

    public Summary {
      environments = List.copyOf(environments);
    }
  }

  /**
   * A migration that must not run before others have.
   *
   * @param after those that must have run
   */
  public record Dependency(At<Version> version, List<At<Version>> after, @Nullable String why) {

    public Dependency {
      after = List.copyOf(after);
    }
  }

  /**
   * What is there if it goes wrong.
   *
   * @param rollForward how to go on from a failure; always there where the rollback is forward-only
   */
  public record Safety(
      @Nullable At<Snapshot> snapshot,
      @Nullable At<RollbackWay> rollback,
      @Nullable String rollForward) {}

  /** What is kept of the database before the migration. */
  public enum Snapshot {
    NONE,
    SCHEMA,
    DUMP
  }

  /** How a migration is undone. */
  public enum RollbackWay {
    SCRIPT,
    FORWARD_ONLY
  }

  /** What the runbook says beyond its commands. */
  public record Operations(List<At<String>> successCriteria) {

    public Operations {
      successCriteria = List.copyOf(successCriteria);
    }
  }

  /**
   * Who is told, who agrees.
   *
   * @param approvers the only ones who can approve a run; empty: nobody needs to
   * @param changeWindow when it may run; null: at any time
   */
  public record Communication(
      List<At<String>> stakeholders,
      List<At<String>> approvers,
      @Nullable ChangeWindow changeWindow,
      List<At<String>> validationOwners,
      @Nullable String incidentContact) {

    public Communication {
      stakeholders = List.copyOf(stakeholders);
      approvers = List.copyOf(approvers);
      validationOwners = List.copyOf(validationOwners);
    }
  }

  /** When a change may run; it ends after it begins. */
  public record ChangeWindow(At<OffsetDateTime> from, At<OffsetDateTime> to) {}

  /**
   * What the Supabase CLI is to find.
   *
   * @param owner the role that owns what is created
   * @param keepHistory whether its own history table is kept up to date; null where nothing is said
   */
  public record SupabaseCli(@Nullable At<String> owner, @Nullable At<Boolean> keepHistory) {}

  /** The versions that it is about: those in its phases, and those whose dependencies it tells. */
  public Set<Version> versions() {
    Set<Version> versions = new TreeSet<>();
    for (Phase phase : zeroDowntime.phases()) {
      phase.versions().forEach(version -> versions.add(version.value()));
    }
    dependencies.forEach(dependency -> versions.add(dependency.version().value()));
    return versions;
  }
}
