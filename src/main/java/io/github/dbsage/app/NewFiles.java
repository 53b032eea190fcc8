package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Ledger;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.NewFile;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.Wanted;
import io.github.dbsage.schema.SchemaDeviation;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The goal {@code new}: writes the files of a change from a pattern; overwrites none. */
public final class NewFiles {

  private final GoalRun run;
  private final Set<Version> known = new HashSet<>();

  private NewFiles(GoalRun run) {
    this.run = run;
  }

  /**
   * What is asked for.
   *
   * @param pattern {@code dbsage.pattern}, or null
   * @param values what else was given, as it was written: the value of {@code dbsage.table} is
   *     under {@code table}
   */
  public record Request(Context context, @Nullable String pattern, Map<String, String> values) {

    public Request {
      values = Map.copyOf(values);
    }
  }

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of("new", request.context(), run -> new NewFiles(run).work(request));
  }

  private void work(Request request) {
    String asked = request.pattern();
    NewValues given = new NewValues(request.values());
    if (asked == null || asked.isBlank()) {
      String name = given.nameAlone();
      Project project = project();
      if (project != null) {
        write(NewChange.of(NewFile.empty(first(), name)));
      }
      return;
    }
    ChangePattern pattern = NewValues.pattern(asked.strip());
    Map<ChangeParameter, String> values = given.of(pattern, run);
    Project project = project();
    if (project == null) {
      return;
    }
    NewChange change = change(pattern, values, project);
    if (change == null) {
      tell(NewProblems.NOTHING);
      return;
    }
    given.require(change, run);
    write(change);
  }

  /** The files that are there; null where something is wrong with them. */
  private @Nullable Project project() {
    Project project = run.project();
    project.steps().stream().map(Step::version).forEach(known::add);
    return run.hasErrors() ? null : project;
  }

  private @Nullable NewChange change(
      ChangePattern pattern, Map<ChangeParameter, String> values, Project project) {
    Map<ChangeParameter, TableName> names = KnownTables.written(pattern, values);
    if (pattern.needsOwners() && !run.hasDatabase()) {
      throw new UserError(NewProblems.noDatabase(pattern.name()));
    }
    List<Wanted.Handover> owners = List.of();
    KnownTables tables = KnownTables.assumed(names);
    boolean facts = pattern.needsFacts() && !names.isEmpty();
    if (run.hasDatabase() && (facts || pattern.needsOwners())) {
      Database database = run.database();
      try (Session session = database.open()) {
        run.connected(database, session);
        Ledger ledger = ledger(project, session);
        Drift drift = new Drift(project, ledger.entries());
        if (pattern.needsOwners()) {
          owners = owners(project, drift, ledger, session);
        }
        if (facts) {
          tellPending(project, drift);
          tables = KnownTables.of(session, names);
        }
      }
    } else if (facts) {
      tables = KnownTables.of(run, project, names);
    }
    return pattern.change(
        new Wanted(
            values,
            first(),
            tables.named(),
            tables.facts(),
            Set.copyOf(Gating.all(project)),
            owners));
  }

  private Version first() {
    return NewFile.version(Instant.now(), known);
  }

  private Ledger ledger(Project project, Session session) {
    Tables tables = new Tables(run.schema(project));
    Privileges.requireReadable(session, tables);
    Ledger ledger =
        Ledger.read(session, tables, Baseline.before(project), SupabaseRecord.isKept(project));
    ledger.entries().stream().map(Entry::version).forEach(known::add);
    return ledger;
  }

  private List<Wanted.Handover> owners(
      Project project, Drift drift, Ledger ledger, Session session) {
    SchemaDeviation deviation = new SchemaDrifts(run, project, drift, ledger).find(session);
    if (deviation == null) {
      throw new UserError(
          ledger.entries().stream().anyMatch(Entry::success)
              ? NewProblems.ownersUnknown()
              : NewProblems.nothingApplied());
    }
    return deviation.owners().stream()
        .map(foreign -> new Wanted.Handover(foreign.mend(), foreign.back()))
        .toList();
  }

  private void tellPending(Project project, Drift drift) {
    long pending =
        project.steps().stream().filter(step -> !drift.isApplied(step.version())).count();
    if (pending > 0) {
      tell(NewProblems.pending(pending));
    }
  }

  private void write(NewChange change) {
    List<String> written =
        change
            // What would be read as a placeholder is meant as it stands.
            .with(text -> run.context().expandPlaceholders() ? text.replace("${", "$${") : text)
            .write(Projects.request(run.context()), run.context().output().resolve(Schemas.PLAN));
    written.forEach(file -> tell(NewProblems.written(file)));
    tell(NewProblems.NEXT);
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
