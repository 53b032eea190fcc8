package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.sql.Lexer.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A piece of SQL that stands in another file: an expression, or one statement without its
 * semicolon. Comments are taken out: whoever puts a piece into a statement of its own must not have
 * the rest of a line swallowed.
 */
public final class Fragment {

  /** Functions and words whose value is another one at each call, or in each transaction. */
  private static final Set<String> VOLATILE =
      Set.of(
          "random",
          "random_normal",
          "gen_random_uuid",
          "gen_random_bytes",
          "uuid_generate_v1",
          "uuid_generate_v1mc",
          "uuid_generate_v4",
          "uuidv4",
          "uuidv7",
          "clock_timestamp",
          "statement_timestamp",
          "transaction_timestamp",
          "timeofday",
          "now",
          "nextval",
          "setval",
          "lastval",
          "currval",
          "txid_current",
          "pg_current_xact_id");

  /** The same without parentheses. */
  private static final Set<String> CLOCK =
      Set.of("current_timestamp", "current_date", "current_time", "localtimestamp", "localtime");

  private final String text;
  private final List<Token> tokens;
  private final @Nullable String fault;

  private Fragment(String text, List<Token> tokens, @Nullable String fault) {
    this.text = text;
    this.tokens = List.copyOf(tokens);
    this.fault = fault;
  }

  /**
   * A token that is no comment.
   *
   * @param text as it is written
   * @param continued whether it is a string that goes on with the one before it
   * @param start in {@link Fragment#text}
   */
  record Token(Kind kind, String text, boolean continued, int start) {

    int end() {
      return start + text.length();
    }

    /** Whether it is this key word, or a name that is spelled like it without quotes. */
    boolean is(String word) {
      return kind == Kind.WORD && Cursor.fold(text).equals(word);
    }

    boolean is(char sign) {
      return text.length() == 1 && text.charAt(0) == sign;
    }

    /** The name that it may be, as the catalog has it; null where it can be none. */
    @Nullable String name() {
      return switch (kind) {
        case WORD -> Cursor.fold(text);
        case QUOTED -> Literal.name(text);
        default -> null;
      };
    }
  }

  /** Reads a piece whose placeholders are expanded. */
  public static Fragment of(String sql) {
    Lexer lexer = new Lexer(new Text(sql));
    List<Token> tokens = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    String fault = null;
    int depth = 0;
    int end = 0;
    try {
      for (Kind kind = lexer.next(); kind != Kind.END; kind = lexer.next()) {
        if (!lexer.closed() && fault == null) {
          fault = unclosed(kind);
        }
        if (kind == Kind.LINE_COMMENT || kind == Kind.BLOCK_COMMENT) {
          text.append(sql, end, lexer.start()).append(' ');
          end = lexer.pos();
          continue;
        }
        depth += kind == Kind.OPEN ? 1 : kind == Kind.CLOSE ? -1 : 0;
        if (depth < 0 && fault == null) {
          fault = "a parenthesis that closes none";
        }
        text.append(sql, end, lexer.start());
        end = lexer.pos();
        tokens.add(new Token(kind, lexer.token(), lexer.continued(), text.length()));
        text.append(sql, lexer.start(), end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is in memory cannot fail to be read", e);
    }
    if (depth > 0 && fault == null) {
      fault = "a parenthesis that is never closed";
    }
    while (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() == Kind.SEMICOLON) {
      tokens.remove(tokens.size() - 1);
    }
    if (fault == null && tokens.stream().anyMatch(token -> token.kind() == Kind.SEMICOLON)) {
      fault = "a semicolon with something behind it";
    }
    int from = tokens.isEmpty() ? 0 : tokens.get(0).start();
    int to = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).end();
    List<Token> moved =
        tokens.stream()
            .map(one -> new Token(one.kind, one.text, one.continued, one.start - from))
            .toList();
    return new Fragment(text.substring(from, to), moved, fault);
  }

  private static String unclosed(Kind kind) {
    return switch (kind) {
      case BLOCK_COMMENT -> "a comment that is never closed";
      case QUOTED -> "a name in quotes that is never closed";
      default -> "a string that is never closed";
    };
  }

  /**
   * Puts the values of placeholders into a text, as into a file of SQL.
   *
   * @param at where a placeholder stands, by its text
   * @param faults takes those without a value
   */
  public static String expand(
      String raw, Placeholders placeholders, Function<String, Place> at, Consumer<Problem> faults) {
    if (!raw.contains("${") || placeholders.mode() == Placeholders.Mode.OFF) {
      return raw;
    }
    Text text = new Text(new StringReader(raw), placeholders, Integer.MAX_VALUE >> 2);
    Lexer lexer = new Lexer(text);
    try {
      while (lexer.next() != Kind.END) {
        // Reads on; what stands in a comment is left alone.
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is in memory cannot fail to be read", e);
    }
    for (Text.Span span : text.unknown(0, text.limit())) {
      String name = span.unknown();
      if (name != null) {
        faults.accept(
            SqlProblems.unknownPlaceholder(
                name, at.apply(span.raw()), placeholders.values().keySet()));
      }
    }
    return text.sent(0, text.limit()).text();
  }

  /** Without comments, and without a semicolon at its end. */
  public String text() {
    return text;
  }

  /** The same for pieces that differ in white space and comments alone. */
  public String canonical() {
    StringBuilder canonical = new StringBuilder();
    for (Token token : tokens) {
      canonical.append(canonical.isEmpty() ? "" : token.continued() ? "\n" : " ");
      canonical.append(token.text());
    }
    return canonical.toString();
  }

  public boolean isEmpty() {
    return tokens.isEmpty();
  }

  /** What keeps it from being one piece, to stand behind "there is"; null for nothing. */
  public @Nullable String fault() {
    return fault;
  }

  /**
   * What may be columns of a table's own row in it, as the catalog has them. Those of another table
   * are left out where they say so, unless a query in it reads the table as well.
   */
  public Set<String> columns(String table) {
    for (int i = 0; i < tokens.size(); i++) {
      boolean qualifies = i + 1 < tokens.size() && tokens.get(i + 1).is('.');
      if (table.equals(tokens.get(i).name()) && !qualifies) {
        return names(0, tokens.size(), null);
      }
    }
    return names(0, tokens.size(), Set.of(table));
  }

  /**
   * What may be columns in some of its tokens. EXCLUDED is the row that an INSERT brings, no row
   * that was there before.
   *
   * @param own what qualifies those that are meant; null for anything
   */
  Set<String> names(int from, int to, @Nullable Set<String> own) {
    Set<String> names = new HashSet<>();
    for (int i = from; i < to; i++) {
      String name = tokens.get(i).name();
      boolean called = i + 1 < to && tokens.get(i + 1).kind() == Kind.OPEN;
      boolean qualified = i > from + 1 && tokens.get(i - 1).is('.');
      String qualifier = qualified ? tokens.get(i - 2).name() : null;
      boolean foreign =
          qualifier != null
              && (own == null ? qualifier.equals("excluded") : !own.contains(qualifier));
      if (name != null && !called && !foreign) {
        names.add(name);
      }
    }
    return names;
  }

  /** Whether it gives another value each time, as far as its words tell. */
  public boolean isVolatile() {
    return isVolatile(0, tokens.size());
  }

  boolean isVolatile(int from, int to) {
    for (int i = from; i < to; i++) {
      String name = tokens.get(i).name();
      boolean called = i + 1 < to && tokens.get(i + 1).kind() == Kind.OPEN;
      if (name != null
          && (called
              ? VOLATILE.contains(name)
              : tokens.get(i).kind() == Kind.WORD && CLOCK.contains(name))) {
        return true;
      }
    }
    return false;
  }

  List<Token> tokens() {
    return tokens;
  }
}
