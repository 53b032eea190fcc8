package io.github.dbsage.app;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.UserError;
import io.github.dbsage.run.LossAllowance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code dbsage.allowDataLoss}. */
final class DataLoss {

  /** A comma outside of double quotes. */
  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

  private DataLoss() {}

  /**
   * What may be lost.
   *
   * @throws UserError where an entry is not the whole name of a table or a column
   */
  static LossAllowance allowed(@Nullable String text) {
    if (text == null) {
      return LossAllowance.NONE;
    }
    Set<List<String>> names = new HashSet<>();
    for (String entry : COMMA.split(text, -1)) {
      String name = entry.strip();
      if (name.contains("*") || name.contains("%")) {
        throw new UserError(RollbackProblems.wildcard(name));
      }
      List<String> parts = Identifiers.parse(name);
      if (parts == null || parts.size() < 2 || parts.size() > 3) {
        throw new UserError(RollbackProblems.notAName(name));
      }
      names.add(parts);
    }
    return new LossAllowance(names);
  }
}
