package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.LineComments;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Survey;
import java.io.IOException;
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
    Survey survey;
    boolean again;
    try (Migration migration =
        Migration.open(
            file.source(),
            Placeholders.opaque(),
            (item, rollback) -> {
              sums.saw(item, rollback);
              look(item, rollback, headers);
            })) {
      survey = Survey.of(migration, FindingLog.MOST_PER_FILE);
      again = migration.metPlaceholder();
    }
    if (again) {
      // What the first pass says of a text with placeholders in it holds for its checksum only.
      try (Migration migration = Migration.open(file.source(), request.values())) {
        survey = Survey.of(migration, FindingLog.MOST_PER_FILE);
      }
    }
    survey.faults().forEach(problem -> log.add(finding(problem, file)));
    for (Migration.Ignored one : survey.ignored()) {
      suppressions.add(
          new Suppression(file.version(), one.rule(), one.reason(), one.at(), one.statement()));
    }
    for (Migration.LeftOut one : survey.leftOut()) {
      leftOut.add(new LeftOut(file.version(), one.what(), one.table(), one.at()));
    }
    CanonicalSql.Sums found = sums.sums();
    Rollback rollback = rollback(file, survey, headers);
    SqlStep step =
        new SqlStep(
            file.version(),
            file.name().name(),
            found.checksum(),
            found.code(),
            file.source(),
            rollback,
            survey.mode(),
            survey.timeouts(),
            request.placeholders(),
            request.expandPlaceholders(),
            survey.shape(found.characters()));
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

  private Rollback rollback(MigrationFile file, Survey survey, Headers headers) {
    String script = survey.rollback();
    String where = survey.rollbackStands();
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
}
