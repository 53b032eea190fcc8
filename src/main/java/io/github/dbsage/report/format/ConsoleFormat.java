package io.github.dbsage.report.format;

import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Excerpts;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.Sink;
import io.github.dbsage.model.StepReport;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens for people, a line at a time. Not thread-safe: events come on the goal's
 * thread.
 */
public final class ConsoleFormat implements Listener {

  private static final int STATEMENT_WIDTH = 100;
  private static final String INDENT = "      ";

  private final Supplier<Redaction> redaction;
  private final Marks marks;
  private final Paint paint;
  private final Page page;
  private final StepLine stepLine;
  private final Complaints complaints;
  private final FindingList findings;
  private final Rhythm rhythm = new Rhythm();

  private int planned;
  private boolean upToDate;
  private boolean stepsBegun;
  private Event.@Nullable StepStarted running;
  private boolean named;
  private final Set<Problem> told = new HashSet<>();

  /**
   * A console.
   *
   * @param redaction for everything that is written, source lines included; asked for each event,
   *     because secrets become known on the way
   * @param charset of the output: signs that it cannot show have stand-ins in ASCII
   */
  public ConsoleFormat(
      Sink sink, Excerpts excerpts, Supplier<Redaction> redaction, Charset charset) {
    this.redaction = redaction;
    this.marks = Marks.fitting(charset);
    this.paint = new Paint(sink.colour());
    this.page = new Page(sink, marks);
    this.stepLine = new StepLine(marks, paint);
    this.complaints = new Complaints(excerpts, redaction, paint, marks);
    this.findings = new FindingList(complaints, page, paint);
  }

  @Override
  public void on(Event happened) {
    Event event = redaction.get().redact(happened);
    if (event instanceof Event.Connected connected) {
      connected(connected.database());
    } else if (event instanceof Event.ServerStarted server) {
      serverStarted(server);
    } else if (event instanceof Event.Planned plan) {
      planned(plan);
    } else if (event instanceof Event.StepStarted started) {
      running = started;
      named = false;
    } else if (event instanceof Event.LockAwaited lock) {
      String waited = "Waiting for the run lock (" + Words.time(lock.waited()) + "): ";
      aside(Severity.WARNING, paint.doubtful(waited), waited.length(), lock.holder());
    } else if (event instanceof Event.LockWait wait) {
      lockWait(wait);
    } else if (event instanceof Event.Delayed delayed) {
      delayed(delayed);
    } else if (event instanceof Event.StillRunning still) {
      aside(Severity.INFO, "", 0, Progressing.line(still));
    } else if (event instanceof Event.BackfillProgress progress) {
      if (rhythm.shows(progress)) {
        aside(Severity.INFO, "", 0, BackfillLines.line(progress));
      }
    } else if (event instanceof Event.StatementStarted statement) {
      String line = "line " + statement.where().line() + "  ";
      String sql = Cells.oneLine(statement.sql(), STATEMENT_WIDTH);
      aside(Severity.INFO, paint.quiet(line), line.length(), sql);
    } else if (event instanceof Event.Notice notice) {
      notice(notice);
    } else if (event instanceof Event.Remark remark) {
      aside(Severity.INFO, "", 0, remark.message());
    } else if (event instanceof Event.StepEnded ended) {
      stepEnded(ended.step(), ended.error());
    } else if (event instanceof Event.Table table) {
      page.gap();
      page.write(Severity.INFO, Grid.lines(table.header(), table.rows(), paint));
      page.gap();
    } else if (event instanceof Event.GoalEnded ended) {
      goalEnded(ended.report(), ended.took());
    }
  }

  private void connected(DatabaseInfo database) {
    String line =
        "PostgreSQL %s · %s on %s:%d as %s"
            .formatted(
                database.serverVersion(),
                database.name(),
                database.host(),
                database.port(),
                database.user());
    page.write(Severity.INFO, paint.strong(Cells.harmless(line)));
  }

  private void serverStarted(Event.ServerStarted server) {
    String line =
        "Started PostgreSQL %s on port %d in %s"
            .formatted(server.version(), server.port(), Words.time(server.took()));
    page.write(Severity.INFO, line);
  }

  private void planned(Event.Planned plan) {
    planned = plan.pending();
    upToDate = plan.pending() == 0 && plan.waiting() == 0;
    String known = Words.count(plan.known(), "migration");
    String line;
    if (plan.known() == 0) {
      line = "There are no migrations yet.";
    } else if (upToDate) {
      line = paint.good("The database is up to date: " + known + " applied.");
    } else {
      line = known + ", " + Words.number(plan.pending()) + " pending";
      if (plan.waiting() > 0) {
        line += ", " + Words.number(plan.waiting()) + " behind a gate";
      }
    }
    page.write(Severity.INFO, line);
  }

  private void notice(Event.Notice notice) {
    boolean warning = notice.severity().equals("WARNING");
    Severity level = warning ? Severity.WARNING : Severity.INFO;
    String label = Cells.harmless(notice.severity()) + "  ";
    String painted = warning ? paint.doubtful(label) : paint.quiet(label);
    aside(level, painted, label.length(), notice.message());
    String detail = notice.detail();
    if (detail != null) {
      aside(level, " ".repeat(label.length()), label.length(), detail);
    }
  }

  private void lockWait(Event.LockWait wait) {
    String waiting = "waiting for ";
    String statement = Cells.oneLine(wait.statement(), STATEMENT_WIDTH);
    String what = wait.wanted() + " (" + Words.time(wait.waited()) + "): " + statement;
    aside(Severity.WARNING, paint.doubtful(waiting), waiting.length(), what);
    for (String holder : wait.holders()) {
      aside(Severity.WARNING, "  ", 2, "held up by " + holder);
    }
    if (wait.ending() != null) {
      String next = "  " + marks.next + " ";
      aside(Severity.WARNING, paint.good(next), next.length(), "to end it: " + wait.ending());
    }
  }

  private void delayed(Event.Delayed delayed) {
    String who = Words.count(delayed.sessions(), "session") + " waited";
    String howLong = " up to " + Words.time(delayed.longest()) + " for " + delayed.version();
    aside(Severity.WARNING, paint.doubtful(who), who.length(), howLong);
  }

  private void stepEnded(StepReport step, @Nullable Problem error) {
    gapBeforeSteps();
    Event.StepStarted started = running;
    running = null;
    Severity level = step.state() == StepReport.State.FAILED ? Severity.ERROR : Severity.INFO;
    page.write(level, stepLine.of(step, started == null ? 1 : started.resumedAt()));
    stepLine.locks(step).forEach(line -> page.write(Severity.INFO, line));
    BackfillReport backfill = step.backfill();
    if (backfill != null) {
      write(Severity.INFO, BackfillLines.result(backfill));
      write(Severity.WARNING, BackfillLines.faults(backfill));
    }
    if (error != null) {
      tell(error);
    }
  }

  private void write(Severity level, List<String> below) {
    for (String line : below) {
      String text = INDENT + Cells.harmless(line);
      page.write(level, level == Severity.INFO ? paint.quiet(text) : paint.doubtful(text));
    }
  }

  private void goalEnded(Report report, Duration took) {
    Problem error = report.error();
    if (error != null && !told.contains(error)) {
      tell(error);
    }
    findings.write(report.findings(), report.suppressed());
    Report.Waiting waiting = report.waiting();
    if (waiting != null) {
      page.gap();
      String gate = "Stopped in front of the gate " + waiting.gate() + ", which is not open.";
      page.write(Severity.INFO, paint.doubtful(Cells.harmless(gate)));
      String next =
          "  " + marks.next + " once it runs everywhere: mvn dbsage:apply -Ddbsage.deployed=";
      page.write(Severity.INFO, paint.good(Cells.harmless(next + waiting.gate())));
    }
    String sentence = new Summary(report, took, planned).sentence();
    if (!report.passed()) {
      page.gap();
      page.write(Severity.ERROR, paint.bad(sentence));
    } else if (!upToDate || !report.findings().isEmpty() || !report.suppressed().isEmpty()) {
      page.gap();
      page.write(Severity.INFO, paint.good(sentence));
    }
  }

  private void tell(Problem problem) {
    told.add(problem);
    page.gap();
    page.write(Severity.ERROR, complaints.of(problem));
    page.gap();
  }

  /** What happens meanwhile; while a step runs, below its name, which comes once. */
  private void aside(Severity level, String label, int labelWidth, String text) {
    Event.StepStarted started = running;
    if (started != null && !named) {
      named = true;
      gapBeforeSteps();
      page.write(
          Severity.INFO, "  " + marks.running + " " + Cells.harmless(started.step().title()));
    }
    String lead = (started == null ? "" : INDENT) + label;
    for (String line : Cells.lines(text)) {
      page.write(level, lead + line);
      lead = " ".repeat(labelWidth + (started == null ? 0 : INDENT.length()));
    }
  }

  private void gapBeforeSteps() {
    if (!stepsBegun) {
      stepsBegun = true;
      page.gap();
    }
  }
}
