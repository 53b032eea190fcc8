package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Fragment.Token;
import io.github.dbsage.sql.Lexer.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is run for a batch of a table's rows at a time: <code>{chunk}</code> in it
 * stands for the condition that a row is of the batch, <code>{chunk u}</code> names the table's
 * alias too.
 */
public final class Chunked {

  /** What a statement is written with. */
  public static final String CHUNK = "{chunk}";

  private final Fragment sql;
  private final List<Token> tokens;
  private final References references;
  private final List<Mark> marks;

  private Chunked(QualifiedName table, Fragment sql) {
    this.sql = sql;
    this.tokens = sql.tokens();
    this.references = new References(table, tokens);
    this.marks = marks(tokens);
  }

  /**
   * A {@code {chunk}}.
   *
   * @param first its token
   * @param last its last token
   * @param alias as it is written, or null
   */
  private record Mark(int first, int last, @Nullable String alias) {}

  /** Reads a statement about a table. */
  public static Chunked of(QualifiedName table, Fragment statement) {
    return new Chunked(table, statement);
  }

  private static List<Mark> marks(List<Token> tokens) {
    List<Mark> marks = new ArrayList<>();
    for (int i = 0; i + 2 < tokens.size(); i++) {
      if (tokens.get(i).is('{') && tokens.get(i + 1).is("chunk")) {
        boolean named = tokens.get(i + 2).name() != null;
        int last = named ? i + 3 : i + 2;
        if (last < tokens.size() && tokens.get(last).is('}')) {
          marks.add(new Mark(i, last, named ? tokens.get(i + 2).text() : null));
        }
      }
    }
    return marks;
  }

  /** How often it says <code>{chunk}</code>, strings and comments left out. */
  public int marks() {
    return marks.size();
  }

  /** Whether a string or a name in quotes holds <code>{chunk}</code> as well. */
  public boolean isQuoted() {
    return tokens.stream().anyMatch(token -> token.text().contains(CHUNK));
  }

  /** Whether it is an UPDATE or a DELETE, where <code>{chunk}</code> can be added. */
  public boolean isPlain() {
    return !tokens.isEmpty() && (tokens.get(0).is("update") || tokens.get(0).is("delete"));
  }

  /**
   * The statement with exactly one <code>{chunk}</code>, without an alias in it; it is added to the
   * condition of an UPDATE or DELETE that has none.
   */
  public String statement() {
    if (marks.isEmpty()) {
      return isPlain() ? added() : sql.text();
    }
    Mark mark = marks.get(0);
    int from = tokens.get(mark.first()).start();
    int to = tokens.get(mark.last()).end();
    return sql.text().substring(0, from) + CHUNK + sql.text().substring(to);
  }

  private String added() {
    int where = references.next(0, Set.of("where"));
    int behind = references.next(0, Set.of("returning"));
    String text = sql.text();
    String tail = behind < tokens.size() ? " " + text.substring(tokens.get(behind).start()) : "";
    int end = behind < tokens.size() ? tokens.get(behind).start() : text.length();
    if (where >= tokens.size()) {
      return text.substring(0, end).strip() + " WHERE " + CHUNK + tail;
    }
    return text.substring(0, tokens.get(where).end())
        + " "
        + CHUNK
        + " AND ("
        + text.substring(tokens.get(where).end(), end).strip()
        + ")"
        + tail;
  }

  /**
   * What the table's columns are qualified with where <code>{chunk}</code> stands, as SQL; null
   * where the table is not in reach of it.
   */
  public @Nullable String qualifier() {
    Mark mark = marks.isEmpty() ? null : marks.get(0);
    if (mark != null && mark.alias() != null) {
      return references.all().isEmpty() ? null : mark.alias();
    }
    References.Reference found = references.from(mark == null ? 0 : mark.first());
    return found == null ? null : found.qualifier();
  }

  /** The columns of the table that an UPDATE in it assigns to, as the catalog has them. */
  public Set<String> assigned() {
    Set<String> assigned = new HashSet<>();
    for (int verb : references.verbs()) {
      if (tokens.get(verb).is("update") && references.isTarget(verb)) {
        assigned.addAll(Assignments.behind(verb, sql, references).columns());
      }
    }
    return assigned;
  }

  /** Whether doing it twice leaves what doing it once does, as far as its words tell. */
  public boolean isIdempotent() {
    return !references.verbs().isEmpty()
        && references.verbs().stream().allMatch(this::isIdempotent);
  }

  private boolean isIdempotent(int verb) {
    Token token = tokens.get(verb);
    if (token.is("delete")) {
      return true;
    }
    if (token.is("update")) {
      return Assignments.behind(verb, sql, references).isIdempotent();
    }
    if (!token.is("insert")) {
      return false;
    }
    int conflict = references.next(verb, Set.of("conflict"));
    if (conflict >= references.end(verb)) {
      return false;
    }
    int update = references.next(conflict, Set.of("update"));
    return update >= references.end(verb)
        || Assignments.behind(update, sql, references).isIdempotent();
  }

  /**
   * What is between SET and the clause behind it.
   *
   * @param columns that are assigned to
   * @param read names in what is assigned
   * @param fickle whether something is assigned that is another each time
   */
  private record Assignments(Set<String> columns, Set<String> read, boolean fickle) {

    static Assignments behind(int verb, Fragment sql, References references) {
      List<Token> tokens = sql.tokens();
      Set<String> columns = new HashSet<>();
      Set<String> read = new HashSet<>();
      Set<String> own = references.isTarget(verb) ? references.names() : null;
      int set = references.next(verb, Set.of("set"));
      int end = Math.min(references.end(verb), references.next(set, References.BEHIND_SET));
      boolean left = true;
      boolean fickle = false;
      int from = set + 1;
      for (int i = set + 1; i <= end; i++) {
        boolean comma = i < end && tokens.get(i).is(',') && references.isBeside(i, verb);
        if (left && i < end && tokens.get(i).is('=') && references.isBeside(i, verb)) {
          columns.addAll(targets(tokens, from, i));
          left = false;
          from = i + 1;
        } else if (comma || i == end) {
          read.addAll(sql.names(Math.min(from, i), i, own));
          fickle |= sql.isVolatile(Math.min(from, i), i);
          left = true;
          from = i + 1;
        }
      }
      return new Assignments(columns, read, fickle);
    }

    /** {@code a}, {@code (a, b)}, {@code a[1]}, {@code a.part}. */
    private static Set<String> targets(List<Token> tokens, int from, int to) {
      Set<String> targets = new HashSet<>();
      for (int i = from; i < to; i++) {
        String name = tokens.get(i).name();
        boolean begins =
            i == from || tokens.get(i - 1).kind() == Kind.OPEN || tokens.get(i - 1).is(',');
        if (name != null && begins) {
          targets.add(name);
        }
      }
      return targets;
    }

    boolean isIdempotent() {
      return !fickle && columns.stream().noneMatch(read::contains);
    }
  }
}
