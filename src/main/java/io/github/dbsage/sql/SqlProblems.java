package io.github.dbsage.sql;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What is said about a script that cannot be read. */
final class SqlProblems {

  private SqlProblems() {}

  static Problem encoding(Utf8Reader.Fault fault, Place at) {
    String what =
        switch (fault.kind()) {
          case MALFORMED ->
              String.format(
                  Locale.ROOT,
                  "Byte 0x%02X (at offset %d of the file) is not valid UTF-8",
                  fault.value(),
                  fault.offset());
          case NUL ->
              String.format(
                  Locale.ROOT,
                  "Byte 0x00 (at offset %d of the file) is no character that PostgreSQL takes",
                  fault.offset());
          case UTF_16 ->
              String.format(
                  Locale.ROOT,
                  "The file begins with byte 0x%02X, a UTF-16 byte order mark",
                  fault.value());
        };
    String fix =
        fault.kind() == Utf8Reader.Kind.NUL
            ? "Remove the character; if the file is UTF-16, re-save it as UTF-8"
            : "Re-save the file as UTF-8";
    return Problem.of("FILE_ENCODING", what, at, fix);
  }

  static Problem unknownPlaceholder(String name, Place at, Collection<String> known) {
    List<String> nearest = Choices.near(name, new TreeSet<>(known));
    String meant = nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
    return Problem.of(
        "PLACEHOLDER_UNKNOWN",
        "The placeholder ${" + name + "} has no value" + meant,
        at,
        String.format(
            Locale.ROOT,
            "Give it with -Ddbsage.placeholders.%s=… or in <placeholders> in the POM,"
                + " or write $${%s} for the text itself",
            name,
            name));
  }

  static Problem metaCommand(String name, Place at) {
    return Problem.of(
        "PSQL_META_COMMAND",
        "\\" + name + " is a command of psql, not SQL",
        at,
        MetaCommand.insteadOf(name));
  }

  static Problem unclosedString(Place at) {
    return syntax("This string is never closed", at, "Close it with a single quote (')");
  }

  static Problem unclosedName(Place at) {
    return syntax("This quoted name is never closed", at, "Close it with a double quote (\")");
  }

  static Problem unclosedDollarQuote(String tag, Place at) {
    return syntax(
        "The string that " + tag + " opens is never closed", at, "Close it with the same " + tag);
  }

  static Problem unclosedComment(Place at) {
    return syntax(
        "This comment is never closed", at, "Close it with */ (comments nest: each /* needs one)");
  }

  static Problem unclosedParenthesis(Place at) {
    return syntax("This parenthesis is never closed", at, "Close it with )");
  }

  static Problem unclosedBody(Place at) {
    return syntax(
        "This BEGIN ATOMIC has no END",
        at,
        "End each statement of the body with a semicolon, and the body with END");
  }

  static Problem behindCopy(Place at) {
    return syntax(
        "Behind COPY … FROM STDIN; its data begin on the next line, but this line goes on",
        at,
        "Move this below the data, behind the line that holds only \\.");
  }

  static Problem tooLarge(int most, Place at) {
    return Problem.of(
            "STATEMENT_TOO_LARGE",
            String.format(
                Locale.ROOT,
                "What begins here is longer than the %,d characters that fit in memory",
                most),
            at,
            "Look for a quote or parenthesis that is not closed; else cut the statement in pieces,"
                + " or give Maven more memory: MAVEN_OPTS=-Xmx2g")
        .because("One statement is sent as a whole and must be held in memory");
  }

  private static Problem syntax(String what, Place at, String fix) {
    return Problem.of("SYNTAX", what, at, fix);
  }
}
