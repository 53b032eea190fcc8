package io.github.dbsage.lint;

import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file's statements with their trees, each in the transaction that the runner gives it.
 *
 * @param lines what may matter; statements that only fill tables are left out of long files
 */
record Reading(Subject subject, List<Line> lines) {

  Reading {
    lines = List.copyOf(lines);
  }

  /**
   * A statement.
   *
   * @param transaction from 0 within the file
   * @param block whether it runs in a transaction block
   * @param forcedBy what in the file forces the transaction, or null
   * @param timeouts what its directives ask for
   */
  record Line(
      Statement statement,
      Parsed parsed,
      int transaction,
      boolean block,
      @Nullable String forcedBy,
      Timeouts timeouts) {}

  /** INSERTs of a file that are read for their grammar; the others only fill tables. */
  private static final int INSERTS = 20;

  /** Statements of a file that are kept; of what follows only what changes the schema. */
  private static final int MOST = 5_000;

  /** Statements that are parsed and kept in the cache together. */
  private static final int TOGETHER = 500;

  /** Longer ones hold data; in chars. */
  private static final int LONGEST = 1 << 18;

  private static final Pattern FIRST_WORD = Pattern.compile("\\s*([A-Za-z]+)");
  private static final Pattern QUERY = Pattern.compile("\\b(select|with)\\b", 2);

  /** Nothing that they do is a hazard, or changes what is one. */
  private static final Set<String> HARMLESS =
      Set.of("grant", "revoke", "comment", "notify", "listen", "unlisten", "security");

  private static final Set<String> SCHEMA =
      Set.of("create", "alter", "drop", "set", "reset", "do", "truncate", "call");

  /** Reads a file. */
  static Reading of(Subject subject, Grammar grammar) throws IOException {
    SqlStep step = subject.step();
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    List<Line> lines = new ArrayList<>();
    Cut cut = new Cut();
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      List<Line> waiting = new ArrayList<>();
      int inserts = 0;
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (!(part instanceof Migration.Run run)) {
          continue;
        }
        Line line = cut.next(run, migration);
        String word = firstWord(run.statement().text());
        boolean fills = word.equals("insert") && !isQuery(run.statement().text());
        inserts += fills ? 1 : 0;
        if (isLeftOut(word, run.statement(), fills ? inserts : 0, lines.size() + waiting.size())) {
          continue;
        }
        waiting.add(line);
        if (waiting.size() == TOGETHER) {
          lines.addAll(parsed(waiting, grammar));
          waiting.clear();
        }
      }
      lines.addAll(parsed(waiting, grammar));
    }
    return new Reading(subject, lines);
  }

  private static boolean isLeftOut(String word, Statement statement, int inserts, int kept) {
    return HARMLESS.contains(word)
        || inserts > INSERTS
        || (kept > MOST && !SCHEMA.contains(word))
        || (statement.text().length() > LONGEST && !SCHEMA.contains(word));
  }

  private static List<Line> parsed(List<Line> lines, Grammar grammar) {
    if (lines.isEmpty()) {
      return List.of();
    }
    List<Parsed> trees =
        grammar.parseAll(lines.stream().map(line -> line.statement().text()).toList());
    List<Line> done = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      done.add(
          new Line(
              line.statement(),
              trees.get(i),
              line.transaction(),
              line.block(),
              line.forcedBy(),
              line.timeouts()));
    }
    return done;
  }

  private static String firstWord(String text) {
    var matcher = FIRST_WORD.matcher(text);
    return matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }

  private static boolean isQuery(String text) {
    return QUERY.matcher(text).find();
  }

  /** Cuts a file into transactions, as the runner does. */
  private static final class Cut {

    private static final Parsed NOTHING = new Parsed.Trees(List.of());

    private int transaction;
    private boolean open;
    private boolean behindLabel;
    private int boundaries;

    Line next(Migration.Run run, Migration migration) {
      Statement statement = run.statement();
      TransactionMode mode = migration.mode();
      boolean outer = migration.inTransaction();
      if (boundaries != migration.boundaries()) {
        boundaries = migration.boundaries();
        transaction++;
        open = false;
        behindLabel = false;
      }
      if (outer || mode == TransactionMode.TRUE) {
        String forcedBy = outer ? "the file's BEGIN" : "the directive transaction=true";
        return new Line(statement, NOTHING, transaction, true, forcedBy, run.timeouts());
      }
      Command command = statement.command();
      boolean alone = mode == TransactionMode.FALSE || command instanceof Command.NonTransactional;
      boolean label = command instanceof Command.AddEnumValue;
      if (alone || (behindLabel && !label)) {
        end();
      }
      int here = transaction;
      if (alone) {
        transaction++;
      } else {
        open = true;
        behindLabel = label;
      }
      return new Line(statement, NOTHING, here, !alone, null, run.timeouts());
    }

    /** A new label can be used only behind a commit. */
    private void end() {
      if (open) {
        transaction++;
        open = false;
      }
      behindLabel = false;
    }
  }
}
