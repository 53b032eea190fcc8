package io.github.dbsage.lint.rule;

import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import io.github.dbsage.sql.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a trigger's function copies from one column of its row to another when a row is updated.
 *
 * @param ifNull whether only a NULL is filled
 */
record Copied(String from, String to, boolean ifNull, int line) {

  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?is)\\s*NEW\\s*\\.\\s*(\"[^\"]+\"|\\w+)\\s*:?=(.*)");
  private static final Pattern IS_NULL =
      Pattern.compile("(?is)\\(?\\s*NEW\\s*\\.\\s*(\"[^\"]+\"|\\w+)\\s+IS\\s+NULL\\s*\\)?");
  private static final Pattern ON_INSERT = Pattern.compile("(?i)TG_OP\\s*=\\s*'INSERT'");
  private static final Pattern NOT_ON_UPDATE = Pattern.compile("(?i)TG_OP\\s*(<>|!=)\\s*'UPDATE'");
  private static final Pattern ON_UPDATE =
      Pattern.compile("(?i)\\(?\\s*TG_OP\\s*=\\s*'UPDATE'\\s*\\)?");

  /** The copies of a function. */
  static List<Copied> by(List<Code> code, Grammar grammar) {
    List<Copied> copies = new ArrayList<>();
    code.forEach(one -> read(one, null, grammar, copies));
    return copies;
  }

  /** Whether the function looks at what a column was before. */
  boolean isCompared(List<Code> code) {
    String columns = Pattern.quote(from) + "\\b|" + Pattern.quote(to) + "\\b";
    Pattern old =
        Pattern.compile("(?i)\\bOLD\\b(?!\\s*\\.)|\\bOLD\\s*\\.\\s*\"?(\\*|" + columns + ")");
    return code.stream()
        .flatMap(one -> one.all().stream())
        .anyMatch(one -> one instanceof Code.Query query && old.matcher(query.text()).find());
  }

  private static void read(
      Code code, @Nullable String nullColumn, Grammar grammar, List<Copied> copies) {
    if (code instanceof Code.Choice choice) {
      for (Code.Arm arm : choice.arms()) {
        String condition = arm.condition() == null ? "" : arm.condition();
        if (!isForInserts(condition)) {
          Matcher isNull = IS_NULL.matcher(condition);
          String column = isNull.matches() ? folded(isNull.group(1)) : nullColumn;
          arm.body().forEach(one -> read(one, column, grammar, copies));
        }
        if (ON_UPDATE.matcher(condition).matches()) {
          // An update comes no further than here.
          return;
        }
      }
    } else if (code instanceof Code.Assign assign) {
      Copied copied = of(assign, nullColumn, grammar);
      if (copied != null) {
        copies.add(copied);
      }
    } else {
      code.body().forEach(one -> read(one, nullColumn, grammar, copies));
    }
  }

  private static boolean isForInserts(String condition) {
    return NOT_ON_UPDATE.matcher(condition).find()
        || (ON_INSERT.matcher(condition).find()
            && !condition.toUpperCase(Locale.ROOT).contains("'UPDATE'"));
  }

  private static @Nullable Copied of(
      Code.Assign assign, @Nullable String nullColumn, Grammar grammar) {
    Matcher matcher = ASSIGNMENT.matcher(assign.text());
    if (!matcher.matches()
        || !(grammar.parse("SELECT " + matcher.group(2)) instanceof Parsed.Trees trees)
        || trees.statements().size() != 1
        || !(trees.statements().get(0).tree() instanceof Tree.Select select)
        || select.outputs().size() != 1) {
      return null;
    }
    String to = folded(matcher.group(1));
    Expr value = bare(select.outputs().get(0));
    String from = ofRow(value);
    boolean ifNull = to.equals(nullColumn);
    if (value instanceof Expr.Compound coalesce && coalesce.kind().equals("CoalesceExpr")) {
      List<String> columns = coalesce.parts().stream().map(part -> ofRow(bare(part))).toList();
      if (columns.size() < 2 || !columns.contains(to)) {
        return null;
      }
      // With the other column in front, what is written to this one is lost instead.
      boolean inFront = to.equals(columns.get(0));
      from = inFront ? columns.get(1) : to;
      to = inFront ? to : columns.get(0);
      ifNull = true;
    }
    return from.isEmpty() || to.isEmpty() || from.equals(to)
        ? null
        : new Copied(from, to, ifNull, assign.line());
  }

  private static Expr bare(Expr value) {
    return value instanceof Expr.Cast cast ? bare(cast.value()) : value;
  }

  /** The column of NEW that a value is; empty where it is none. */
  private static String ofRow(Expr value) {
    return value instanceof Expr.Column column
            && column.path().size() == 2
            && column.path().get(0).equals("new")
        ? column.name()
        : "";
  }

  private static String folded(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name.toLowerCase(Locale.ROOT);
  }
}
