package io.github.dbsage.app;

import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Gates.Gate;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.SqlEffects;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Phase;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.report.format.Words;
import io.github.dbsage.schema.StillUsed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What speaks against a plan's contract phase: a backfill that is not complete, objects and
 * statements that still need what it drops, writers that know nothing of what replaces it.
 */
final class Evidence {

  /** What an application can name; a view is the old name of a table that was renamed. */
  private static final Set<ObjectKind> GOING =
      Set.of(ObjectKind.COLUMN, ObjectKind.TABLE, ObjectKind.VIEW);

  private static final int MOST = 5;
  private static final int SHOWN = 120;

  private static final Pattern COUNT = Pattern.compile("\"([ws][^\"]*)\":(-?\\d+)");
  private static final Pattern VALUE =
      Pattern.compile(
          "[eE]'(?:[^'\\\\]|\\\\.|'')*'|'(?:[^']|'')*'|(\\$\\w*\\$).*?\\1|\\$\\d+|\\b\\d+\\b",
          Pattern.DOTALL);
  private static final Pattern BLANK = Pattern.compile("\\s+");

  private final GoalRun run;
  private final Session session;
  private final Project project;
  private final SqlEffects effects;
  private final BackfillEvidence backfills;
  private final Set<String> told = new HashSet<>();

  /**
   * Looks at a database.
   *
   * @param effects of the contract phases, at least
   */
  Evidence(
      GoalRun run,
      Session session,
      Tables tables,
      Project project,
      Drift drift,
      SqlEffects effects) {
    this.run = run;
    this.session = session;
    this.project = project;
    this.effects = effects;
    this.backfills = new BackfillEvidence(session, new Jobs(tables.schema()), project, drift);
  }

  /** Whether anybody counts who uses what a step drops: only then it is worth to wait for one. */
  boolean isCounted(Step step) {
    return dropped(step.version()).stream()
        .map(Evidence::needed)
        .anyMatch(one -> !one.writers(session).isEmpty() || one.statements(session) != null);
  }

  /** The counters of what the contract phases behind a gate drop, as JSON. */
  String seen(String gate) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (MigrationPlan plan : project.plans()) {
      for (Version version : behind(plan, gate)) {
        for (SchemaObject dropped : dropped(version)) {
          counters(needed(dropped)).forEach(one -> counts.put(one.key(), one.count()));
        }
      }
    }
    return counts.entrySet().stream()
        .map(count -> "\"" + count.getKey() + "\":" + count.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static List<Version> behind(MigrationPlan plan, String gate) {
    return Planned.of(plan).stream()
        .filter(one -> one.phase() instanceof Phase.Contract && one.gates().contains(gate))
        .map(Planned::version)
        .toList();
  }

  /**
   * What speaks against a step of a contract phase.
   *
   * @param gate the last one before it; null where none is
   * @param allowed whether what it drops may go although somebody needs it
   * @return sentences without their full stops; none where nothing does
   */
  List<String> against(Planned planned, Step step, @Nullable Gate gate, boolean allowed) {
    if (effects.unread().stream().anyMatch(one -> one.version().equals(step.version()))) {
      tell("not checked: what " + step.title() + " drops with SQL that it makes as it runs");
    }
    List<String> found = new ArrayList<>(backfills.faults(planned.plan()));
    if (allowed) {
      return found;
    }
    for (SchemaObject dropped : dropped(step.version())) {
      StillUsed used = needed(dropped);
      if (!used.exists(session)) {
        tell("not checked: " + dropped.path() + " is not there under that name");
      } else {
        found.addAll(objects(used, dropped, planned));
        found.addAll(uses(used, dropped, planned, gate));
      }
    }
    return found;
  }

  /** The tables, views and columns that a version drops. */
  List<SchemaObject> dropped(Version version) {
    return effects.changes().stream()
        .filter(change -> change.version().equals(version) && change.change() == ChangeKind.DROP)
        .map(SchemaChange::object)
        .filter(object -> GOING.contains(object.kind()))
        .distinct()
        .toList();
  }

  private static StillUsed needed(SchemaObject dropped) {
    return new StillUsed(dropped.name(), dropped.part());
  }

  private List<String> objects(StillUsed used, SchemaObject dropped, Planned planned) {
    List<StillUsed.Dependent> objects =
        used.objects(session).stream().filter(one -> !isTakenCareOf(one, planned)).toList();
    return objects.stream()
        .map(one -> one.kind() + " " + one.name() + " needs " + dropped.path())
        .toList();
  }

  /** What the same contract phase drops, or writes anew, does not need the old one any more. */
  private boolean isTakenCareOf(StillUsed.Dependent object, Planned planned) {
    Phase phase = planned.phase();
    Set<Version> versions =
        phase == null
            ? Set.of()
            : phase.versions().stream().map(At::value).collect(Collectors.toSet());
    return effects.changes().stream()
        .filter(change -> versions.contains(change.version()))
        .anyMatch(change -> isOf(object, change.object()));
  }

  private static boolean isOf(StillUsed.Dependent object, SchemaObject changed) {
    List<String> parts = Identifiers.parse(object.name());
    if (parts == null) {
      return false;
    }
    String last = parts.get(parts.size() - 1);
    return switch (object.kind()) {
      case "view" -> changed.kind() == ObjectKind.VIEW && same(parts, changed.name());
      case "function" -> changed.kind() == ObjectKind.FUNCTION && same(parts, changed.name());
      case "policy" -> changed.kind() == ObjectKind.POLICY && last.equals(changed.part());
      case "trigger" -> changed.kind() == ObjectKind.TRIGGER && last.equals(changed.part());
      default -> changed.kind() == ObjectKind.COLUMN && last.equals(changed.part());
    };
  }

  private static boolean same(List<String> parts, QualifiedName name) {
    return SchemaObject.canBe(
        parts.size() == 1
            ? new QualifiedName(null, parts.get(0))
            : new QualifiedName(parts.get(0), parts.get(1)),
        name);
  }

  private List<StillUsed.Counter> counters(StillUsed used) {
    List<StillUsed.Counter> counters = new ArrayList<>(used.writers(session));
    List<StillUsed.Counter> statements = used.statements(session);
    if (statements != null) {
      counters.addAll(statements);
    }
    return counters;
  }

  private List<String> uses(
      StillUsed used, SchemaObject dropped, Planned planned, @Nullable Gate gate) {
    Map<String, Long> before = new HashMap<>();
    if (gate != null) {
      COUNT
          .matcher(gate.seen())
          .results()
          .forEach(one -> before.put(one.group(1), Long.parseLong(one.group(2))));
    }
    String since = gate == null ? "" : " since the gate " + gate.name() + " was opened";
    List<String> found = new ArrayList<>();
    for (StillUsed.Counter writer : used.writers(session)) {
      long more = more(writer, before);
      if (writer.count() < 0) {
        tell(
            "old writers of "
                + dropped.path()
                + " were not looked for: this role may not read "
                + writer.text());
      } else if (more > 0) {
        found.add(
            "an old writer wrote "
                + dropped.path()
                + " "
                + Words.count(more, "time")
                + since
                + " (counted by "
                + writer.text()
                + ")");
      }
    }
    found.addAll(statements(used, dropped, planned, gate, before, since));
    return found;
  }

  private List<String> statements(
      StillUsed used,
      SchemaObject dropped,
      Planned planned,
      @Nullable Gate gate,
      Map<String, Long> before,
      String since) {
    List<StillUsed.Counter> statements = gate == null ? null : used.statements(session);
    if (statements == null) {
      tell(
          "not checked: which statements still name "
              + dropped.path()
              + " (pg_stat_statements is not there, or hides what others run: GRANT"
              + " pg_read_all_stats shows it)");
      return List.of();
    }
    Set<String> own = own(planned.plan());
    return statements.stream()
        .filter(one -> more(one, before) > 0)
        .filter(one -> !own.contains(shape(one.text())))
        .limit(MOST)
        .map(
            one ->
                "a statement that names it ran "
                    + Words.count(more(one, before), "time")
                    + since
                    + ": "
                    + shortened(one.text()))
        .toList();
  }

  /** A counter that went back was begun anew: all that it counts is new. */
  private static long more(StillUsed.Counter counter, Map<String, Long> before) {
    long then = before.getOrDefault(counter.key(), 0L);
    return counter.count() < then ? counter.count() : counter.count() - then;
  }

  /** The plan's own checks may well name what is about to go. */
  private static Set<String> own(MigrationPlan plan) {
    return plan.testing().steps().stream()
        .map(check -> shape(check.query().sql()))
        .collect(Collectors.toSet());
  }

  private static String shape(String sql) {
    String text =
        normalised(sql).toLowerCase(Locale.ROOT).replaceFirst("^declare dbsage_check .*? for ", "");
    return text.endsWith(";") ? text.substring(0, text.length() - 1).strip() : text;
  }

  /** In one line, without values: what the server has not normalised may hold somebody's data. */
  private static String normalised(String sql) {
    return BLANK.matcher(VALUE.matcher(sql.strip()).replaceAll("?")).replaceAll(" ");
  }

  private static String shortened(String sql) {
    String line = normalised(sql);
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }

  /** Once is enough. */
  private void tell(String sentence) {
    if (told.add(sentence)) {
      run.listener().on(new Event.Remark(sentence));
    }
  }
}
