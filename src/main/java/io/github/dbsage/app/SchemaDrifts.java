package io.github.dbsage.app;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.embedded.UserCache;
import io.github.dbsage.history.Entry;
import io.github.dbsage.history.Ledger;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.DriftReport;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.SchemaDrift;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import io.github.dbsage.schema.SchemaDeviation;
import io.github.dbsage.schema.SchemaDiff;
import io.github.dbsage.schema.SchemaSnapshot;
import io.github.dbsage.shadow.Foreign;
import io.github.dbsage.shadow.Surroundings;
import io.github.dbsage.sql.tree.Grammar;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the schema of a database with the one that its applied migrations make. What stands in
 * the way is told in one remark; it fails nothing.
 */
final class SchemaDrifts {

  /** So many objects are told one by one; all are in the file and in the report. */
  private static final int MOST = 20;

  private static final String FILE = "drift.diff";

  /** Changes when the text of the same schema, or what is compared of it, changes. */
  private static final String FORMAT = "1";

  private final GoalRun run;
  private final Project project;
  private final Drift drift;
  private final Ledger ledger;
  private final Tables tables;
  private final List<Step> applied;
  private final SchemaCache cache;

  SchemaDrifts(GoalRun run, Project project, Drift drift, Ledger ledger) {
    this.run = run;
    this.project = project;
    this.drift = drift;
    this.ledger = ledger;
    this.tables = new Tables(run.schema(project));
    this.applied = Facts.applied(project, drift);
    this.cache =
        new SchemaCache(
            UserCache.folder(run.context().access().cacheDirectory()).resolve("schemas"));
  }

  /** Compares, in a throw-away server where the outcome is not known yet, and reports. */
  @Nullable SchemaDrift report(Session session) {
    SchemaDeviation deviation = find(session);
    return deviation == null ? null : reported(deviation);
  }

  /**
   * Compares with a server in which the migrations have run already, and reports.
   *
   * @param made reads the schema there
   */
  @Nullable SchemaDrift report(
      Session session, Surroundings surroundings, Supplier<SchemaSnapshot> made) {
    String obstacle = obstacle();
    if (obstacle != null) {
      tell(DriftProblems.notCompared(obstacle));
    }
    if (obstacle != null || !hasHistory()) {
      return null;
    }
    SchemaDeviation deviation =
        trying(
            () -> {
              SchemaSnapshot there = SchemaSnapshot.take(session, tables.schema());
              SchemaSnapshot expected = made.get();
              keep(key(surroundings), expected);
              return best(session, expected, there, surroundings);
            });
    return deviation == null ? null : reported(deviation);
  }

  /** Why there is no comparing where nothing has run beside the target. */
  void tellSkipped() {
    if (hasHistory()) {
      tell(DriftProblems.notCompared(DriftProblems.onTarget()));
    }
  }

  /** How they differ; null where nothing is applied, or that cannot be found out. */
  @Nullable SchemaDeviation find(Session session) {
    String obstacle = obstacle();
    if (obstacle != null) {
      tell(DriftProblems.notCompared(obstacle));
    }
    if (obstacle != null || !hasHistory()) {
      return null;
    }
    tell(DriftProblems.comparing(applied.size()));
    return trying(
        () -> {
          Surroundings surroundings = Facts.surroundings(session, project, drift);
          SchemaSnapshot there = SchemaSnapshot.take(session, tables.schema());
          return best(session, expected(session, surroundings), there, surroundings);
        });
  }

  /**
   * A database does not tell whether its default privileges are older than its tables. Where they
   * are younger, less differs from what the files make without them.
   */
  private SchemaDeviation best(
      Session session, SchemaSnapshot made, SchemaSnapshot there, Surroundings surroundings) {
    SchemaDeviation first = SchemaDeviation.of(made, there, surroundings.owner());
    if (first.diff().isEmpty() || !surroundings.hasPresets()) {
      return first;
    }
    try {
      SchemaSnapshot bare = expected(session, surroundings.withoutPresets());
      SchemaDeviation second = SchemaDeviation.of(bare, there, surroundings.owner());
      return second.diff().changes().size() < first.diff().changes().size() ? second : first;
    } catch (UserError | ServerFailure e) {
      return first;
    }
  }

  private @Nullable SchemaDeviation trying(Supplier<SchemaDeviation> comparison) {
    try {
      return comparison.get();
    } catch (UserError e) {
      tell(DriftProblems.notCompared(e.problem()));
    } catch (ServerFailure e) {
      tell(DriftProblems.notCompared(e.text()));
    }
    return null;
  }

  private SchemaSnapshot expected(Session session, Surroundings surroundings) {
    String key = key(surroundings);
    SchemaSnapshot known = cache.find(key);
    if (known != null) {
      return known;
    }
    try (Grammar grammar = run.grammar();
        Stage stage =
            Stage.shadow(
                run,
                grammar,
                schema -> Foreign.of(session, schema),
                String.valueOf(run.major()),
                surroundings,
                tables,
                applied,
                false)) {
      SchemaSnapshot made = stage.schema(tables.schema());
      keep(key, made);
      return made;
    }
  }

  /** Nothing that would be masked elsewhere is left on a disk. */
  private void keep(String key, SchemaSnapshot schema) {
    String text = schema.text();
    if (run.redaction().redact(text).equals(text)) {
      cache.keep(key, schema);
    }
  }

  private String key(Surroundings surroundings) {
    List<String> names = Prefixes.of(surroundings.visible(), tables.schema(), applied);
    return Prefixes.digest(
        names.get(names.size() - 1),
        String.valueOf(run.major()),
        FORMAT,
        run.context().toolVersion());
  }

  private boolean hasHistory() {
    return ledger.entries().stream().anyMatch(Entry::success);
  }

  /** Why the files cannot tell what the schema should be; null where they can. */
  private @Nullable String obstacle() {
    if (!hasHistory()) {
      return null;
    }
    for (DriftReport.Named missing : drift.report().missing()) {
      return DriftProblems.withoutFile(missing.version() + "_" + missing.name());
    }
    for (Step step : project.steps()) {
      Difference difference = drift.difference(step.version());
      if (difference == Difference.CODE || difference == Difference.UNKNOWN) {
        return DriftProblems.changed(step);
      }
    }
    for (Entry entry : ledger.entries()) {
      if (isInPart(entry)) {
        return DriftProblems.unfinished(entry);
      }
      if (entry.isBaseline() && !isMade(entry.version())) {
        return DriftProblems.baseline(entry);
      }
    }
    int major = run.major();
    return major < Judging.OLDEST || major > Judging.NEWEST ? DriftProblems.version(major) : null;
  }

  /** What failed in one transaction left nothing. */
  private boolean isInPart(Entry entry) {
    if (entry.success()) {
      return false;
    }
    return !(drift.step(entry.version()) instanceof SqlStep step)
        || step.shape().segmented()
        || entry.isBegun()
        || ledger.done().containsKey(entry.version());
  }

  private boolean isMade(Version baseline) {
    return applied.stream().anyMatch(step -> step.version().compareTo(baseline) <= 0);
  }

  private SchemaDrift reported(SchemaDeviation deviation) {
    SchemaDiff diff = deviation.diff();
    if (deviation.leftOut() > 0) {
      tell(DriftProblems.leftOut(deviation));
    }
    if (diff.isEmpty() && deviation.owners().isEmpty()) {
      tell(DriftProblems.same(applied.size()));
      return new SchemaDrift(null, List.of(), List.of(), List.of(), List.of());
    }
    DriftText text = DriftText.of(deviation);
    String file = run.attach(FILE, text.text());
    String shown = Objects.requireNonNullElse(file, drift.folder() + FILE);
    int told = 0;
    for (SchemaDiff.Change change : diff.changes()) {
      if (told < MOST) {
        run.add(DriftProblems.drift(change, new Place(shown, text.lines().get(told), 1)));
        told++;
      }
    }
    int owners = 0;
    for (SchemaDeviation.Foreign foreign : deviation.owners()) {
      if (owners < MOST) {
        int line = text.lines().get(diff.changes().size() + owners);
        run.add(DriftProblems.owner(foreign, new Place(shown, line, 1)));
        owners++;
      }
    }
    tell(DriftProblems.summary(deviation, told + owners, file));
    return new SchemaDrift(
        file,
        TakeSnapshot.headings(diff, SchemaDiff.Kind.ADDED),
        TakeSnapshot.headings(diff, SchemaDiff.Kind.REMOVED),
        TakeSnapshot.headings(diff, SchemaDiff.Kind.CHANGED),
        deviation.owners().stream()
            .map(
                foreign ->
                    new SchemaDrift.WrongOwner(
                        foreign.heading(), foreign.owner(), foreign.expected(), foreign.mend()))
            .toList());
  }

  private void tell(String line) {
    run.listener().on(new Event.Remark(line));
  }
}
