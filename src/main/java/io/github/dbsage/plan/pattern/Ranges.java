package io.github.dbsage.plan.pattern;

import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.Wanted;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that get a range of time of their own.
 *
 * @param first the month that the first one begins with
 * @param last the month that has to be in the last one
 * @param months how many each of them holds
 * @param suffix of a bound that is a time
 */
record Ranges(YearMonth first, YearMonth last, int months, String suffix) {

  private static final int YEAR = 12;
  private static final int MOST = 600;

  /** One of them: what follows the table's name, and its bounds as literals. */
  record Range(String name, String from, String to) {}

  /** Those that are wanted: from this month on for a year, where nothing else is said. */
  static Ranges of(Wanted wanted, String type) {
    String kind = wanted.value(ChangeParameter.TYPE);
    boolean yearly = kind != null && kind.toLowerCase(Locale.ROOT).matches("(range )?yearly");
    if (kind != null && !yearly && !kind.toLowerCase(Locale.ROOT).matches("(range )?monthly")) {
      throw new UserError(
          TableProblems.noRange(ChangeParameter.TYPE, kind, "range monthly or range yearly"));
    }
    String now = wanted.first().digits();
    YearMonth today = month(ChangeParameter.FROM, now.substring(0, 4) + "-" + now.substring(4, 6));
    YearMonth first = month(wanted, ChangeParameter.FROM);
    YearMonth begin = first == null ? today : first;
    YearMonth last = month(wanted, ChangeParameter.TO);
    YearMonth end = last == null ? today.plusMonths(YEAR) : last;
    if (end.isBefore(begin) || begin.plusMonths(MOST).isBefore(end)) {
      throw new UserError(
          TableProblems.noRange(ChangeParameter.TO, end.toString(), "a month behind " + begin));
    }
    YearMonth start = yearly ? begin.withMonth(1) : begin;
    String suffix = type.endsWith("with time zone") ? " 00:00:00+00" : "";
    return new Ranges(start, end, yearly ? YEAR : 1, suffix);
  }

  private static @Nullable YearMonth month(Wanted wanted, ChangeParameter parameter) {
    String given = wanted.value(parameter);
    return given == null ? null : month(parameter, given);
  }

  private static YearMonth month(ChangeParameter parameter, String text) {
    try {
      return YearMonth.parse(text);
    } catch (DateTimeException e) {
      throw new UserError(TableProblems.noRange(parameter, text, "a month: 2026-01"), e);
    }
  }

  /** All of them, in order. */
  List<Range> all() {
    List<Range> all = new ArrayList<>();
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(months)) {
      String name =
          months == YEAR
              ? "y%04d".formatted(month.getYear())
              : "y%04dm%02d".formatted(month.getYear(), month.getMonthValue());
      all.add(new Range(name, bound(month), bound(month.plusMonths(months))));
    }
    return all;
  }

  private String bound(YearMonth month) {
    return Sql.literal(month.atDay(1) + suffix);
  }
}
