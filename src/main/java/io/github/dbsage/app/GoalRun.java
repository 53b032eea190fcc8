package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Retries;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.db.Target;
import io.github.dbsage.db.TargetUrl;
import io.github.dbsage.embedded.EmbeddedServer;
import io.github.dbsage.embedded.UserCache;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Server;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.DriftReport;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Hazard;
import io.github.dbsage.model.HistoryReport;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.LockMeeting;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.SnapshotReport;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Withdrawn;
import io.github.dbsage.plan.Project;
import io.github.dbsage.report.ReportFiles;
import io.github.dbsage.report.format.ConsoleFormat;
import io.github.dbsage.report.format.Formats;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.TreeCache;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The course that every goal takes: announce, work, report, close what was opened. What a goal
 * finds out on its way is gathered here, so that a failure still reports it. Use once, on one
 * thread.
 */
final class GoalRun {

  /** What a goal does between its announcement and its report. */
  @FunctionalInterface
  interface Work {
    /** Does it; whatever is to be reported is left in the run. */
    void run(GoalRun run);
  }

  private static final Comparator<Finding> BY_PLACE =
      Comparator.comparing(
          Finding::where,
          Comparator.comparing(Place::file)
              .thenComparingInt(Place::line)
              .thenComparingInt(Place::column));

  /** How long a goal that is stopped may take to say so. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final String goal;
  private final Context context;
  private final Judgement judgement;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Suppressed> suppressed = new ArrayList<>();
  private final List<Withdrawn> withdrawn = new ArrayList<>();
  private final List<Hazard> hazards = new ArrayList<>();
  private final List<LockMeeting> locks = new ArrayList<>();
  private final List<StepReport> steps = new ArrayList<>();
  private final Map<String, String> embedded = new TreeMap<>();

  private final CountDownLatch ended = new CountDownLatch(1);

  private Redaction redaction;
  private Excerpts excerpts = place -> null;
  private final Listener listener;
  private final List<Database> databases = new CopyOnWriteArrayList<>();
  private @Nullable DatabaseInfo info;
  private @Nullable DriftReport drift;
  private @Nullable HistoryReport history;
  private @Nullable SnapshotReport snapshot;
  private Report.@Nullable Waiting waiting;
  private @Nullable Problem error;

  private GoalRun(String goal, Context context, Judgement judgement) {
    this.goal = goal;
    this.context = context;
    this.judgement = judgement;
    this.redaction = Redaction.of(Secrets.of(context));
    this.listener =
        new ConsoleFormat(
            context.sink(), place -> excerpts.line(place), () -> redaction, context.charset());
  }

  /** Runs a goal from its announcement to its report. */
  static Outcome of(String goal, Context context, Work work) {
    return of(goal, context, Judgement.USUAL, work);
  }

  /** The same, judged as the user asks for. */
  static Outcome of(String goal, Context context, Judgement judgement, Work work) {
    GoalRun run = new GoalRun(goal, context, judgement);
    long start = System.nanoTime();
    run.listener.on(new Event.GoalStarted(goal));
    Throwable defect = null;
    Thread interruption = new Thread(run::interrupted, "dbsage-interruption");
    Runtime.getRuntime().addShutdownHook(interruption);
    try {
      work.run(run);
      run.judgePending();
    } catch (UserError e) {
      run.error = e.problem();
    } catch (ServerFailure e) {
      run.error = AppProblems.server(e);
    } catch (RuntimeException e) {
      defect = e;
      run.error = AppProblems.defect(goal, e);
    } finally {
      run.close();
      removeHook(interruption);
    }
    Report report = run.files().write(run.report(), run.listener);
    run.listener.on(new Event.GoalEnded(report, Duration.ofNanos(System.nanoTime() - start)));
    run.ended.countDown();
    return new Outcome(
        report, defect == null ? null : Defect.of(defect, run.redaction), run.embedded);
  }

  Context context() {
    return context;
  }

  Listener listener() {
    return listener;
  }

  Redaction redaction() {
    return redaction;
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /** A finding that a file silences. */
  void add(Suppressed finding) {
    suppressed.add(finding);
  }

  /** A finding that a run refutes. */
  void add(Withdrawn finding) {
    withdrawn.add(finding);
  }

  /** Who met whom at a lock. */
  void add(LockMeeting meeting) {
    locks.add(meeting);
  }

  /** What rules warn of; the report keeps those that its findings speak of. */
  void know(Collection<Hazard> catalogue) {
    hazards.addAll(catalogue);
  }

  /**
   * Judges migrations; what is found is among the findings then, all of them by file and line.
   *
   * @param together whether these are applied together, before anybody uses what they make
   * @return what the files do
   */
  Linter.Verdict lint(
      Project project,
      Predicate<Step> judged,
      boolean together,
      Server server,
      Severities severities) {
    know(Linting.hazards());
    try (Grammar grammar = grammar()) {
      Linting.Result result = Linting.of(project, judged, together, server, severities, grammar);
      result.findings().forEach(this::add);
      result.suppressed().forEach(this::add);
      sort();
      return result.verdict();
    }
  }

  /** Puts what was found into the order of the files. */
  void sort() {
    findings.sort(BY_PLACE);
  }

  /** PostgreSQL's grammar, which the caller closes. */
  Grammar grammar() {
    Path cache = UserCache.folder(context.access().cacheDirectory()).resolve("trees");
    return new Grammar(new TreeCache(cache));
  }

  void add(StepReport step) {
    steps.add(step);
  }

  /** Takes back what was found under a rule. */
  void forget(String rule) {
    findings.removeIf(finding -> finding.rule().equals(rule));
  }

  void fail(Problem problem) {
    error = problem;
  }

  /** The first gate that it stopped in front of. */
  void waitsFor(Report.Waiting gate) {
    if (waiting == null) {
      waiting = gate;
    }
  }

  /** What the files and the record have to do with each other. */
  void compared(DriftReport files, @Nullable HistoryReport record) {
    drift = files;
    history = record;
  }

  /** What was found out about the schema. */
  void found(SnapshotReport schema) {
    snapshot = schema;
  }

  /** Whether something was found that fails the goal. */
  boolean hasErrors() {
    Set<String> rules =
        hazards.stream().map(Hazard::id).collect(Collectors.toCollection(HashSet::new));
    rules.add(PhaseRules.ID);
    return error != null
        || findings.stream()
            .anyMatch(finding -> judgement.fails(finding, rules.contains(finding.rule())));
  }

  /** Writes a file beside the report; its name relative to the base directory, or null. */
  @Nullable String attach(String name, String text) {
    if (!files().attach(name, text)) {
      return null;
    }
    Path file = context.output().resolve(name);
    Path base = context.baseDirectory();
    Path shown = file.startsWith(base) ? base.relativize(file) : file;
    return shown.toString().replace('\\', '/');
  }

  /** Reads the project; what is wrong with it is among the findings then. */
  Project project() {
    Project project = Project.read(Projects.request(context));
    excerpts = project.excerpts();
    findings.addAll(project.findings());
    return project;
  }

  /** The files, where there are any: what is wrong with them does not matter here. */
  @Nullable Project projectIfAny() {
    try {
      if (!Projects.exists(context)) {
        return null;
      }
      Project project = project();
      project.findings().stream().map(Finding::rule).distinct().forEach(this::forget);
      return project;
    } catch (UserError e) {
      listener.on(new Event.Remark("the files are left out of account: " + e.problem().what()));
      return null;
    }
  }

  /** Where lines are looked up before it is done in the project's files. */
  void quote(Excerpts scripts) {
    Excerpts files = excerpts;
    excerpts =
        place -> {
          String line = scripts.line(place);
          return line == null ? files.line(place) : line;
        };
  }

  /**
   * The schema of our tables: as asked for, else the plan's, else {@code public}.
   *
   * @param project null where there are no files
   */
  String schema(@Nullable Project project) {
    if (context.schema() != null) {
      if (context.schema().isBlank()) {
        throw new UserError(
            Problem.of(
                "PARAMETER",
                "dbsage.schema is empty.",
                null,
                "Name the schema of the plugin's own tables, or leave it out: public then."));
      }
      return context.schema();
    }
    String tracking = project == null ? null : project.trackingSchema();
    return tracking == null ? "public" : tracking;
  }

  /** Whether the user named a database. */
  boolean hasDatabase() {
    return context.access().namesDatabase();
  }

  /**
   * The database, starting the embedded server where that is asked for.
   *
   * @throws UserError where none was named, or the address cannot be read
   */
  Database database() {
    Context.Access access = context.access();
    if (!access.namesDatabase()) {
      throw new UserError(AppProblems.noUrl(goal));
    }
    Target target =
        Context.Access.EMBEDDED.equals(access.effectiveUrl()) ? embeddedTarget() : access.target();
    for (String secret : target.secrets()) {
      redaction = redaction.plus(secret);
    }
    redaction = redaction.sparing(Secrets.openNames(target));
    String variable = access.addressVariable();
    if (variable != null) {
      listener.on(new Event.Remark("the address comes from " + variable));
    }
    target.remarks().forEach(remark -> listener.on(new Event.Remark(remark)));
    Database opened =
        Database.at(
            target, Applications.name(goal), new Retries(access.connectRetries(), listener));
    return stopping(opened);
  }

  /** The same database once more, whose connections are for something else. */
  Database another(Database like) {
    return stopping(
        Database.at(
            like.target(),
            Applications.name(goal),
            new Retries(context.access().connectRetries(), listener)));
  }

  /** Takes care that a database of this goal is left alone when the goal is stopped or ends. */
  Database stopping(Database opened) {
    databases.add(opened);
    return opened;
  }

  /** From now on, nothing shows this. */
  void hide(String secret) {
    redaction = redaction.plus(secret);
  }

  /** Looks who answers, and says so. */
  void connected(Database opened, Session session) {
    info = opened.inspect(session);
    listener.on(new Event.Connected(info));
    String newer = opened.newer(info);
    if (newer != null) {
      listener.on(new Event.Remark(newer));
    }
  }

  /** The version of the server that answered: {@code 18.1}; empty where none did. */
  String serverVersion() {
    DatabaseInfo known = info;
    return known == null ? "" : known.serverVersion();
  }

  /** The major version of the server that answered. */
  int major() {
    String version = serverVersion().replaceFirst("[^0-9].*", "");
    return version.isEmpty() ? Judging.NEWEST : Integer.parseInt(version);
  }

  /** The embedded server, started or joined. */
  EmbeddedServer embeddedServer(EmbeddedServer.Lifetime lifetime) {
    Context.Access access = context.access();
    EmbeddedServer server =
        EmbeddedServer.start(
            new EmbeddedServer.Request(
                access.embeddedVersion(),
                context.binaries(),
                access.cacheDirectory(),
                context.output(),
                lifetime,
                access.embeddedPort(),
                listener));
    server.endAfter(() -> awaitEnd());
    redaction = redaction.plus(server.password());
    embedded.put("dbsage.embedded.url", server.url());
    embedded.put("dbsage.embedded.user", server.user());
    embedded.put("dbsage.embedded.password", server.password());
    embedded.put("dbsage.embedded.port", String.valueOf(server.port()));
    return server;
  }

  private Target embeddedTarget() {
    EmbeddedServer server = embeddedServer(EmbeddedServer.Lifetime.TIED_TO_JVM);
    return TargetUrl.parse(server.url()).as(server.user(), server.password());
  }

  private Report report() {
    return new Report(
        goal,
        !hasErrors(),
        waiting,
        info,
        steps,
        findings,
        suppressed,
        withdrawn,
        mentioned(),
        drift,
        history,
        snapshot,
        locks,
        error);
  }

  private List<Hazard> mentioned() {
    Set<String> rules =
        Stream.of(
                findings.stream(),
                suppressed.stream().map(Suppressed::finding),
                withdrawn.stream().map(Withdrawn::finding))
            .flatMap(Function.identity())
            .map(Finding::rule)
            .collect(Collectors.toSet());
    return hazards.stream().filter(hazard -> rules.contains(hazard.id())).toList();
  }

  private ReportFiles files() {
    return new ReportFiles(context.output(), Formats.all(context.toolVersion()), redaction);
  }

  /** What has a file and is not applied, where that is to fail the goal. */
  private void judgePending() {
    if (!judgement.failOnPending() || error != null) {
      return;
    }
    List<StepReport> open =
        steps.stream()
            .filter(step -> step.standing() == null || step.standing().local())
            .filter(
                step ->
                    switch (step.state()) {
                      case PENDING, WAITING, FAILED, ROLLED_BACK -> step.version() != null;
                      case APPLIED, RESUMED, SKIPPED -> false;
                    })
            .toList();
    if (!open.isEmpty()) {
      error = AppProblems.pending(open, info);
    }
  }

  /**
   * Ctrl-C: what runs on the server is cancelled, and rolled back or left to the journal. The goal
   * goes on while the JVM ends, so it gets a moment to write down what became of it.
   */
  private void interrupted() {
    if (databases.isEmpty()) {
      return;
    }
    databases.forEach(Database::stop);
    if (!awaitEnd()) {
      databases.forEach(Database::close);
    }
  }

  private boolean awaitEnd() {
    try {
      return ended.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void close() {
    databases.forEach(Database::close);
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already, and the hook with it.
    }
  }
}
