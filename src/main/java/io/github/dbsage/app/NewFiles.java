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
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.NewFile;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.Wanted;
import io.github.dbsage.plan.pattern.Patterns;
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
   * @param pattern {@code dbsage.pattern}
   * @param name what the file is called instead of what the pattern calls it, or null
   */
  public record Request(Context context, @Nullable String pattern, @Nullable String name) {}

  /** Runs the goal. */
  public static Outcome run(Request request) {
    return GoalRun.of("new", request.context(), run -> new NewFiles(run).work(request));
  }

  private void work(Request request) {
    ChangePattern pattern = pattern(request.pattern());
    String name = request.name();
    if (name != null && !NewFile.isName(name)) {
      throw new UserError(NewProblems.name(name));
    }
    Project project = run.project();
    if (run.hasErrors()) {
      return;
    }
    project.steps().stream().map(Step::version).forEach(known::add);
    List<Wanted.Handover> owners = pattern.needsOwners() ? owners(pattern, project) : List.of();
    Wanted wanted = new Wanted(Map.of(), NewFile.version(Instant.now(), known), Map.of(), owners);
    NewChange change = pattern.change(wanted);
    if (change == null) {
      tell(NewProblems.NOTHING);
      return;
    }
    for (NewFile file : change.files()) {
      String written =
          new NewFile(
                  file.version(),
                  name == null ? file.name() : name,
                  file.kind(),
                  escaped(file.text()))
              .write(Projects.request(run.context()));
      tell(NewProblems.written(written));
    }
  }

  private static ChangePattern pattern(@Nullable String asked) {
    List<String> choices = Patterns.ALL.stream().map(ChangePattern::name).toList();
    if (asked == null || asked.isBlank()) {
      throw new UserError(NewProblems.noPattern(choices));
    }
    return Patterns.ALL.stream()
        .filter(pattern -> pattern.name().equals(asked.strip()))
        .findFirst()
        .orElseThrow(() -> new UserError(NewProblems.unknownPattern(asked.strip(), choices)));
  }

  private List<Wanted.Handover> owners(ChangePattern pattern, Project project) {
    if (!run.hasDatabase()) {
      throw new UserError(NewProblems.noDatabase(pattern.name()));
    }
    Tables tables = new Tables(run.schema(project));
    Database database = run.database();
    try (Session session = database.open()) {
      run.connected(database, session);
      Privileges.requireReadable(session, tables);
      Ledger ledger =
          Ledger.read(session, tables, Baseline.before(project), SupabaseRecord.isKept(project));
      ledger.entries().stream().map(Entry::version).forEach(known::add);
      Drift drift = new Drift(project, ledger.entries());
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
  }

  /** What would be read as a placeholder is meant as it stands. */
  private String escaped(String text) {
    return run.context().expandPlaceholders() ? text.replace("${", "$${") : text;
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
