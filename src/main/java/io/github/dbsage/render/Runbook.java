package io.github.dbsage.render;

import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.ChangeWindow;
import io.github.dbsage.plan.MigrationPlan.RollbackWay;
import io.github.dbsage.plan.MigrationPlan.Snapshot;
import io.github.dbsage.plan.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What to type, in order, with what must come of it. */
final class Runbook {

  private static final String KEPT = "before.txt";
  private static final String EXIT = "Exit status 0";

  private final Material material;
  private final @Nullable MigrationPlan plan;
  private final List<RunbookStep> steps = new ArrayList<>();

  private Runbook(Material material) {
    this.material = material;
    this.plan = material.plan();
  }

  static Map<String, Object> of(Material material) {
    Runbook runbook = new Runbook(material);
    runbook.prepare();
    runbook.snapshot();
    runbook.apply();
    runbook.look();
    runbook.back();
    List<Map<String, Object>> steps = new ArrayList<>();
    for (RunbookStep step : runbook.steps) {
      steps.add(step.values(steps.size() + 1));
    }
    MigrationPlan plan = material.plan();
    return new Values()
        .list("steps", steps)
        .list(
            "criteria", plan == null ? List.of() : Terms.texts(plan.operations().successCriteria()))
        .map();
  }

  private void add(
      String title, String command, List<String> notes, String expected, String success) {
    steps.add(new RunbookStep(title, command, notes, expected, success));
  }

  private @Nullable Snapshot kept() {
    At<Snapshot> snapshot = plan == null ? null : plan.safety().snapshot();
    return snapshot == null ? null : snapshot.value();
  }

  private List<At<String>> environments() {
    return plan == null ? List.of() : plan.summary().environments();
  }

  private List<At<String>> approvers() {
    return plan == null ? List.of() : plan.communication().approvers();
  }

  private void prepare() {
    List<String> lines = new ArrayList<>();
    lines.add("export DATABASE_URL='postgresql://USER@HOST:5432/DATABASE'");
    if (!environments().isEmpty()) {
      lines.add("export ENVIRONMENT='NAME'   # one of: " + names(environments()));
    }
    if (!approvers().isEmpty()) {
      lines.add("export APPROVED_BY='NAME'   # one of: " + names(approvers()));
    }
    add(
        "Set the environment",
        String.join("\n", lines),
        List.of(
            "Replace what is in capitals between the quotes. The goals below read `DATABASE_URL` by"
                + " themselves.",
            "The password stands in no command: it comes from `~/.pgpass`, from `PGPASSWORD`, or"
                + " with `-Ddbsage.serverId=ID` from Maven's settings.xml."),
        "Nothing is printed.",
        "The address is that of the database to be migrated, not of a pooler in front of it.");
    boolean dump = kept() == Snapshot.DUMP;
    add(
        "Check the tools",
        "mvn -version"
            + (dump
                ? "\npsql --version\npg_dump --version\n"
                    + "psql \"$DATABASE_URL\" -Atc 'SHOW server_version'"
                : ""),
        List.of(),
        "Apache Maven 3.8.1 or later, on Java 17 or later."
            + (dump ? " The versions of `psql`, of `pg_dump` and of the server." : ""),
        dump
            ? "`pg_dump` is not older than the server: its major version is the same or higher."
            : EXIT + ".");
    add(
        "Check the plan and the migrations",
        Commands.goal("validate-plan"),
        List.of("It needs no database."),
        "`validate-plan passed`.",
        EXIT + "; no finding is an error.");
    add(
        "Try it",
        Commands.goal("dry-run"),
        List.of(
            "What is pending on `DATABASE_URL` runs on a throw-away server, behind what is applied"
                + " there. Nothing is kept."),
        "`dry-run passed`; each migration with `rollback proven` or `forward-only`.",
        EXIT + "; nowhere `rollback differs`.");
    add(
        "Look at the target",
        Commands.goal("status"),
        List.of(),
        "The "
            + Terms.count(material.steps().size(), "migration")
            + " of this document as pending.",
        "Nothing is failed or changed, and the schema has not drifted.");
  }

  private static String names(List<At<String>> names) {
    return names.stream()
        .map(At::value)
        .map(Markdown::oneLine)
        .map(Commands::word)
        .collect(Collectors.joining(", "));
  }

  private void snapshot() {
    if (kept() == Snapshot.NONE) {
      return;
    }
    boolean dump = kept() == Snapshot.DUMP;
    add(
        "Take the snapshot",
        Commands.goal("snapshot")
            + "\ncp target/dbsage/schema.txt "
            + KEPT
            + (dump ? "\ncp target/dbsage/schema.sql before.sql" : ""),
        dump
            ? List.of(
                "`before.sql` restores the schema, not the rows: keep the backup of the data that"
                    + " your operations take.")
            : List.of(),
        "`The schema is in target/dbsage/schema.txt`.",
        (dump ? "`before.txt` and `before.sql` are" : "`before.txt` is")
            + " there, and not empty.");
  }

  private void apply() {
    List<Phase> leg = new ArrayList<>();
    String opened = null;
    for (Phase phase : material.phases()) {
      if (phase instanceof Phase.Deploy deploy) {
        String gate = deploy.gate().value();
        if (opened != null || !leg.isEmpty()) {
          apply(leg, opened, gate);
        }
        deploy(gate);
        leg.clear();
        opened = gate;
      } else {
        leg.add(phase);
      }
    }
    apply(leg, opened, null);
  }

  private void deploy(String gate) {
    add(
        "Deploy " + Markdown.text(gate),
        "",
        List.of(
            "With the application's own tools. The next step opens the gate, and it stays open on"
                + " this database: do not go on before."),
        "Every instance of the application reports " + Markdown.code(gate) + ".",
        "No instance of an older version is running, jobs and consoles included.");
  }

  /**
   * One run of apply.
   *
   * @param leg the phases that run in it
   * @param opened the gate that it opens, or null
   * @param next the gate that it stops in front of, or null
   */
  private void apply(List<Phase> leg, @Nullable String opened, @Nullable String next) {
    String phases = leg.stream().map(Phase::label).collect(Collectors.joining(", "));
    List<Step> run =
        material.phases().isEmpty()
            ? material.steps()
            : leg.stream()
                .flatMap(phase -> phase.versions().stream())
                .flatMap(version -> Stream.ofNullable(material.step(version.value())))
                .toList();
    List<String> notes = new ArrayList<>();
    notes.add(
        "All that is pending runs, up to the next gate, in the order of the versions; one runner at"
            + " a time, others wait.");
    ChangeWindow window = plan == null ? null : plan.communication().changeWindow();
    if (window != null) {
      notes.add(
          "Between "
              + CommunicationSection.utc(window.from().value())
              + " and "
              + CommunicationSection.utc(window.to().value())
              + "; at another time it is refused without `-Ddbsage.reason=\"WHY\"`.");
    }
    At<Duration> limit = plan == null ? null : plan.summary().migrationWindow();
    if (limit != null) {
      notes.add("It may take " + Terms.duration(limit.value()) + ".");
    }
    run.forEach(step -> notes.add("Runs " + Terms.title(step) + "."));
    for (Phase phase : leg) {
      if (phase instanceof Phase.Validate validate) {
        validate
            .checks()
            .forEach(check -> notes.add("Checks " + Markdown.text(check.value()) + "."));
      }
    }
    add(
        phases.isEmpty() ? "Apply" : "Apply: " + phases,
        Commands.apply(material, opened),
        notes,
        next == null
            ? "`Applied " + Terms.count(run.size(), "migration") + "`, if nothing else was pending."
            : "`Stopped in front of the gate " + next.replace("`", "'") + ", which is not open.`",
        EXIT
            + "; "
            + Markdown.code(Commands.goal("status"))
            + " shows each of them as applied. After a failure: correct, and type the same"
            + " command again; it goes on where it stopped.");
  }

  private void look() {
    boolean checks =
        plan != null
            && !(plan.testing().smoke().isEmpty()
                && plan.testing().rls().isEmpty()
                && plan.testing().explain().isEmpty());
    if (checks) {
      add(
          "Run the checks",
          Commands.goal("smoke-test"),
          List.of(),
          "`smoke-test passed`; each check of Testing Strategy as passed.",
          EXIT + ".");
    }
    if (kept() != Snapshot.NONE) {
      add(
          "Compare the schema",
          Commands.goal("snapshot") + " -Ddbsage.from=" + KEPT,
          List.of(),
          "How many objects were added, removed and changed; the differences are in"
              + " `target/dbsage/schema.diff`.",
          "The differences are those of Change Set, and no others.");
    }
    add(
        "Verify the record",
        Commands.goal("verify-checksums"),
        List.of(),
        "`verify-checksums passed`.",
        EXIT + "; no file was changed after it was applied.");
  }

  private void back() {
    At<RollbackWay> way = plan == null ? null : plan.safety().rollback();
    String forward = plan == null ? null : plan.safety().rollForward();
    if (way != null && way.value() == RollbackWay.FORWARD_ONLY) {
      add(
          "If it goes wrong: roll forward",
          "",
          List.of(forward == null ? Values.NONE : Markdown.text(forward)),
          "There is no rollback to run.",
          "The application works on what is there.");
      return;
    }
    Version stays = material.before();
    List<String> notes = new ArrayList<>();
    if (!material.gates().isEmpty()) {
      notes.add(
          "First bring the application back to the version that ran before "
              + Markdown.code(material.gates().get(0))
              + ": later ones need what goes.");
    }
    notes.add(
        stays == null
            ? "It undoes the newest applied migration, and each time that it is typed one more."
            : "It undoes everything newer than "
                + Terms.version(stays)
                + ", the newest first; migrations of other plans too.");
    notes.add(
        "Where rows would be lost it refuses, and names the objects to repeat with"
            + " `-Ddbsage.allowDataLoss=`.");
    List<Step> without =
        material.steps().stream().filter(step -> step.rollback().script() == null).toList();
    if (!without.isEmpty()) {
      notes.add(
          "It refuses to go past those without a script: "
              + without.stream().map(Terms::title).collect(Collectors.joining(", "))
              + ". Once one of them is applied, roll forward: "
              + (forward == null ? "the plan does not say how." : Markdown.text(forward)));
    }
    At<Duration> limit = plan == null ? null : plan.summary().rollbackWindow();
    if (limit != null) {
      notes.add("It may take " + Terms.duration(limit.value()) + ".");
    }
    add(
        "If it goes wrong: roll back",
        "export REASON='WHY'\n" + Commands.rollback(stays),
        notes,
        "`Rolled back` with the number of migrations.",
        kept() == Snapshot.NONE
            ? EXIT + "."
            : EXIT
                + "; "
                + Markdown.code(Commands.goal("snapshot") + " -Ddbsage.from=" + KEPT)
                + " says that the schema is the same.");
  }
}
