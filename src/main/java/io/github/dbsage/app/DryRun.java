package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.RunLock;
import io.github.dbsage.history.SessionLock;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SchemaDrift;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.Settings;
import io.github.dbsage.shadow.Foreign;
import io.github.dbsage.shadow.Sizes;
import io.github.dbsage.shadow.Supabase;
import io.github.dbsage.shadow.Surroundings;
import io.github.dbsage.sql.tree.Grammar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The goal {@code dry-run}: runs what is pending for real, looks at what each statement does, and
 * keeps nothing.
 */
public final class DryRun {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Request request;
  private final GoalRun run;

  private DryRun(Request request, GoalRun run) {
    this.request = request;
    this.run = run;
  }

  /** Where the migrations are tried. */
  public enum Mode {
    /** In a throw-away server. */
    SHADOW,
    /** On the target, in a transaction that is rolled back. */
    TRANSACTION
  }

  /**
   * What is asked for.
   *
   * @param target the newest version to try, or null for all
   * @param outOfOrder whether versions older than the newest applied one may run
   * @param timeouts {@code dbsage.lockTimeout} and {@code dbsage.statementTimeout}
   * @param explain a lock mode that is asked about, and nothing else done; or null
   */
  public record Request(
      Context context,
      @Nullable String target,
      boolean outOfOrder,
      Timeouts timeouts,
      Mode mode,
      @Nullable String explain,
      Judging judging,
      Judgement judgement) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of(
        "dry-run",
        request.context(),
        request.judgement().forDryRun(),
        run -> new DryRun(request, run).work());
  }

  private void work() {
    if (request.explain() != null) {
      run.listener().on(LockTable.of(request.explain()));
      return;
    }
    Project project = run.project();
    if (run.hasErrors()) {
      return;
    }
    if (!run.hasDatabase()) {
      if (request.mode() == Mode.TRANSACTION) {
        throw new UserError(DryRunProblems.transactionWithoutUrl());
      }
      alone(project);
      Proofs.keep(run, project);
      return;
    }
    Database database = run.database();
    try (Session session = database.open()) {
      run.connected(database, session);
      Facts facts = Facts.read(run, project, database, session);
      beside(project, database, session, facts);
      Proofs.keep(run, project);
    }
  }

  /** There is no database to be looked at. */
  private void alone(Project project) {
    Judging judging = request.judging();
    Predicate<Step> judged = ValidatePlan.judged(project, judging);
    Version last = Apply.target(project, request.target());
    Version first =
        project.steps().stream().filter(judged).map(Step::version).findFirst().orElse(null);
    List<Step> applied = new ArrayList<>();
    List<Step> pending = new ArrayList<>();
    for (Step step : project.steps()) {
      if (last == null || step.version().compareTo(last) <= 0) {
        boolean before = first == null || step.version().compareTo(first) < 0;
        (before ? applied : pending).add(step);
      }
    }
    Integer asked = judging.serverVersion();
    String version =
        asked == null ? run.context().access().embeddedVersion() : String.valueOf(asked);
    Surroundings surroundings = Surroundings.bare(Facts.owner(project));
    Set<Version> counted = versions(pending.stream().filter(judged).toList());
    try (Grammar grammar = run.grammar();
        Stage stage =
            Stage.shadow(
                run,
                grammar,
                Supabase::of,
                version,
                surroundings,
                tables(project),
                applied,
                false)) {
      Play play =
          new Play(
              run,
              project,
              grammar,
              judging.severities(),
              counted,
              judging.since() != null,
              new Scale(Sizes.UNKNOWN),
              null);
      play.on(stage, pending);
    }
  }

  /** What is pending on a database. */
  private void beside(Project project, Database database, Session session, Facts facts) {
    Problem occupied = facts.ledger().occupied();
    if (occupied != null) {
      throw new UserError(occupied);
    }
    Drift files = new Drift(project, facts.ledger().entries());
    Drift drift = files.excusing(Gating.of(run, project, files));
    List<Step> pending =
        Apply.pending(
            run, project, drift, Apply.target(project, request.target()), request.outOfOrder());
    if (run.hasErrors()) {
      return;
    }
    facts.elders().forEach(line -> tell("open for long on the target: " + line));
    Play play;
    try (Grammar grammar = run.grammar()) {
      play =
          new Play(
              run,
              project,
              grammar,
              request.judging().severities(),
              versions(pending),
              true,
              new Scale(facts.sizes()),
              request.mode() == Mode.SHADOW ? session : null);
      boolean baseline = facts.ledger().entries().stream().anyMatch(entry -> entry.isBaseline());
      if (request.mode() == Mode.TRANSACTION) {
        database.requireLockable(session, false);
        database.requireWritable(session);
        RunLock lock =
            SessionLock.acquire(
                session,
                new Tables(run.schema(project)),
                run.context().access().runnerTimeout(),
                run.listener());
        new SchemaDrifts(run, project, drift, facts.ledger()).tellSkipped();
        try (Stage stage =
            Stage.target(run, database, session, new Settings(request.timeouts(), 1, PATIENCE))) {
          play.on(stage, pending);
        } finally {
          lock.close();
        }
        return;
      }
      try (Stage stage =
          Stage.shadow(
              run,
              grammar,
              schema -> Foreign.of(session, schema),
              String.valueOf(Math.min(run.major(), Judging.NEWEST)),
              facts.surroundings(),
              tables(project),
              Facts.applied(project, drift),
              baseline)) {
        SchemaDrift schema =
            new SchemaDrifts(run, project, drift, facts.ledger())
                .report(
                    session, facts.surroundings(), () -> stage.schema(tables(project).schema()));
        run.compared(drift.report().with(schema), null);
        play.on(stage, pending);
      }
    }
  }

  private Tables tables(Project project) {
    return new Tables(run.schema(project));
  }

  static List<SqlStep> sql(List<Step> steps) {
    return steps.stream().filter(SqlStep.class::isInstance).map(SqlStep.class::cast).toList();
  }

  private static Set<Version> versions(List<Step> steps) {
    Set<Version> versions = new HashSet<>();
    steps.forEach(step -> versions.add(step.version()));
    return versions;
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
