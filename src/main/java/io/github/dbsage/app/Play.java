package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.lint.Server;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.Rehearsal;
import io.github.dbsage.schema.SchemaDiff;
import io.github.dbsage.schema.SchemaSnapshot;
import io.github.dbsage.sql.tree.Grammar;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is pending, tried step by step: run, looked at, judged, and taken back. Use once. */
final class Play {

  private static final String DIFFERENCES = "dry-run.diff";

  private final GoalRun run;
  private final Project project;
  private final Severities severities;
  private final Grammar grammar;
  private final Set<Version> judged;
  private final boolean together;
  private final Scale scale;
  private final String own;
  private final Set<String> standIns = new HashSet<>();
  private final @Nullable Session target;
  private @Nullable SchemaSnapshot schema;
  private boolean leftOut;

  /**
   * One that is to be played.
   *
   * @param judged whose hazards count
   * @param together whether these are applied together, before anybody uses what they make
   * @param target that is looked at beside a throw-away server; else null
   */
  Play(
      GoalRun run,
      Project project,
      Grammar grammar,
      Severities severities,
      Set<Version> judged,
      boolean together,
      Scale scale,
      @Nullable Session target) {
    this.run = run;
    this.project = project;
    this.severities = severities;
    this.grammar = grammar;
    this.judged = judged;
    this.together = together;
    this.scale = scale;
    this.target = target;
    this.own = run.schema(project);
  }

  /** Plays it. */
  void on(Stage stage, List<Step> pending) {
    run.know(Linting.hazards());
    Linting.Result result =
        Linting.of(
            project,
            step -> judged.contains(step.version()),
            together,
            Server.of(stage.major()),
            severities,
            grammar);
    Verdict verdict =
        new Verdict(project, result, severities, scale, "PostgreSQL " + stage.major());
    Omissions.tell(run, project, step -> judged.contains(step.version()));
    run.listener().on(new Event.Planned(pending.size(), project.steps().size()));
    SchemaSnapshot first = pending.isEmpty() ? null : stage.schema(own);
    schema = first;
    boolean whole = play(stage, pending, verdict);
    verdict.give(
        run, DryRun.sql(pending.stream().filter(step -> judged.contains(step.version())).toList()));
    run.sort();
    if (whole && first != null) {
      differences(first, stage.schema(own));
    }
    stage.conclude();
  }

  /** Whether all of it went through. */
  private boolean play(Stage stage, List<Step> pending, Verdict verdict) {
    String batch = null;
    boolean stopped = false;
    int number = 0;
    for (Step step : pending) {
      number++;
      if (stopped) {
        run.add(Apply.pendingReport(step));
        continue;
      }
      if (step instanceof BackfillStep backfill) {
        run.listener().on(new Event.StepStarted(step, number, pending.size(), 0, 1));
        stopped = !backfill(stage, backfill);
        continue;
      }
      SqlStep sql = (SqlStep) step;
      String its = Linting.batch(step, Linting.planned(project, step.version()), together);
      if (!its.equals(batch)) {
        stage.rehearsal().batch();
      }
      batch = its;
      run.listener()
          .on(new Event.StepStarted(sql, number, pending.size(), sql.shape().statements(), 1));
      stopped = !step(stage, sql, verdict);
    }
    return !stopped;
  }

  private boolean backfill(Stage stage, BackfillStep step) {
    Database database = stage.ownDatabase();
    if (database == null) {
      return lookedAt(stage, step);
    }
    boolean forwardOnly = Linting.isForwardOnly(Linting.planned(project, step.version()));
    BackfillTrial.Outcome outcome =
        new BackfillTrial(run, database, own, target, step).tried(forwardOnly);
    stage.rehearsal().provided();
    return ended(outcome.report(), outcome.error());
  }

  /** On the target it is not run; what was left out before it may be what it lacks. */
  private boolean lookedAt(Stage stage, BackfillStep step) {
    Place file = Place.startOf(step.source().file());
    StepReport report = Apply.pendingReport(step);
    Finding finding = DryRunProblems.backfill(file);
    try {
      Rehearsal rehearsal = stage.rehearsal();
      BackfillOutlook outlook =
          BackfillOutlook.within(step, rehearsal.session(), rehearsal.isOpen(), own);
      outlook.sentences().forEach(line -> run.listener().on(new Event.Remark(line)));
      finding = finding.withEffect(String.join("\n", outlook.sentences()));
      if (outlook.finding() != null) {
        run.add(outlook.finding());
      }
    } catch (UserError e) {
      if (!leftOut) {
        return ended(failed(report), e.problem());
      }
      finding = finding.withEffect(e.problem().what());
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      finding = finding.withEffect(e.text());
    }
    leftOut = true;
    run.add(finding);
    return ended(report, null);
  }

  private static StepReport failed(StepReport pending) {
    return new StepReport(
        pending.version(),
        pending.name(),
        pending.kind(),
        StepReport.State.FAILED,
        0,
        List.of(),
        null,
        null);
  }

  private boolean ended(StepReport report, @Nullable Problem error) {
    ended(report, null, error);
    if (error != null) {
      run.fail(error);
    }
    return error == null;
  }

  private boolean step(Stage stage, SqlStep step, Verdict verdict) {
    boolean scripted = step.rollback().script() != null;
    boolean cascades = verdict.asksForLosses(step);
    if ((scripted || cascades) && schema == null) {
      schema = stage.schema(own);
    }
    Rehearsal.Outcome outcome = stage.run(step, new Provision(stage));
    SchemaSnapshot before = scripted || cascades ? schema : null;
    schema = null;
    verdict.saw(outcome);
    outcome.skipped().forEach(skipped -> run.add(DryRunProblems.notSimulated(skipped)));
    leftOut |= !outcome.skipped().isEmpty();
    if (outcome.error() != null) {
      Problem error = stage.explained(outcome.error());
      ended(outcome.report(), null, error);
      run.fail(error);
      return false;
    }
    if (cascades && before != null) {
      SchemaSnapshot after = stage.schema(own);
      schema = after;
      verdict.lost(step, SchemaDiff.between(before, after));
    }
    boolean forwardOnly = Linting.isForwardOnly(Linting.planned(project, step.version()));
    WayBack back = null;
    if (outcome.skipped().isEmpty()) {
      back =
          before == null || !scripted
              ? WayBack.without(step, forwardOnly)
              : WayBack.of(stage.rehearsal(), stage.isShadow(), step, before, own);
      if (back.finding() != null) {
        run.add(back.finding());
      }
    }
    ended(outcome.report(), back, null);
    return back == null || !back.stop();
  }

  /** What stands for something is nothing that a migration makes. */
  private final class Provision implements Stage.Provision {
    private final Stage stage;

    Provision(Stage stage) {
      this.stage = stage;
    }

    @Override
    public void wanted() {
      if (schema == null) {
        schema = stage.schema(own);
      }
    }

    @Override
    public void made() {
      SchemaSnapshot before = schema;
      SchemaSnapshot now = stage.schema(own);
      schema = now;
      if (before != null) {
        SchemaDiff.between(before, now).changes().forEach(change -> standIns.add(change.heading()));
      }
    }
  }

  private void ended(StepReport report, @Nullable WayBack back, @Nullable Problem error) {
    StepReport whole =
        back == null
            ? report
            : new StepReport(
                report.version(),
                report.name(),
                report.kind(),
                report.state(),
                report.statementCount(),
                report.statements(),
                report.executionTimeMs(),
                back.state(),
                back.diff(),
                report.locks(),
                report.standing());
    run.add(whole);
    run.listener().on(new Event.StepEnded(whole, error));
  }

  private void differences(SchemaSnapshot before, SchemaSnapshot after) {
    SchemaDiff diff =
        new SchemaDiff(
            SchemaDiff.between(before, after).changes().stream()
                .filter(change -> !standIns.contains(change.heading()))
                .toList());
    String file = diff.isEmpty() ? null : run.attach(DIFFERENCES, diff.text());
    run.found(
        new SnapshotReport(
            file,
            after.objects().size(),
            null,
            null,
            TakeSnapshot.headings(diff, SchemaDiff.Kind.ADDED),
            TakeSnapshot.headings(diff, SchemaDiff.Kind.REMOVED),
            TakeSnapshot.headings(diff, SchemaDiff.Kind.CHANGED)));
    if (file != null) {
      run.listener()
          .on(
              new Event.Remark(
                  "The schema afterwards, in objects: %d added, %d removed, %d changed; see %s"
                      .formatted(
                          diff.count(SchemaDiff.Kind.ADDED),
                          diff.count(SchemaDiff.Kind.REMOVED),
                          diff.count(SchemaDiff.Kind.CHANGED),
                          file)));
    }
  }
}
