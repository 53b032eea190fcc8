package io.github.dbsage.sql.tree;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parser of PL/pgSQL has no catalog. A type that it does not know is a row to it, {@code
 * table%ROWTYPE} is none, and it refuses code that needs the opposite. Then the variable is given
 * another type, for the parser only: the statements in the code stay what they are.
 */
final class Declarations {

  private static final Pattern NO_ROW =
      Pattern.compile("\"([^\".]+)\\..*\" is not a known variable");
  private static final Pattern NO_SCALAR = Pattern.compile("\"([^\"]+)\" is not a scalar variable");
  private static final String ROW_AMONG_OTHERS = "record variable cannot be part of";

  private static final String NAME = "(?:\\w+|\"[^\"]+\")";
  private static final Pattern INTO =
      Pattern.compile("(?i)\\bINTO\\s+(?:STRICT\\s+)?(" + NAME + "(?:\\s*,\\s*" + NAME + ")+)");

  private Declarations() {}

  /** The statement with other types, after what the parser said of it; null if nothing helps. */
  static @Nullable String mended(String statement, String complaint) {
    String mended = statement;
    Matcher row = NO_ROW.matcher(complaint);
    Matcher scalar = NO_SCALAR.matcher(complaint);
    if (row.lookingAt()) {
      mended = retyped(statement, row.group(1), "record");
    } else if (scalar.lookingAt()) {
      mended = retyped(statement, scalar.group(1), "text");
    } else if (complaint.startsWith(ROW_AMONG_OTHERS)) {
      Matcher into = INTO.matcher(statement);
      while (into.find()) {
        for (String name : into.group(1).split("\\s*,\\s*", -1)) {
          mended = retyped(mended, name.replace("\"", ""), "text");
        }
      }
    }
    return mended.equals(statement) ? null : mended;
  }

  /** With another type for a variable or parameter, on as many lines. */
  private static String retyped(String statement, String name, String type) {
    Matcher declaration =
        Pattern.compile(
                "(?i)(?<![\\w$.%])\"?"
                    + Pattern.quote(name)
                    + "\"?\\s+(?:CONSTANT\\s+)?"
                    + "(?!(?:record|text|CONSTANT|INTO|FROM|IN|ALIAS)\\b)"
                    + "("
                    + NAME
                    + "(?:\\s*\\.\\s*"
                    + NAME
                    + ")*(?:\\s*%\\s*(?:ROW)?TYPE)?(?:\\s*\\([\\d, ]*\\))?(?:\\s*\\[\\d*\\])*)"
                    + "(?=\\s*(?:[;,)=]|:=|DEFAULT\\b|NOT\\b|COLLATE\\b))")
            .matcher(statement);
    if (!declaration.find()) {
      return statement;
    }
    String lines = "\n".repeat((int) declaration.group(1).chars().filter(c -> c == '\n').count());
    return statement.substring(0, declaration.start(1))
        + type
        + lines
        + statement.substring(declaration.end(1));
  }
}
