package io.github.dbsage.check;

import io.github.dbsage.db.Answer;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.db.Session.Row;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Expectation;
import io.github.dbsage.model.Expectation.Cell;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares what a query returns with what it must return. */
final class SmokeTest {

  private static final String READ_ONLY = "25006";

  private final Session session;
  private final Sandbox sandbox;
  private final CheckProblems problems;

  SmokeTest(Session session, Sandbox sandbox, CheckProblems problems) {
    this.session = session;
    this.sandbox = sandbox;
    this.problems = problems;
  }

  void run(CheckStep.Smoke smoke) {
    sandbox.reading(
        () -> {
          Answer answer = answer(smoke, mostRows(smoke.expect()));
          compare(smoke, answer);
          return answer;
        });
  }

  private Answer answer(CheckStep.Smoke smoke, int most) {
    try {
      return Reading.rows(session, smoke.query().sql(), most);
    } catch (Reading.Refusal e) {
      throw e.failure().is(READ_ONLY) ? new CheckFailed(problems.writes(smoke, e.failure())) : e;
    } catch (ServerFailure e) {
      throw e.is(READ_ONLY) ? new CheckFailed(problems.writes(smoke, e)) : e;
    }
  }

  /** One more than is wanted shows that there are too many. */
  private static int mostRows(Expectation.Result expect) {
    return expect instanceof Expectation.Rows rows
        ? rows.rows().size() + 1
        : expect instanceof Expectation.None ? 1 : 2;
  }

  private void compare(CheckStep.Smoke smoke, Answer answer) {
    Expectation.Result expect = smoke.expect();
    if (expect instanceof Expectation.Value value) {
      String found = only(smoke, answer, problems.shown(value.cell()));
      if (!matches(value.cell(), found)) {
        throw failed(smoke, problems.shown(value.cell()), problems.shown(found));
      }
    } else if (expect instanceof Expectation.AtMost limit) {
      String expected = "at most " + limit.max().toPlainString();
      String found = only(smoke, answer, expected);
      BigDecimal number = found == null ? null : number(found);
      if (number == null || number.compareTo(limit.max()) > 0) {
        throw failed(smoke, expected, problems.shown(found));
      }
    } else if (expect instanceof Expectation.None) {
      if (!answer.rows().isEmpty()) {
        throw failed(smoke, "no row", "at least one");
      }
    } else if (expect instanceof Expectation.Rows rows) {
      compare(smoke, rows.rows(), answer);
    }
  }

  /** The only value of the only row. */
  private @Nullable String only(CheckStep.Smoke smoke, Answer answer, String expected) {
    int rows = answer.rows().size();
    if (rows != 1) {
      throw failed(smoke, expected, rows == 0 ? "no row" : "more than one row");
    }
    if (answer.columns() != 1) {
      throw failed(smoke, expected, "a row of " + CheckProblems.count(answer.columns(), "column"));
    }
    return answer.rows().get(0).text(1);
  }

  private void compare(CheckStep.Smoke smoke, List<List<Cell>> wanted, Answer answer) {
    List<Row> rows = answer.rows();
    int columns = wanted.get(0).size();
    if (answer.columns() != columns) {
      throw failed(
          smoke,
          CheckProblems.count(columns, "column"),
          CheckProblems.count(answer.columns(), "column"));
    }
    if (rows.size() != wanted.size()) {
      throw failed(
          smoke,
          CheckProblems.count(wanted.size(), "row"),
          rows.size() > wanted.size()
              ? "more"
              : rows.isEmpty() ? "none" : CheckProblems.count(rows.size(), "row"));
    }
    for (int row = 0; row < wanted.size(); row++) {
      for (int column = 0; column < columns; column++) {
        Cell cell = wanted.get(row).get(column);
        String found = rows.get(row).text(column + 1);
        if (!matches(cell, found)) {
          throw new CheckFailed(
              problems.cell(smoke, row + 1, column + 1, cell, found, isShuffled(wanted, rows)));
        }
      }
    }
  }

  /** Whether the same rows came in another order. */
  private static boolean isShuffled(List<List<Cell>> wanted, List<Row> rows) {
    return wanted.stream()
        .allMatch(
            cells ->
                wanted.stream().filter(cells::equals).count()
                    == rows.stream().filter(row -> matches(cells, row)).count());
  }

  private static boolean matches(List<Cell> cells, Row row) {
    for (int column = 0; column < cells.size(); column++) {
      if (!matches(cells.get(column), row.text(column + 1))) {
        return false;
      }
    }
    return true;
  }

  /** Numbers by their value, truth values as either spelling, text as the server prints it. */
  private static boolean matches(Cell cell, @Nullable String found) {
    String text = cell.text();
    if (text == null || found == null) {
      return text == null && found == null;
    }
    return switch (cell.type()) {
      case NUMBER -> {
        BigDecimal number = number(found);
        yield number != null && number.compareTo(new BigDecimal(text)) == 0;
      }
      case BOOLEAN -> found.equals(text) || found.equals(text.substring(0, 1));
      case TEXT, NULL -> found.equals(text);
    };
  }

  private static @Nullable BigDecimal number(String found) {
    try {
      return new BigDecimal(found.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private CheckFailed failed(CheckStep.Smoke smoke, String expected, String found) {
    return new CheckFailed(problems.unexpected(smoke.query(), smoke.expectAt(), expected, found));
  }
}
