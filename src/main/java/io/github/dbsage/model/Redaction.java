package io.github.dbsage.model;

import io.github.dbsage.model.StepReport.StatementReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets in text by {@code ****}: those that are known, as they are and as URLs, JSON and
 * SQL write them, and whatever stands where a password stands. Immutable.
 *
 * <p>How a known secret is looked for depends on how easily ordinary text holds it by chance:
 *
 * <ul>
 *   <li>most are masked wherever they occur;
 *   <li>a short plain word or number ({@code shop}, {@code 123456}) only as a whole word, so that
 *       {@code workshop} and {@code 20251234560000} stay;
 *   <li>one of fewer than 4 characters, a blank one, {@code postgres} and {@code password}, and one
 *       that is also an open name (a user called like its password) only where a password stands:
 *       to mask it elsewhere would tear sentences apart, and give it away.
 * </ul>
 *
 * <p>Redacting takes time in proportion to the text, never throws, does nothing to redacted text,
 * and gives text without secrets back as the same instance. Text is redacted first and shortened
 * afterwards: half a secret is not recognised. Codes, places, versions, the names of migrations and
 * {@link DatabaseInfo} are identifiers and stay as they are, and so do hazards, which are our
 * words.
 */
public final class Redaction {

  /** What stands in a secret's place. */
  public static final String MASK = "****";

  private static final int SHORTEST_SOUGHT_ANYWHERE = 4;
  private static final int LONGEST_WORD = 11;

  /** Passwords that URLs and the server's own sentences are made of. */
  private static final Set<String> ORDINARY = Set.of("password", "postgres", "postgresql");

  private final Set<String> secrets;
  private final Set<String> openNames;
  private final List<String> anywhere = new ArrayList<>();
  private final List<String> words = new ArrayList<>();
  private final List<String> asPasswords = new ArrayList<>();

  private Redaction(Set<String> secrets, Set<String> openNames) {
    this.secrets = Set.copyOf(secrets);
    this.openNames = Set.copyOf(openNames);
    for (String secret : secrets) {
      if (needsContext(secret)) {
        asPasswords.addAll(SecretForms.of(secret));
      } else if (isWord(secret)) {
        words.add(secret);
      } else {
        anywhere.addAll(SecretForms.of(secret));
      }
    }
  }

  /** One that knows these secrets; empty ones are ignored. */
  public static Redaction of(Collection<String> secrets) {
    return new Redaction(withoutEmpty(secrets), Set.of());
  }

  /** The same that knows one secret more. */
  public Redaction plus(String secret) {
    Set<String> more = new LinkedHashSet<>(secrets);
    more.add(secret);
    return new Redaction(withoutEmpty(more), openNames);
  }

  /**
   * The same, for text in which these names are shown openly: the user, the database, the host. A
   * secret that equals one of them is masked only where a password stands.
   */
  public Redaction sparing(Collection<String> names) {
    Set<String> more = new LinkedHashSet<>(openNames);
    more.addAll(names);
    return new Redaction(secrets, more);
  }

  /** The text without secrets; the same instance where it holds none. */
  public String redact(String text) {
    String known = KnownSecrets.maskWords(KnownSecrets.maskAnywhere(text, anywhere), words);
    return new SecretPlaces(known, asPasswords).mask();
  }

  /** The text without secrets, null for null. */
  public @Nullable String redactNullable(@Nullable String text) {
    return text == null ? null : redact(text);
  }

  /** The problem without secrets. */
  public Problem redact(Problem problem) {
    return new Problem(
        problem.code(),
        redact(problem.what()),
        problem.where(),
        redactNullable(problem.why()),
        redactNullable(problem.fix()),
        problem.sqlState(),
        redactNullable(problem.hint()));
  }

  /** The finding without secrets. */
  public Finding redact(Finding finding) {
    return new Finding(
        finding.rule(),
        finding.severity(),
        finding.certainty(),
        finding.where(),
        redactNullable(finding.statement()),
        redact(finding.message()),
        redactNullable(finding.effect()),
        redactNullable(finding.fix()));
  }

  /** The silenced finding without secrets. */
  public Suppressed redact(Suppressed suppressed) {
    return new Suppressed(
        redact(suppressed.finding()), redact(suppressed.reason()), suppressed.at());
  }

  /** The withdrawn finding without secrets. */
  public Withdrawn redact(Withdrawn withdrawn) {
    return new Withdrawn(redact(withdrawn.finding()), redact(withdrawn.reason()));
  }

  /** The meeting without secrets. */
  public LockMeeting redact(LockMeeting meeting) {
    return new LockMeeting(
        meeting.version(),
        redact(meeting.waiter()),
        redact(meeting.wanted()),
        cells(meeting.blockers()),
        meeting.waitedMs());
  }

  /** The step's report without secrets. */
  public StepReport redact(StepReport step) {
    Problem error = step.error();
    return new StepReport(
        step.version(),
        step.name(),
        step.kind(),
        step.state(),
        step.statementCount(),
        step.statements().stream().map(this::redact).toList(),
        step.executionTimeMs(),
        step.rollback(),
        redactNullable(step.rollbackDiff()),
        step.locks(),
        redact(step.backfill()),
        redact(step.standing()),
        error == null ? null : redact(error));
  }

  private @Nullable BackfillReport redact(@Nullable BackfillReport backfill) {
    if (backfill == null) {
      return null;
    }
    return new BackfillReport(
        backfill.job(),
        backfill.status(),
        backfill.table(),
        backfill.key(),
        cells(backfill.choices()),
        backfill.rows(),
        backfill.own(),
        backfill.expected(),
        backfill.batches(),
        backfill.workers(),
        backfill.deferred(),
        backfill.residue(),
        backfill.poison().stream()
            .map(
                row ->
                    new BackfillReport.Poison(
                        redact(row.key()), row.sqlState(), redact(row.message())))
            .toList(),
        backfill.poisoned(),
        backfill.slowDowns().stream()
            .map(
                slow ->
                    new BackfillReport.SlowDown(slow.signal(), redact(slow.reason()), slow.ms()))
            .toList(),
        backfill.curve().stream()
            .map(
                point ->
                    new BackfillReport.Point(
                        point.ms(),
                        point.rows(),
                        point.rowsPerSecond(),
                        point.batch(),
                        point.duty(),
                        redactNullable(point.held())))
            .toList(),
        backfill.checks(),
        backfill.ms());
  }

  private @Nullable Standing redact(@Nullable Standing standing) {
    if (standing == null || (standing.notes() == null && standing.correction() == null)) {
      return standing;
    }
    return new Standing(
        standing.local(),
        standing.recorded(),
        standing.state(),
        standing.difference(),
        standing.outOfOrder(),
        standing.wayBack(),
        standing.kind(),
        standing.appliedAt(),
        standing.appliedBy(),
        standing.toolVersion(),
        standing.statementsDone(),
        redactNullable(standing.notes()),
        redactNullable(standing.correction()));
  }

  private @Nullable HistoryReport redact(@Nullable HistoryReport history) {
    if (history == null) {
      return null;
    }
    HistoryReport.Action last = history.last();
    HistoryReport.Running running = history.running();
    return new HistoryReport(
        history.schema(),
        history.tables(),
        history.standby(),
        redactNullable(history.occupied()),
        history.counts(),
        last == null
            ? null
            : new HistoryReport.Action(
                last.at(),
                redact(last.action()),
                last.version(),
                last.dbUser(),
                last.osUser(),
                last.host(),
                redactNullable(last.reason())),
        history.toolVersion(),
        running == null
            ? null
            : new HistoryReport.Running(
                redact(running.application()),
                running.pid(),
                running.user(),
                running.address(),
                running.since()),
        history.queries());
  }

  /** The report without secrets. */
  public Report redact(Report report) {
    Problem error = report.error();
    return new Report(
        report.goal(),
        report.passed(),
        report.waiting(),
        report.database(),
        report.steps().stream().map(this::redact).toList(),
        report.findings().stream().map(this::redact).toList(),
        report.suppressed().stream().map(this::redact).toList(),
        report.withdrawn().stream().map(this::redact).toList(),
        report.hazards(),
        report.drift(),
        redact(report.history()),
        report.snapshot(),
        report.locks().stream().map(this::redact).toList(),
        error == null ? null : redact(error));
  }

  /** The event without secrets. */
  public Event redact(Event event) {
    if (event instanceof Event.LockAwaited lock) {
      return new Event.LockAwaited(redact(lock.holder()), lock.waited());
    }
    if (event instanceof Event.StatementStarted statement) {
      return new Event.StatementStarted(statement.where(), redact(statement.sql()));
    }
    if (event instanceof Event.LockWait wait) {
      return new Event.LockWait(
          redact(wait.statement()),
          redact(wait.wanted()),
          wait.waited(),
          cells(wait.holders()),
          wait.ending());
    }
    if (event instanceof Event.StillRunning still) {
      return new Event.StillRunning(
          redact(still.statement()), still.took(), redact(still.progress()));
    }
    if (event instanceof Event.BackfillProgress progress) {
      return new Event.BackfillProgress(
          redact(progress.job()),
          progress.rows(),
          progress.fraction(),
          progress.expected(),
          progress.rowsPerSecond(),
          progress.left(),
          progress.batch(),
          progress.workers(),
          progress.duty(),
          redactNullable(progress.held()));
    }
    if (event instanceof Event.Notice notice) {
      return new Event.Notice(
          notice.severity(), redact(notice.message()), redactNullable(notice.detail()));
    }
    if (event instanceof Event.Remark remark) {
      return new Event.Remark(redact(remark.message()));
    }
    if (event instanceof Event.StepEnded end) {
      Problem error = end.error();
      return new Event.StepEnded(redact(end.step()), error == null ? null : redact(error));
    }
    if (event instanceof Event.Table table) {
      return new Event.Table(
          cells(table.header()), table.rows().stream().map(this::cells).toList());
    }
    if (event instanceof Event.GoalEnded end) {
      return new Event.GoalEnded(redact(end.report()), end.took());
    }
    return event;
  }

  private StatementReport redact(StatementReport statement) {
    return new StatementReport(
        statement.line(),
        redact(statement.sql()),
        statement.ms(),
        statement.rows(),
        statement.trace());
  }

  private Event.@Nullable Progress redact(Event.@Nullable Progress progress) {
    return progress == null
        ? null
        : new Event.Progress(
            redact(progress.what()),
            progress.phase(),
            progress.done(),
            progress.total(),
            progress.unit());
  }

  private List<String> cells(List<String> row) {
    return row.stream().map(this::redact).toList();
  }

  private boolean needsContext(String secret) {
    return secret.length() < SHORTEST_SOUGHT_ANYWHERE
        || secret.isBlank()
        || secret.contains(MASK)
        || ORDINARY.contains(secret)
        || openNames.contains(secret);
  }

  private static boolean isWord(String secret) {
    return secret.length() <= LONGEST_WORD
        && (secret.chars().allMatch(Redaction::isLetter)
            || secret.chars().allMatch(c -> c >= '0' && c <= '9'));
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static Set<String> withoutEmpty(Collection<String> secrets) {
    Set<String> some = new LinkedHashSet<>(secrets);
    some.remove("");
    return some;
  }
}
