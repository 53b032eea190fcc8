package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.TransactionMode;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.LineComments;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one {@code .sql} file into a step; everything that is wrong with it goes to the log. */
final class SqlFile {

  private static final Pattern MARKER_MEANT =
      Pattern.compile("--[ \\t]*rollback[ _-]+section\\b.*", Pattern.CASE_INSENSITIVE);

  private final ProjectRequest request;
  private final StampHistory history;
  private final FindingLog log;
  private final List<Suppression> suppressions;
  private final List<LeftOut> leftOut;

  SqlFile(
      ProjectRequest request,
      StampHistory history,
      FindingLog log,
      List<Suppression> suppressions,
      List<LeftOut> leftOut) {
    this.request = request;
    this.history = history;
    this.log = log;
    this.suppressions = suppressions;
    this.leftOut = leftOut;
  }

  /** The step, or null where the file cannot be read. */
  @Nullable SqlStep read(MigrationFile file) {
    try {
      return step(file);
    } catch (IOException e) {
      log.add(PlanProblems.unreadable(file.source().file(), WholeFile.reason(e)));
      return null;
    }
  }

  private SqlStep step(MigrationFile file) throws IOException {
    Headers headers = new Headers(file.name().stem(), log::add);
    CanonicalSql sums = new CanonicalSql();
    Pass pass;
    boolean again;
    try (Migration migration =
        Migration.open(
            file.source(),
            Placeholders.opaque(),
            (item, rollback) -> {
              sums.saw(item, rollback);
              look(item, rollback, headers);
            })) {
      pass = Pass.over(migration);
      again = migration.metPlaceholder();
    }
    if (again) {
      // What the first pass says of a text with placeholders in it holds for its checksum only.
      Placeholders placeholders =
          request.expandPlaceholders()
              ? Placeholders.expand(request.placeholders())
              : Placeholders.off();
      try (Migration migration = Migration.open(file.source(), placeholders)) {
        pass = Pass.over(migration);
      }
    }
    pass.faults.forEach(problem -> log.add(finding(problem, file)));
    for (Migration.Ignored one : pass.ignored) {
      suppressions.add(
          new Suppression(file.version(), one.rule(), one.reason(), one.at(), one.statement()));
    }
    for (Migration.LeftOut one : pass.leftOut) {
      leftOut.add(new LeftOut(file.version(), one.what(), one.table(), one.at()));
    }
    CanonicalSql.Sums found = sums.sums();
    Rollback rollback = rollback(file, pass, headers);
    SqlStep step =
        new SqlStep(
            file.version(),
            file.name().name(),
            found.checksum(),
            found.code(),
            file.source(),
            rollback,
            pass.mode,
            pass.timeouts,
            request.placeholders(),
            request.expandPlaceholders(),
            new SqlStep.Shape(pass.statements, pass.segmented(), pass.copy, found.characters()));
    compare(step, headers);
    return step;
  }

  private static Finding finding(Problem problem, MigrationFile file) {
    Place where =
        Objects.requireNonNullElseGet(problem.where(), () -> Place.startOf(file.source().file()));
    String message = problem.why() == null ? problem.what() : problem.what() + ": " + problem.why();
    return Finding.error(problem.code(), where, message, problem.fix());
  }

  private void look(Item item, boolean rollback, Headers headers) {
    if (item instanceof Item.Comment comment && !comment.block()) {
      if (rollback) {
        return;
      }
      Header header = Header.read(comment.raw());
      if (header == null) {
        if (MARKER_MEANT.matcher(comment.raw()).matches()) {
          log.add(PlanProblems.markerSpelling(comment.at()));
        }
      } else if (comment.leading() && comment.ownLine()) {
        headers.leading(header, comment.at());
      } else {
        headers.elsewhere(header, comment.at());
      }
    } else if (item instanceof Item.Sql sql) {
      directiveInside(sql);
    }
  }

  private void directiveInside(Item.Sql sql) {
    int at = LineComments.indexOf(sql.raw(), "-- dbsage:");
    if (at < 0) {
      return;
    }
    int lineStart = sql.raw().lastIndexOf('\n', at) + 1;
    int line =
        sql.at().line() + (int) sql.raw().substring(0, at).chars().filter(c -> c == '\n').count();
    int column = sql.raw().codePointCount(lineStart, at) + (lineStart == 0 ? sql.at().column() : 1);
    log.add(PlanProblems.directiveInside(new Place(sql.at().file(), line, column)));
  }

  private Rollback rollback(MigrationFile file, Pass pass, Headers headers) {
    String script = pass.rollback;
    String where = pass.rollbackStands;
    if (file.rollback() != null) {
      String beside = WholeFile.read(file.rollback(), log);
      if (script != null) {
        log.add(PlanProblems.twoRollbacks(file.rollback().file(), where, file.name().toString()));
      } else if (beside != null && beside.isBlank()) {
        log.add(PlanProblems.emptyRollback(file.rollback().file()));
      } else {
        script = beside;
        where = file.rollback().path().getFileName().toString();
      }
    }
    String forwardOnly = headers.forwardOnly();
    Place declared = headers.rollbackAt();
    if (script != null && forwardOnly != null && declared != null) {
      log.add(PlanProblems.noneButScript(declared, where));
      return new Rollback(script, null);
    }
    return new Rollback(script, forwardOnly);
  }

  private void compare(SqlStep step, Headers headers) {
    Checksum stamped = headers.stamped();
    Place at = headers.checksumAt();
    if (stamped != null && at != null && !stamped.equals(step.checksum())) {
      log.add(
          PlanProblems.checksumDiffers(
              at, stamped, step.checksum(), history.difference(step, stamped)));
    }
  }

  /** What one reading of a file told. */
  private static final class Pass {
    private final List<Problem> faults = new ArrayList<>();
    private List<Migration.Ignored> ignored = List.of();
    private List<Migration.LeftOut> leftOut = List.of();
    private @Nullable String rollback;
    private String rollbackStands = "";
    private TransactionMode mode = TransactionMode.AUTO;
    private Timeouts timeouts = Timeouts.NONE;
    private int statements;
    private boolean copy;
    private boolean alone;
    private boolean enumValue;
    private boolean behindEnumValue;
    private boolean several;

    static Pass over(Migration migration) throws IOException {
      Pass pass = new Pass();
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Fault fault) {
          if (pass.faults.size() < FindingLog.MOST_PER_FILE) {
            pass.faults.add(fault.problem());
          }
        } else if (part instanceof Migration.Run run) {
          pass.run(run.statement().command());
        } else {
          pass.copy = true;
        }
      }
      pass.ignored = migration.ignored();
      pass.leftOut = migration.leftOut();
      pass.rollback = migration.rollback();
      pass.rollbackStands = migration.rollbackStands();
      pass.timeouts = migration.timeouts();
      pass.several = migration.severalTransactions();
      // The file's own BEGIN and COMMIT ask for what the directive would.
      pass.mode = migration.outerTransaction() ? TransactionMode.TRUE : migration.mode();
      return pass;
    }

    private void run(Command command) {
      statements++;
      copy |= command instanceof Command.CopyIn;
      alone |= command instanceof Command.NonTransactional;
      boolean adds = command instanceof Command.AddEnumValue;
      behindEnumValue |= enumValue && !adds;
      enumValue |= adds;
    }

    boolean segmented() {
      return switch (mode) {
        case TRUE -> false;
        case FALSE -> statements > 0;
        case AUTO -> alone || behindEnumValue || several;
      };
    }
  }
}
