package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Fragment.Token;
import io.github.dbsage.sql.Lexer.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a statement names a table to take rows from or to change, and what its queries are. */
final class References {

  /** What can stand behind an UPDATE's assignments. */
  static final Set<String> BEHIND_SET = Set.of("from", "where", "returning");

  private static final Set<String> VERBS = Set.of("insert", "update", "delete", "merge");

  /** What a query in parentheses begins with. */
  private static final Set<String> QUERY =
      Set.of("select", "with", "values", "table", "insert", "update", "delete", "merge");

  /** What ends a list of tables. */
  private static final Set<String> CLAUSES =
      Set.of(
          "select",
          "set",
          "where",
          "group",
          "having",
          "order",
          "limit",
          "offset",
          "fetch",
          "returning",
          "window",
          "union",
          "intersect",
          "except",
          "values",
          "for",
          "when");

  /** What can stand behind a table's name and is no alias; some of them are no reserved words. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          "as",
          "set",
          "where",
          "using",
          "join",
          "on",
          "inner",
          "left",
          "right",
          "full",
          "cross",
          "natural",
          "outer",
          "returning",
          "order",
          "group",
          "having",
          "limit",
          "offset",
          "fetch",
          "for",
          "union",
          "intersect",
          "except",
          "window",
          "tablesample",
          "when",
          "values",
          "select",
          "default",
          "overriding",
          "from",
          "lateral",
          "with");

  private final QualifiedName table;
  private final List<Token> tokens;
  private final List<Reference> found = new ArrayList<>();
  private final List<Integer> verbs = new ArrayList<>();

  /** Of each token the one that opens the parentheses around it; -1 outside of any. */
  private final int[] around;

  /**
   * A table in a list of tables.
   *
   * @param at the first token of its name
   * @param scope what opens the parentheses around it, or -1
   * @param into whether rows are only put into it there
   * @param qualifier its alias or its name, as SQL
   * @param name the same as the catalog would have it
   */
  record Reference(int at, int scope, boolean into, String qualifier, String name) {}

  /** A pair of parentheses. */
  private static final class Scope {
    private final int open;
    private final boolean query;
    private boolean tables;
    private boolean expecting;
    private boolean into;

    Scope(int open, boolean query) {
      this.open = open;
      this.query = query;
    }
  }

  References(QualifiedName table, List<Token> tokens) {
    this.table = table;
    this.tokens = tokens;
    this.around = new int[tokens.size()];
    read();
  }

  /** Every one of the table. */
  List<Reference> all() {
    return found;
  }

  /** The tokens INSERT, UPDATE, DELETE and MERGE that begin something. */
  List<Integer> verbs() {
    return verbs;
  }

  /** What its columns can be qualified with, here or there in the statement. */
  Set<String> names() {
    Set<String> names = new HashSet<>(Set.of(table.name()));
    found.forEach(one -> names.add(one.name()));
    return names;
  }

  /** Whether the table is what a verb changes. */
  boolean isTarget(int verb) {
    int first = verb + 1;
    while (first < tokens.size() && (is(first, "only") || is(first, "from") || is(first, "into"))) {
      first++;
    }
    int at = first;
    return found.stream().anyMatch(one -> one.at() == at);
  }

  /** The table that a condition at a token can speak of: the nearest one around it. */
  @Nullable Reference from(int token) {
    int scope = token < around.length ? around[token] : -1;
    while (true) {
      int here = scope;
      for (Reference one : found) {
        if (one.scope() == here && !one.into()) {
          return one;
        }
      }
      if (scope < 0) {
        // Inside of the parentheses of a join, say.
        return found.stream().filter(one -> !one.into()).findFirst().orElse(null);
      }
      scope = around[scope];
    }
  }

  /** The next token beside one that is such a word; where none is, the number of tokens. */
  int next(int from, Set<String> words) {
    for (int i = from + 1; i < tokens.size(); i++) {
      String word = tokens.get(i).kind() == Kind.WORD ? tokens.get(i).name() : null;
      boolean distinct = i > 0 && is(i, "from") && is(i - 1, "distinct");
      if (isBeside(i, from) && word != null && words.contains(word) && !distinct) {
        return i;
      }
    }
    return tokens.size();
  }

  /** Whether two tokens stand in the same parentheses. */
  boolean isBeside(int one, int other) {
    return one < around.length && other < around.length && around[one] == around[other];
  }

  /** Where the parentheses around a token end. */
  int end(int token) {
    int end = token;
    while (end < tokens.size() && !(tokens.get(end).kind() == Kind.CLOSE && closes(end, token))) {
      end++;
    }
    return end;
  }

  private boolean closes(int close, int token) {
    return token < around.length && around[close] == around[token];
  }

  private boolean is(int token, String word) {
    return token >= 0 && token < tokens.size() && tokens.get(token).is(word);
  }

  private void read() {
    Deque<Scope> scopes = new ArrayDeque<>();
    scopes.push(new Scope(-1, true));
    int i = 0;
    while (i < tokens.size()) {
      Scope scope = Objects.requireNonNull(scopes.peek());
      around[i] = scope.open;
      Token token = tokens.get(i);
      if (token.kind() == Kind.OPEN) {
        scopes.push(opened(i, scope));
        scope.expecting = false;
      } else if (token.kind() == Kind.CLOSE) {
        if (scopes.size() > 1) {
          scopes.pop();
        }
      } else if (scope.query && token.kind() == Kind.WORD && word(i, scope)) {
        i++;
        continue;
      } else if (scope.query && token.is(',')) {
        scope.expecting = scope.tables;
      } else if (scope.expecting) {
        i = relation(i, scope);
        continue;
      }
      i++;
    }
  }

  private Scope opened(int open, Scope outer) {
    String first = open + 1 < tokens.size() ? tokens.get(open + 1).name() : null;
    boolean query = first != null && QUERY.contains(first);
    Scope scope = new Scope(open, query || outer.expecting);
    if (!query && outer.expecting) {
      scope.tables = true;
      scope.expecting = true;
    }
    return scope;
  }

  /** Takes a key word of a query's own; whether it is one. */
  private boolean word(int at, Scope scope) {
    String word = tokens.get(at).name();
    if (word == null) {
      return false;
    }
    if (VERBS.contains(word) && begins(at)) {
      verbs.add(at);
      scope.tables = word.equals("update");
      scope.expecting = word.equals("update");
      scope.into = false;
      return true;
    }
    switch (word) {
      case "from", "join", "using" -> {
        if (!is(at - 1, "distinct")) {
          scope.tables = true;
          scope.expecting = true;
          scope.into = false;
        }
      }
      case "into" -> {
        scope.expecting = true;
        scope.into = !is(at - 1, "merge");
      }
      case "only", "lateral" -> {
        return scope.expecting;
      }
      default -> {
        if (!CLAUSES.contains(word)) {
          return false;
        }
        scope.tables = false;
        scope.expecting = false;
      }
    }
    return true;
  }

  /** Whether a verb stands where a statement can begin. */
  private boolean begins(int at) {
    if (at == 0) {
      return true;
    }
    Kind before = tokens.get(at - 1).kind();
    return before == Kind.OPEN || before == Kind.CLOSE;
  }

  /** Reads the name of a table with its alias; returns the token behind it. */
  private int relation(int at, Scope scope) {
    List<String> parts = new ArrayList<>();
    int i = at;
    while (i < tokens.size()) {
      String part = tokens.get(i).name();
      around[i] = scope.open;
      if (part == null) {
        break;
      }
      parts.add(part);
      i++;
      if (i >= tokens.size() || !tokens.get(i).is('.')) {
        break;
      }
      around[i] = scope.open;
      i++;
    }
    scope.expecting = false;
    if (parts.isEmpty()) {
      return at + 1;
    }
    boolean called = i < tokens.size() && tokens.get(i).kind() == Kind.OPEN && !scope.into;
    if (called || !isTable(parts)) {
      return i;
    }
    if (i < tokens.size() && tokens.get(i).is('*')) {
      around[i] = scope.open;
      i++;
    }
    boolean as = is(i, "as");
    int alias = as ? i + 1 : i;
    String name = alias < tokens.size() ? tokens.get(alias).name() : null;
    boolean named =
        name != null && (as || tokens.get(alias).kind() == Kind.QUOTED || !NO_ALIAS.contains(name));
    String own = name == null || !named ? table.name() : name;
    String qualifier = named ? tokens.get(alias).text() : QualifiedName.quote(own);
    found.add(new Reference(at, scope.open, scope.into, qualifier, own));
    int end = named ? alias + 1 : i;
    for (int j = i; j < end; j++) {
      around[j] = scope.open;
    }
    return end;
  }

  private boolean isTable(List<String> parts) {
    int last = parts.size() - 1;
    return parts.get(last).equals(table.name())
        && (last == 0 || parts.get(last - 1).equals(table.schema()));
  }
}
