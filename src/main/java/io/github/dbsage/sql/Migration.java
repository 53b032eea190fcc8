package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a migration file and tells, in order, only what is to be run: without the file's outer
 * BEGIN and COMMIT and without its rollback section. Not thread-safe.
 *
 * <p>Whoever judges a file and whoever runs it read it through this class, so they cannot differ.
 */
public final class Migration implements AutoCloseable {

  private static final String ROLLBACK_MARKER = "-- ROLLBACK SECTION";

  /** What comes next. */
  public sealed interface Part {}

  /**
   * A statement to be sent.
   *
   * @param ordinal from 1 within the statements that are sent
   * @param timeouts what the directives before the statement ask for, and where they are silent
   *     those of the file
   */
  public record Run(int ordinal, Statement statement, Timeouts timeouts) implements Part {}

  /** A piece of the data of the COPY statement before it. */
  public record Data(Item.CopyData piece) implements Part {}

  /** A reason not to run the file; its place is always known. */
  public record Fault(Problem problem) implements Part {}

  /** A directive that silences a hazard; {@code statement} is null where it holds for the file. */
  public record Ignored(String rule, String reason, Place at, @Nullable Place statement) {}

  /** Sees every item of the file as it goes by. */
  @FunctionalInterface
  public interface Observer {

    /**
     * An item was read.
     *
     * @param rollback whether it belongs to the rollback section, from the marker to the script
     */
    void saw(Item item, boolean rollback);
  }

  private enum Section {
    BODY,
    MARKED,
    DONE
  }

  private final Script script;
  private final Observer observer;
  private final Deque<Part> ready = new ArrayDeque<>();
  private final List<Ignored> ignored = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();

  private Section section = Section.BODY;
  private Place marker = new Place("-", 1, 1);
  private @Nullable String rollback;
  private boolean textBehind;

  private TransactionMode mode = TransactionMode.AUTO;
  private boolean modeSet;
  private Timeouts fileTimeouts = Timeouts.NONE;

  private int met;
  private int sent;
  private boolean outer;
  private boolean open;
  private @Nullable Place unmatchedBegin;
  private @Nullable Place lastCommit;
  private boolean ended;
  private boolean brokenOff;

  private Migration(Script script, Observer observer) {
    this.script = script;
    this.observer = observer;
  }

  /** A directive in front of a statement that was not met yet. */
  private record Pending(Place at, Directive directive) {}

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be read
   */
  public static Migration open(Source source, Placeholders placeholders) throws IOException {
    return open(source, placeholders, (item, rollback) -> {});
  }

  /**
   * Opens a file for someone who wants to see all of it.
   *
   * @throws IOException when it cannot be read
   */
  public static Migration open(Source source, Placeholders placeholders, Observer observer)
      throws IOException {
    return new Migration(Script.open(source, placeholders), observer);
  }

  /**
   * The next part, or null at the end.
   *
   * @throws IOException when the file cannot be read
   */
  public @Nullable Part next() throws IOException {
    while (ready.isEmpty()) {
      if (ended) {
        return null;
      }
      Item item = script.next();
      if (item == null) {
        ended = true;
        end();
      } else {
        read(item);
      }
    }
    return ready.poll();
  }

  /** How the file wants its transactions; final as soon as a statement was returned. */
  public TransactionMode mode() {
    return mode;
  }

  /** What the leading directives ask for; final as soon as a statement was returned. */
  public Timeouts timeouts() {
    return fileTimeouts;
  }

  /** Whether the file brings its own BEGIN as its first statement. */
  public boolean outerTransaction() {
    return outer;
  }

  /** The script in the rollback section; known at the end, null where there is none. */
  public @Nullable String rollback() {
    return rollback;
  }

  /** The hazards that the file silences; complete at the end. */
  public List<Ignored> ignored() {
    return List.copyOf(ignored);
  }

  /** Whether a placeholder, or an escaped one, was met so far. */
  public boolean metPlaceholder() {
    return script.metPlaceholder();
  }

  @Override
  public void close() throws IOException {
    script.close();
  }

  private void read(Item item) {
    brokenOff = false;
    boolean inSection = section == Section.MARKED && belongsToSection(item);
    if (item instanceof Item.Comment comment) {
      boolean begins = section == Section.BODY && isMarker(comment);
      observer.saw(item, inSection || begins);
      comment(comment);
      return;
    }
    observer.saw(item, inSection);
    if (item instanceof Item.Defect defect) {
      brokenOff = !defect.raw().isEmpty();
      fault(defect.problem().where() == null ? defect.problem().at(defect.at()) : defect.problem());
    } else if (item instanceof Item.Sql sql) {
      sql(sql.statement());
    } else if (item instanceof Item.CopyData data && section == Section.BODY) {
      ready.add(new Data(data));
    }
  }

  /** Between the marker and its script only blanks and comments can stand. */
  private static boolean belongsToSection(Item item) {
    return item instanceof Item.Gap || item instanceof Item.Comment;
  }

  private static boolean isMarker(Item.Comment comment) {
    return !comment.block() && comment.ownLine() && comment.raw().startsWith(ROLLBACK_MARKER);
  }

  private void comment(Item.Comment comment) {
    switch (section) {
      case BODY -> {
        if (isMarker(comment)) {
          section = Section.MARKED;
          marker = comment.at();
        } else {
          directive(comment);
        }
      }
      case MARKED -> {
        if (comment.block()) {
          section = Section.DONE;
          rollback = script(comment);
        }
      }
      case DONE -> {
        if (isMarker(comment)) {
          fault(MigrationProblems.secondRollbackSection(comment.at()));
        }
      }
    }
  }

  private @Nullable String script(Item.Comment comment) {
    String inside = comment.raw().substring(2, comment.raw().length() - 2);
    if (inside.isBlank()) {
      fault(MigrationProblems.emptyRollback(comment.at()));
      return null;
    }
    int from = inside.length() - inside.stripLeading().length();
    int line = inside.lastIndexOf('\n', from) + 1;
    return inside.substring(line == 0 ? from : line).stripTrailing();
  }

  private void directive(Item.Comment comment) {
    Directive directive = Directives.read(comment);
    if (directive == null) {
      return;
    }
    if (directive instanceof Directive.Broken broken) {
      broken.problems().forEach(this::fault);
    } else if (!comment.leading()) {
      if (directive instanceof Directive.Settings settings && settings.transaction() != null) {
        fault(MigrationProblems.transactionNotLeading(comment.at()));
      }
      pending.add(new Pending(comment.at(), directive));
    } else if (directive instanceof Directive.Ignore ignore) {
      ignored.add(new Ignored(ignore.rule(), ignore.reason(), comment.at(), null));
    } else if (directive instanceof Directive.Settings settings) {
      fileTimeouts = merge(fileTimeouts, settings.timeouts(), comment.at());
      if (settings.transaction() != null) {
        if (modeSet) {
          fault(MigrationProblems.directiveTwice(comment.at(), "transaction"));
        }
        mode = settings.transaction();
        modeSet = true;
      }
    }
  }

  private Timeouts merge(Timeouts before, Timeouts more, Place at) {
    if (before.lock() != null && more.lock() != null) {
      fault(MigrationProblems.directiveTwice(at, "lock_timeout"));
    }
    if (before.statement() != null && more.statement() != null) {
      fault(MigrationProblems.directiveTwice(at, "statement_timeout"));
    }
    return before.orElse(more);
  }

  private void sql(Statement statement) {
    if (section != Section.BODY) {
      behindSection(statement);
      return;
    }
    if (lastCommit != null) {
      fault(MigrationProblems.innerCommit(lastCommit));
      lastCommit = null;
    }
    boolean first = met++ == 0;
    Place at = statement.start();
    Command command = statement.command();
    if (command instanceof Command.Begin begin) {
      dropDirectives("BEGIN");
      begin(begin, at, first);
    } else if (command instanceof Command.Commit commit) {
      dropDirectives("COMMIT");
      commit(commit, at);
    } else if (command instanceof Command.TransactionControl control) {
      dropDirectives(control.what());
      fault(MigrationProblems.transactionControl(at, control.what()));
    } else if (command instanceof Command.HistoryWrite write) {
      pending.clear();
      fault(MigrationProblems.historyWrite(at, write.verb()));
    } else {
      if (command instanceof Command.NonTransactional alone
          && (mode == TransactionMode.TRUE || outer)) {
        String forcedBy = outer ? "the file's BEGIN" : "the directive transaction=true";
        fault(MigrationProblems.inTransaction(at, alone, forcedBy));
      }
      Timeouts timeouts = takeDirectives(at).orElse(fileTimeouts);
      ready.add(new Run(++sent, statement, timeouts));
    }
  }

  private void behindSection(Statement statement) {
    if (section == Section.MARKED) {
      fault(MigrationProblems.rollbackWithoutScript(marker));
      section = Section.DONE;
    } else if (!textBehind) {
      fault(MigrationProblems.textBehindRollback(statement.start()));
    }
    textBehind = true;
  }

  private void begin(Command.Begin begin, Place at, boolean first) {
    open = true;
    if (!first) {
      fault(MigrationProblems.nestedBegin(at));
      return;
    }
    outer = true;
    unmatchedBegin = at;
    if (!begin.plain()) {
      fault(MigrationProblems.beginModes(at));
    }
    if (mode == TransactionMode.FALSE) {
      fault(MigrationProblems.beginAgainstMode(at));
    }
  }

  private void commit(Command.Commit commit, Place at) {
    if (!commit.plain()) {
      fault(MigrationProblems.commitChain(at));
    } else if (open) {
      // Only the end of the file tells whether it was the last statement.
      lastCommit = at;
    } else {
      fault(MigrationProblems.commitWithoutBegin(at));
    }
    open = false;
    unmatchedBegin = null;
  }

  private Timeouts takeDirectives(Place statement) {
    Timeouts timeouts = Timeouts.NONE;
    for (Pending one : pending) {
      if (one.directive() instanceof Directive.Ignore ignore) {
        ignored.add(new Ignored(ignore.rule(), ignore.reason(), one.at(), statement));
      } else if (one.directive() instanceof Directive.Settings settings) {
        timeouts = merge(timeouts, settings.timeouts(), one.at());
      }
    }
    pending.clear();
    return timeouts;
  }

  private void dropDirectives(String before) {
    for (Pending one : pending) {
      fault(MigrationProblems.directiveBeforeDropped(one.at(), before));
    }
    pending.clear();
  }

  private void end() {
    if (brokenOff) {
      // An unclosed quote swallows the rest: what is missing there may well be written.
      return;
    }
    for (Pending one : pending) {
      fault(MigrationProblems.directiveWithoutStatement(one.at()));
    }
    if (section == Section.MARKED) {
      fault(MigrationProblems.rollbackWithoutScript(marker));
    }
    if (unmatchedBegin != null) {
      fault(MigrationProblems.beginWithoutCommit(unmatchedBegin));
    }
  }

  private void fault(Problem problem) {
    ready.add(new Fault(problem));
  }
}
