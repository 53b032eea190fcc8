package io.github.dbsage.sql.tree;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.dbsage.sql.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Compares where a script was cut with PostgreSQL's own lexer and grammar: each piece is given to
 * the lexer, which must see one semicolon outside of everything, at the end; then the whole text,
 * without COPY's data and psql's lines, is given to the grammar, which tells where each statement
 * ends.
 */
final class Boundaries {

  private static final int SQL_COMMENT = 275;
  private static final int C_COMMENT = 276;

  /** Longer texts are compared piece by piece only. */
  private static final int WHOLE = 1 << 18;

  /** What was compared. */
  static final class Count {
    int files;
    int foreign;
    int wholeFiles;
    int statements;
    int refused;
    int copies;
    int metaCommands;
    int unfinished;
    int incomparable;
    final List<String> wrong = new ArrayList<>();

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d files (%d also as a whole; %d not in UTF-8; %d end in the middle), %d statements (%d"
              + " that the grammar refuses), %d COPY with data, %d lines for psql, %d incomparable,"
              + " %d wrong boundaries",
          files,
          wholeFiles,
          foreign,
          unfinished,
          statements,
          refused,
          copies,
          metaCommands,
          incomparable,
          wrong.size());
    }
  }

  private final Engine engine;
  private final Count count;
  private final String file;
  private final StringBuilder whole = new StringBuilder();
  private final List<Integer> ends = new ArrayList<>();
  private boolean parsable = true;
  private boolean escapes;
  private int line = 1;
  private boolean copyExpected;
  private boolean inCopy;

  private Boundaries(Engine engine, Count count, String file) {
    this.engine = engine;
    this.count = count;
    this.file = file;
  }

  /** Compares the items of one file. */
  static void compare(Engine engine, Count count, String file, List<Item> items) {
    Boundaries boundaries = new Boundaries(engine, count, file);
    count.files++;
    for (Item item : items) {
      boundaries.item(item);
    }
    if (boundaries.copyExpected) {
      boundaries.wrong("COPY without data", "");
    }
    boundaries.compareWhole();
  }

  private void item(Item item) {
    String raw = item.raw();
    boolean data = item instanceof Item.CopyData;
    if (copyExpected && item instanceof Item.Sql) {
      wrong("COPY without data", raw);
      copyExpected = false;
    }
    if (data && !copyExpected && !inCopy) {
      wrong("data without COPY", raw);
    }
    if (item instanceof Item.Gap && !raw.replace(";", " ").isBlank()) {
      wrong("more than white space", raw);
    } else if (item instanceof Item.Comment) {
      comment(raw);
    } else if (item instanceof Item.Sql) {
      count.statements++;
      statement(raw);
    } else if (item instanceof Item.CopyData copy) {
      data(copy);
    } else if (item instanceof Item.Defect defect
        && defect.problem().code().equals("FILE_ENCODING")) {
      count.foreign++;
      parsable = false;
    } else if (item instanceof Item.Defect || item instanceof Item.Ignored) {
      psql(item);
    }
    whole.append(data || item instanceof Item.Ignored ? blank(raw) : raw);
    line += (int) raw.chars().filter(c -> c == '\n').count();
  }

  private void comment(String raw) {
    List<Token> tokens = tokens(raw);
    if (tokens == null || tokens.size() != 1 || !tokens.get(0).comment()) {
      wrong("no comment", raw);
    }
  }

  private void statement(String raw) {
    List<Token> tokens = tokens(raw);
    if (escapes) {
      count.incomparable++;
      parsable = false;
    } else if (tokens == null) {
      lexerRefuses(raw);
    } else {
      inside(raw, tokens);
    }
    String lower = raw.toLowerCase(Locale.ROOT);
    if (lower.contains("standard_conforming_strings")) {
      escapes = lower.contains("off");
    }
    ends.add(whole.length() + (raw.endsWith(";") ? raw.length() - 1 : raw.length()));
  }

  /** The semicolons of a piece; the grammar knows which of them stand in BEGIN ATOMIC. */
  private void inside(String raw, List<Token> tokens) {
    int semicolons = outside(tokens);
    boolean atEnd = tokens.get(tokens.size() - 1).type() == ';';
    boolean atomic = atomic(tokens);
    if (tokens.stream().allMatch(Token::comment)) {
      wrong("comments alone", raw);
    } else if (semicolons > (atEnd ? 1 : 0) && !atomic) {
      wrong("more than one statement", raw);
    } else if (atEnd && semicolons == 0 && !atomic) {
      wrong("a semicolon in parentheses at the end", raw);
    }
    int trees = trees(raw, atomic);
    if (trees != 1 && trees >= 0) {
      wrong(trees + " statements", raw);
    }
  }

  /** The trees in a piece; -1 for a syntax error. */
  private int trees(String raw, boolean atomic) {
    try {
      JsonObject root = TreeReader.json(engine.parse(raw)).getAsJsonObject();
      List<Node> trees = new Node(root, new Offsets(raw)).nodes("stmts");
      Node.Wrapped first = trees.isEmpty() ? null : trees.get(0).wrapped("stmt");
      copyExpected = first != null && takesData(first);
      count.copies += copyExpected ? 1 : 0;
      return trees.size();
    } catch (Engine.Refused e) {
      count.refused++;
      parsable = false;
      copyExpected = raw.toLowerCase(Locale.ROOT).matches("(?s)\\s*copy\\b.*\\bfrom\\s+stdin\\b.*");
      String message = String.valueOf(e.getMessage());
      if (atomic && !message.startsWith("syntax error at or near")) {
        wrong("half a body: " + message, raw);
      }
      return -1;
    }
  }

  private static boolean takesData(Node.Wrapped statement) {
    return statement.kind().equals("CopyStmt")
        && statement.node().flag("is_from")
        && !statement.node().has("filename");
  }

  /** Where the lexer itself finds an error, a piece may not be longer than up to it. */
  private void lexerRefuses(String raw) {
    parsable = false;
    count.refused++;
    for (int end = raw.indexOf(';'); end >= 0 && end < raw.length() - 1; ) {
      List<Token> tokens = tokens(raw.substring(0, end + 1));
      if (tokens != null && tokens.get(tokens.size() - 1).type() == ';' && outside(tokens) == 1) {
        wrong("more than one statement", raw);
        return;
      }
      end = raw.indexOf(';', end + 1);
    }
    String complaint = complaint(raw);
    if (complaint.startsWith("unterminated")) {
      wrong(complaint, raw);
    } else {
      count.incomparable++;
    }
  }

  private void data(Item.CopyData copy) {
    inCopy = !copy.last();
    copyExpected = false;
    List<String> lines = copy.raw().lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      boolean marker = lines.get(i).equals("\\.");
      boolean end = copy.last() && i == lines.size() - 1;
      if (marker && !end) {
        wrong("data behind \\.", copy.raw());
      }
    }
  }

  /** A line for psql, or a statement that psql's command ends or stands in. */
  private void psql(Item item) {
    parsable &= item instanceof Item.Ignored;
    String raw = item.raw();
    if (raw.isEmpty()) {
      return;
    }
    int command = command(raw);
    if (command < 0) {
      open(raw);
      return;
    }
    count.metaCommands++;
    List<Token> before = command == 0 ? List.of() : tokens(raw.substring(0, command));
    if (before == null || outside(before) > 0) {
      wrong("more than one statement", raw);
    }
    if (command == 0 && raw.indexOf('\n') >= 0) {
      wrong("a line for psql with more behind it", raw);
    }
    copyExpected = false;
    inCopy = raw.toLowerCase(Locale.ROOT).matches("(?s)\\\\copy\\b.*\\bfrom\\s+p?stdin\\b.*");
  }

  /**
   * What the file's end cuts off: the lexer agrees that it is open. A text that the lexer gives up
   * on, such as one written for {@code standard_conforming_strings = off}, has no boundaries; where
   * it begins was compared with the piece before it.
   */
  private void open(String raw) {
    List<Token> tokens = tokens(raw);
    if (tokens == null && !complaint(raw).startsWith("unterminated")) {
      count.incomparable++;
      return;
    }
    if (tokens != null && outside(tokens) > 0) {
      wrong("neither SQL nor psql", raw);
    }
    count.unfinished++;
  }

  /** Where the first backslash stands outside of everything; -1 where there is none. */
  private int command(String raw) {
    for (int at = raw.indexOf('\\'); at >= 0; at = raw.indexOf('\\', at + 1)) {
      List<Token> tokens = tokens(raw.substring(0, at + 1));
      if (tokens != null && tokens.get(tokens.size() - 1).type() == '\\') {
        return at;
      }
    }
    return -1;
  }

  private void compareWhole() {
    if (!parsable || whole.length() > WHOLE || whole.toString().isBlank()) {
      return;
    }
    String text = whole.toString();
    try {
      Offsets offsets = new Offsets(text);
      JsonObject root = TreeReader.json(engine.parse(text)).getAsJsonObject();
      List<Integer> found = new ArrayList<>();
      for (Node statement : new Node(root, offsets).nodes("stmts")) {
        int begin = statement.number("stmt_location");
        int length = statement.number("stmt_len");
        found.add(length == 0 ? ends.get(ends.size() - 1) : offsets.chars(begin + length));
      }
      count.wholeFiles++;
      if (!found.equals(ends)) {
        count.wrong.add(file + ": as a whole it ends at " + found + ", not at " + ends);
      }
    } catch (Engine.Refused e) {
      count.wrong.add(file + ": as a whole it is refused: " + e.getMessage());
    }
  }

  private static String blank(String text) {
    return text.replaceAll("[^\n]", " ");
  }

  private void wrong(String what, String raw) {
    String shown = raw.strip();
    count.wrong.add(
        file
            + ":"
            + line
            + ": "
            + what
            + ": "
            + shown.substring(0, Math.min(shown.length(), 200)).replace('\n', '␤'));
  }

  private static int outside(List<Token> tokens) {
    int open = 0;
    int semicolons = 0;
    for (Token token : tokens) {
      if (token.type() == '(') {
        open++;
      } else if (token.type() == ')') {
        open = Math.max(0, open - 1);
      } else if (token.type() == ';' && open == 0) {
        semicolons++;
      }
    }
    return semicolons;
  }

  private static boolean atomic(List<Token> tokens) {
    List<String> words =
        tokens.stream()
            .filter(token -> !token.comment())
            .map(token -> token.text().toLowerCase(Locale.ROOT))
            .toList();
    for (int i = 1; i < words.size(); i++) {
      if (words.get(i).equals("atomic") && words.get(i - 1).equals("begin")) {
        return words.get(0).equals("create");
      }
    }
    return false;
  }

  private record Token(int type, String text) {
    boolean comment() {
      return type == SQL_COMMENT || type == C_COMMENT;
    }
  }

  /** The tokens of a text; null where the lexer refuses it. */
  private @Nullable List<Token> tokens(String text) {
    try {
      List<Token> tokens = new ArrayList<>();
      JsonObject root = TreeReader.json(engine.scan(text)).getAsJsonObject();
      for (JsonElement one : root.getAsJsonArray("tokens")) {
        JsonObject token = one.getAsJsonObject();
        tokens.add(new Token(token.get("tokenType").getAsInt(), token.get("text").getAsString()));
      }
      return tokens.isEmpty() ? null : tokens;
    } catch (Engine.Refused e) {
      return null;
    }
  }

  private String complaint(String text) {
    try {
      engine.scan(text);
      return "";
    } catch (Engine.Refused e) {
      return String.valueOf(e.getMessage());
    }
  }
}
