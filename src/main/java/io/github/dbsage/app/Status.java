package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Ledger;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.Queries;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.HistoryReport;
import io.github.dbsage.model.SchemaDrift;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The goal {@code status}: files beside what the database recorded; writes nothing there. */
public final class Status {

  private static final String QUERIES = "status.sql";

  private Status() {}

  /**
   * What is asked for.
   *
   * @param since the first version to list, or null for what matters
   * @param table whose locks are to be shown, or null
   * @param judgement what fails it
   */
  public record Request(
      Context context, @Nullable String since, @Nullable String table, Judgement judgement) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of("status", request.context(), request.judgement(), run -> work(run, request));
  }

  private static void work(GoalRun run, Request request) {
    Version since = since(request.since());
    TableName wanted =
        request.table() == null ? null : TableName.of("dbsage.table", request.table());
    Project project = run.project();
    Tables tables = new Tables(run.schema(project));
    Database database = run.database();
    Session session = database.open();
    run.connected(database, session);
    TableLocks locks =
        wanted == null ? null : new TableLocks(wanted.find(session), run.redaction());
    Privileges.requireReadable(session, tables);
    Ledger ledger =
        Ledger.read(session, tables, Baseline.before(project), SupabaseRecord.isKept(project));
    Drift files = new Drift(project, ledger.entries());
    SqlEffects effects = Gating.effects(run, project, files);
    Drift drift = files.excusing(Gating.of(project, effects));
    List<StepReport> steps = new Standings(project, drift, ledger).all();
    steps.forEach(run::add);
    drift.changed().forEach(run::add);
    drift.missing(Severity.ERROR).forEach(run::add);
    drift.outOfOrder(Severity.WARNING).forEach(run::add);
    new Unfinished(drift, ledger).findings().forEach(run::add);
    SupabaseRecord supabase = SupabaseRecord.of(project, drift, ledger.supabase());
    supabase.findings().forEach(run::add);
    Jobs jobs = new Jobs(tables.schema());
    boolean steered = jobs.areReadable(session);
    List<Jobs.State> backfills = steered ? unfinished(jobs.all(session), drift) : List.of();
    List<Queries.Query> texts =
        new ArrayList<>(Queries.of(tables, ledger.state(), ledger.backfills(), steered));
    if (locks != null) {
      texts.addAll(locks.queries());
    }
    String queries = run.attach(QUERIES, Queries.file(texts));
    HistoryReport history = Histories.report(tables, ledger, steps, queries);
    run.compared(drift.report(), history);
    new StatusLines(history, ledger, steps).lines().forEach(line -> tell(run, line));
    backfills.forEach(job -> tell(run, BackfillWords.line(job)));
    StatusTable table = StatusTable.of(steps, backfills, since, ledger.supabase());
    run.listener().on(table.event());
    table.leftOut().forEach(line -> tell(run, line));
    GateLines gates = new GateLines(run, session, tables, project, drift, effects);
    gates.steps().forEach(run::add);
    gates.lines().forEach(line -> tell(run, line));
    if (locks != null) {
      locks.look(session).forEach(run.listener()::on);
    }
    if (queries != null && !texts.isEmpty()) {
      tell(run, "Queries about this history, for psql: " + queries);
    }
    SchemaDrift schema = new SchemaDrifts(run, project, drift, ledger).report(session);
    run.compared(drift.report().with(schema), history);
  }

  /** What is applied is no matter of progress any more. */
  private static List<Jobs.State> unfinished(List<Jobs.State> jobs, Drift drift) {
    return jobs.stream().filter(job -> !drift.isApplied(new Version(job.version()))).toList();
  }

  private static void tell(GoalRun run, String line) {
    run.listener().on(new Event.Remark(line));
  }

  private static @Nullable Version since(@Nullable String text) {
    if (text == null) {
      return null;
    }
    if (!Version.isVersion(text.strip())) {
      throw new UserError(AppProblems.sinceMalformed(text));
    }
    return new Version(text.strip());
  }
}
