package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a migration file and tells, in order, only what is to be run: without the file's BEGINs and
 * COMMITs, without the record that it keeps of itself, and without its rollback section. Not
 * thread-safe.
 *
 * <p>Whoever judges a file and whoever runs it read it through this class, so they cannot differ.
 */
public final class Migration implements AutoCloseable {

  /** What comes next. */
  public sealed interface Part {}

  /**
   * A statement to be sent.
   *
   * @param ordinal from 1 within the statements that are sent
   * @param timeouts what the directives before the statement ask for, and where they are silent
   *     those of the file
   * @param block which of the file's own transactions it is in, from BEGIN to COMMIT, counted from
   *     1; 0 where it is in none
   */
  public record Run(int ordinal, Statement statement, Timeouts timeouts, int block)
      implements Part {}

  /** A piece of the data of the COPY statement before it. */
  public record Data(Item.CopyData piece) implements Part {}

  /** A reason not to run the file; its place is always known. */
  public record Fault(Problem problem) implements Part {}

  /** A directive that silences a hazard; {@code statement} is null where it holds for the file. */
  public record Ignored(String rule, String reason, Place at, @Nullable Place statement) {}

  /**
   * A statement that is not run, for the plugin does by itself what it would do.
   *
   * @param what in a few words: {@code INSERT on schema_migrations}
   * @param table of ours that it is about
   */
  public record LeftOut(String what, String table, Place at) {}

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

  private final Script script;
  private final Observer observer;
  private final Deque<Part> ready = new ArrayDeque<>();
  private final DirectiveScope directives = new DirectiveScope(this::fault);
  private final RollbackSection rollback;
  private final OwnRecord record;

  private int met;
  private int sent;
  private int blocks;
  private boolean open;
  private int firstBlock;
  private boolean several;
  private @Nullable Place unmatchedBegin;
  private @Nullable Place lastCommit;
  private boolean ended;
  private boolean brokenOff;

  private Migration(Script script, Observer observer, String file) {
    this.script = script;
    this.observer = observer;
    this.record = new OwnRecord(file, this::fault);
    this.rollback = new RollbackSection(this::fault, true);
  }

  private Migration(Script script, Version undone) {
    this.script = script;
    this.observer = (item, section) -> {};
    this.record = OwnRecord.undone(undone, this::fault);
    this.rollback = new RollbackSection(this::fault, false);
  }

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
    return new Migration(Script.open(source, placeholders), observer, source.file());
  }

  /** Opens the script that undoes a version: without the DELETE of its record. */
  static Migration undoing(Source source, Version version, Placeholders placeholders)
      throws IOException {
    return new Migration(Script.open(source, placeholders), version);
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
    return directives.mode();
  }

  /** What the leading directives ask for; final as soon as a statement was returned. */
  public Timeouts timeouts() {
    return directives.timeouts();
  }

  /** Whether a BEGIN and COMMIT of the file enclose all that is sent; known at the end. */
  public boolean outerTransaction() {
    return blocks > 0 && !several && (sent == 0 || firstBlock > 0);
  }

  /** Whether the file's own BEGINs and COMMITs cut it into several parts; known at the end. */
  public boolean severalTransactions() {
    return several;
  }

  /**
   * The script in the rollback section, else the one in the record that the file keeps of itself;
   * known at the end, null where there is none.
   */
  public @Nullable String rollback() {
    return rollback.script() != null ? rollback.script() : record.script();
  }

  /** Where the script stands, in words. */
  public String rollbackStands() {
    return rollback.script() != null
        ? "the rollback section"
        : "the INSERT on " + HistoryWrites.TABLE;
  }

  /** The statements that are not run, beside BEGIN and COMMIT; complete at the end. */
  public List<LeftOut> leftOut() {
    return record.leftOut();
  }

  /** The hazards that the file silences; complete at the end. */
  public List<Ignored> ignored() {
    return directives.ignored();
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
    boolean inSection = rollback.takes(item);
    observer.saw(item, inSection);
    if (item instanceof Item.Defect defect) {
      brokenOff = !defect.raw().isEmpty();
      fault(defect.problem().where() == null ? defect.problem().at(defect.at()) : defect.problem());
    } else if (rollback.begun()) {
      return;
    } else if (item instanceof Item.Comment comment) {
      directives.comment(comment);
    } else if (item instanceof Item.Sql sql) {
      sql(sql.statement());
    } else if (item instanceof Item.CopyData data) {
      ready.add(new Data(data));
    }
  }

  private void sql(Statement statement) {
    LeftOut left = record.take(statement);
    if (left != null) {
      directives.drop(left.what());
      return;
    }
    if (lastCommit != null && mode() == TransactionMode.TRUE) {
      fault(MigrationProblems.blocksAgainstMode(lastCommit));
    }
    lastCommit = null;
    boolean first = met++ == 0;
    Place at = statement.start();
    Command command = statement.command();
    if (command instanceof Command.Begin begin) {
      directives.drop("BEGIN");
      begin(begin, at, first);
    } else if (command instanceof Command.Commit commit) {
      directives.drop("COMMIT");
      commit(commit, at);
    } else if (command instanceof Command.TransactionControl control) {
      directives.drop(control.what());
      fault(MigrationProblems.transactionControl(at, control.what()));
    } else if (command instanceof Command.HistoryWrite write) {
      directives.drop(write.verb());
      fault(MigrationProblems.historyWrite(at, write.verb()));
    } else if (command instanceof Command.Setup setup) {
      directives.drop(setup.what());
      fault(MigrationProblems.ownTable(at));
    } else if (command instanceof Command.CopyOut) {
      directives.drop("COPY");
      fault(MigrationProblems.copyOut(at));
    } else if (command instanceof Command.ConnectionSetting setting) {
      directives.drop("SET");
      fault(MigrationProblems.connectionSetting(at, setting));
    } else {
      if (command instanceof Command.NonTransactional alone
          && (open || mode() == TransactionMode.TRUE)) {
        String forcedBy = open ? "the file's BEGIN" : "the directive transaction=true";
        fault(MigrationProblems.inTransaction(at, alone, forcedBy));
      }
      int block = open ? blocks : 0;
      firstBlock = sent == 0 ? block : firstBlock;
      several |= block != firstBlock;
      ready.add(new Run(++sent, statement, directives.take(at), block));
    }
  }

  private void begin(Command.Begin begin, Place at, boolean first) {
    if (open) {
      fault(MigrationProblems.nestedBegin(at));
      return;
    }
    open = true;
    unmatchedBegin = at;
    if (!begin.plain()) {
      fault(MigrationProblems.beginModes(at));
    }
    if (++blocks == 1 && mode() == TransactionMode.FALSE) {
      fault(MigrationProblems.beginAgainstMode(at));
    } else if (!first && mode() == TransactionMode.TRUE) {
      fault(MigrationProblems.blocksAgainstMode(at));
    }
  }

  private void commit(Command.Commit commit, Place at) {
    if (!commit.plain()) {
      fault(MigrationProblems.commitChain(at));
      if (open) {
        blocks++;
        unmatchedBegin = at;
        return;
      }
    } else if (open) {
      // A statement behind it may tell that it was not the last one.
      lastCommit = at;
    } else {
      fault(MigrationProblems.commitWithoutBegin(at));
    }
    open = false;
    unmatchedBegin = null;
  }

  private void end() {
    if (brokenOff) {
      // An unclosed quote swallows the rest: what is missing there may well be written.
      return;
    }
    directives.end();
    rollback.end();
    record.end(rollback.script(), rollback.scriptAt());
    if (unmatchedBegin != null) {
      fault(MigrationProblems.beginWithoutCommit(unmatchedBegin));
    }
  }

  private void fault(Problem problem) {
    ready.add(new Fault(problem));
  }
}
