package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.ColumnState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE or DELETE written anew as a backfill: its assignments, which rows need it and by which
 * key they are taken, as far as the statement and the loop around it tell.
 */
final class Rewritten {

  private static final String NAME = "(\"[^\"]+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";

  private static final Pattern ASSIGNMENT = Pattern.compile("(?s)" + NAME + "\\s*=\\s*(.+)");

  private static final Pattern ALIAS =
      Pattern.compile(
          "(?is).*?\\b(?:UPDATE|DELETE\\s+FROM)\\s+(?:ONLY\\s+)?(?:[\\w\"]+\\.)?"
              + NAME
              + "\\s+(?:AS\\s+)?"
              + NAME
              + "\\s+(?:SET|WHERE|USING)\\b.*");

  /** {@code SELECT id}, {@code SELECT u.ctid AS row}. */
  private static final Pattern FIRST_OUTPUT =
      Pattern.compile("(?is)\\s*SELECT\\s+(?:[\\w\"]+\\.)?" + NAME + "\\b.*");

  /** {@code id > last_id}, {@code id BETWEEN low AND low + 999}: a batch's borders. */
  private static final Pattern BORDER =
      Pattern.compile("(?is)(?:[\\w\"]+\\.)?" + NAME + "\\s*(?:[<>]=?|BETWEEN\\b)\\s*(.+)");

  /** {@code id = batch.id}. */
  private static final Pattern JOIN =
      Pattern.compile("(?is)(?:[\\w\"]+\\.)?" + NAME + "\\s*=\\s*" + NAME + "\\." + NAME);

  private static final Pattern SIMPLE = Pattern.compile("(?s)[\\w.\"']+(\\(.*\\))?");

  /** {@code 0}, {@code 'new'}, {@code NULL}, the name of a column. */
  private static final Pattern LITERAL = Pattern.compile("-?[\\w.]+|'[^']*'|\"[^\"]+\"");

  /** Types that keep less of a value than others can hold. */
  private static final Set<String> ROUNDING =
      Set.of("int2", "int4", "int8", "float4", "date", "bpchar");

  private static final Pattern VARIABLE = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

  private final Relation table;
  private final Reach.Write write;
  private final boolean deletes;
  private final boolean hasFrom;
  private final boolean partOfAnother;
  private final String text;
  private final Clauses clauses;
  private final boolean everyRow;
  private final @Nullable String selecting;
  private final List<String> qualifiers = new ArrayList<>();
  private @Nullable String key;

  private Rewritten(Scene scene, Reach.Write write) {
    this.table = scene.relation(write.target());
    this.write = write;
    this.deletes = scene.tree() instanceof Tree.Delete;
    this.hasFrom = scene.tree() instanceof Tree.Update update && update.hasFrom();
    this.text = scene.text();
    String word = deletes ? "delete" : "update";
    this.partOfAnother = !new Clauses(text).has(word);
    this.clauses = statement(text, word);
    this.everyRow = Reach.isEveryRow(scene, write);
    this.selecting = selecting(scene);
    qualifiers.add(table.name().name());
    Matcher alias = ALIAS.matcher(scene.text());
    if (alias.matches()) {
      qualifiers.add(alias.group(2));
    }
  }

  /** The text of the backfill's file. */
  static String of(Scene scene, Reach.Write write) {
    return new Rewritten(scene, write).file();
  }

  private static Clauses statement(String text, String word) {
    Clauses whole = new Clauses(text);
    if (whole.has(word)) {
      return whole;
    }
    return whole.inside(word).stream().findFirst().map(Clauses::new).orElse(whole);
  }

  /** The query that chooses the rows of a batch, or null. */
  private @Nullable String selecting(Scene scene) {
    List<String> queries = new ArrayList<>();
    Code.Loop loop = scene.inside().batch();
    if (loop != null && loop.over() != null) {
      queries.add(loop.over());
    }
    String with = new Clauses(scene.text()).between("with", Set.of("update", "delete", "insert"));
    String where = clauses.where();
    queries.addAll(with == null ? List.of() : new Clauses(with).inside("select"));
    queries.addAll(where == null ? List.of() : new Clauses(where).inside("select"));
    Pattern from = Pattern.compile("(?is).*\\bFROM\\s+(?:ONLY\\s+)?(?:[\\w\"]+\\.)?" + NAME + ".*");
    return queries.stream()
        .filter(query -> isOfTable(from.matcher(query)))
        .findFirst()
        .orElse(null);
  }

  private boolean isOfTable(Matcher from) {
    return from.matches() && folded(from.group(1)).equals(table.name().name());
  }

  private String file() {
    List<String> conditions = conditions();
    Map<String, String> set = set();
    boolean joins = selecting == null && (deletes ? clauses.has("using") : hasFrom);
    String rest = joins || conditions.isEmpty() ? null : String.join(" AND ", conditions);
    boolean plain =
        !deletes && !joins && !partOfAnother && set.size() == clauses.assignments().size();
    String where = rest == null && plain ? stillDifferent(set) : rest;
    String name =
        table.name().name()
            + "_"
            + (write.columns().isEmpty() ? "delete" : String.join("_", write.columns()));
    return new BackfillText(
            name.toLowerCase(Locale.ROOT),
            table.name(),
            plain ? set : Map.of(),
            plain ? null : statement(joins, rest),
            plain ? where : null,
            isKept() ? key : null)
        .text();
  }

  /** Whether the loop's order can be the backfill's: rows that are changed must stay in it. */
  private boolean isKept() {
    return key != null && !key.equals("ctid") && !write.columns().contains(key);
  }

  /** The statement with a place for the batch's own condition. */
  private String statement(boolean joins, @Nullable String rest) {
    if (partOfAnother) {
      return Clauses.oneLine(text.replace(clauses.text(), chunked(joins, rest)));
    }
    if (joins) {
      return Clauses.oneLine(chunked(true, null));
    }
    String name = Sql.name(table.name());
    if (deletes) {
      return "DELETE FROM " + name + " WHERE " + chunk(rest);
    }
    return "UPDATE "
        + name
        + " SET "
        + clauses.assignments().stream().map(this::unqualified).collect(Collectors.joining(", "))
        + " WHERE "
        + chunk(rest);
  }

  private static String chunk(@Nullable String rest) {
    return rest == null ? "{chunk}" : "{chunk} AND (" + rest + ")";
  }

  /**
   * The statement's own text with the batch's condition.
   *
   * @param keeping its condition, which names other tables too
   * @param rest the condition in place of it
   */
  private String chunked(boolean keeping, @Nullable String rest) {
    String whole = clauses.text();
    int returning = clauses.start("returning");
    String tail = returning < 0 ? "" : " " + whole.substring(returning);
    String head = returning < 0 ? whole : whole.substring(0, returning);
    int where = clauses.start("where");
    if (where < 0 || !keeping || everyRow) {
      String begin = where < 0 ? head : head.substring(0, where);
      return begin.strip() + " WHERE " + chunk(rest) + tail;
    }
    String condition = head.substring(where + "where".length()).strip();
    return head.substring(0, where) + "WHERE {chunk} AND (" + condition + ")" + tail;
  }

  private Map<String, String> set() {
    Map<String, String> set = new LinkedHashMap<>();
    for (String assignment : clauses.assignments()) {
      Matcher matcher = ASSIGNMENT.matcher(assignment);
      if (matcher.matches()) {
        set.put(folded(matcher.group(1)), unqualified(matcher.group(2)));
      }
    }
    return set;
  }

  /** The conditions that are not about the batch itself; finds the key on its way. */
  private List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    String own = clauses.where();
    if (own != null && !everyRow) {
      for (String one : new Clauses(own).split("and")) {
        Matcher join = JOIN.matcher(one);
        if (selecting != null && join.matches()) {
          // The batch's own query, or the row of the loop.
          qualifiers.add(join.group(2));
          key = folded(join.group(1));
        } else if (selecting == null || new Clauses(one).inside("select").isEmpty()) {
          add(one, conditions);
        }
      }
    }
    if (selecting != null) {
      Matcher output = FIRST_OUTPUT.matcher(selecting);
      if (output.matches() && key == null) {
        key = folded(output.group(1));
      }
      String inner = new Clauses(selecting).where();
      if (inner != null) {
        new Clauses(inner).split("and").forEach(one -> add(one, conditions));
      }
    }
    return conditions;
  }

  private void add(String condition, List<String> conditions) {
    Matcher border = BORDER.matcher(condition);
    if (border.matches() && isVariable(border.group(2))) {
      if (key == null) {
        key = folded(border.group(1));
      }
      return;
    }
    String text = unqualified(condition);
    if (!conditions.contains(text)) {
      conditions.add(text);
    }
  }

  /** Whether a value begins with a name that is no column: a variable of the loop. */
  private boolean isVariable(String value) {
    Matcher name = VARIABLE.matcher(value);
    if (!name.lookingAt() || value.startsWith("(", name.end())) {
      return false;
    }
    List<String> known = table.columns().stream().map(ColumnState::name).toList();
    return !known.contains(name.group().toLowerCase(Locale.ROOT))
        && !name.group().toLowerCase(Locale.ROOT).matches("interval|timestamp|date|current_.*");
  }

  /** Rows whose new value is not there yet; null where a value is made from itself. */
  private @Nullable String stillDifferent(Map<String, String> set) {
    List<String> parts = new ArrayList<>();
    for (Map.Entry<String, String> one : set.entrySet()) {
      String column = one.getKey();
      String value = one.getValue();
      if (Pattern.compile("(?i)\\b" + Pattern.quote(column) + "\\b").matcher(value).find()) {
        return null;
      }
      String right = SIMPLE.matcher(value).matches() ? value : "(" + value + ")";
      parts.add(Sql.name(column) + " IS DISTINCT FROM " + right + rounding(column, value));
    }
    return parts.isEmpty() ? null : String.join(" OR ", parts);
  }

  /** Compared as it is stored: 1.5 in an integer is 2, which differs from 1.5 for ever. */
  private String rounding(String column, String value) {
    Type type = table.column(column).type();
    boolean rounds =
        type != null && (ROUNDING.contains(type.base()) || !type.modifiers().isEmpty());
    return rounds && !LITERAL.matcher(value).matches() ? "::" + type : "";
  }

  private String unqualified(String sql) {
    String text = Clauses.oneLine(sql);
    boolean nested = !new Clauses(text).inside("select").isEmpty();
    for (String qualifier : qualifiers) {
      // Inside a query of its own a bare name may mean another table's column.
      String table = nested ? Sql.name(this.table.name().name()) + "." : "";
      text =
          text.replaceAll("(?i)(?<![\\w.'])" + Pattern.quote(qualifier) + "\\.(?=[\\w\"])", table);
    }
    return text;
  }

  private static String folded(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name.toLowerCase(Locale.ROOT);
  }
}
