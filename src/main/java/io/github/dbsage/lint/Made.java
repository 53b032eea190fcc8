package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Expr;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statement that an expression makes.
 *
 * @param exact whether it is known to the letter; else names stand for what is computed
 */
record Made(String text, boolean exact) {

  private static final Pattern SPECIFIER = Pattern.compile("%(?:(\\d{1,4})\\$)?-?\\d*([sIL%])");

  static @Nullable Made by(Expr expr, Map<String, Made> variables) {
    if (expr instanceof Expr.Constant constant) {
      return new Made(constant.text(), true);
    }
    if (expr instanceof Expr.Cast cast) {
      return by(cast.value(), variables);
    }
    if (expr instanceof Expr.Operation operation
        && operation.operator().equals("||")
        && operation.left() != null
        && operation.right() != null) {
      Made left = by(operation.left(), variables);
      Made right = by(operation.right(), variables);
      return left == null || right == null
          ? null
          : new Made(left.text() + right.text(), left.exact() && right.exact());
    }
    if (expr instanceof Expr.Column column) {
      Made known = column.path().size() == 1 ? variables.get(column.name()) : null;
      return known == null ? new Made(column.name(), false) : known;
    }
    if (expr instanceof Expr.Call call) {
      return call(call, variables);
    }
    return new Made("unknown", false);
  }

  private static @Nullable Made call(Expr.Call call, Map<String, Made> variables) {
    String name = call.function().name();
    List<Expr> arguments = call.arguments();
    if (name.equals("format") && !arguments.isEmpty()) {
      Made pattern = by(arguments.get(0), variables);
      return pattern == null || !pattern.exact()
          ? null
          : format(pattern.text(), arguments, variables);
    }
    if ((name.equals("quote_ident") || name.equals("quote_literal")) && arguments.size() == 1) {
      Made value = by(arguments.get(0), variables);
      if (value == null) {
        return null;
      }
      String text =
          name.equals("quote_ident")
              ? QualifiedName.quote(value.text())
              : "'" + value.text().replace("'", "''") + "'";
      return new Made(text, value.exact());
    }
    return new Made("unknown", false);
  }

  /** {@code %I}, {@code %L}, {@code %s}, with or without the number of an argument. */
  private static Made format(String pattern, List<Expr> arguments, Map<String, Made> variables) {
    StringBuilder text = new StringBuilder();
    boolean exact = true;
    int next = 1;
    Matcher matcher = SPECIFIER.matcher(pattern);
    while (matcher.find()) {
      String kind = matcher.group(2);
      if (kind.equals("%")) {
        matcher.appendReplacement(text, "%");
        continue;
      }
      if (matcher.group(1) != null) {
        next = Integer.parseInt(matcher.group(1));
      }
      Made value = next < arguments.size() ? by(arguments.get(next), variables) : null;
      next++;
      exact &= value != null && value.exact();
      String shown = value == null ? "unknown" : value.text();
      String written =
          switch (kind) {
            case "I" -> QualifiedName.quote(shown);
            case "L" -> "'" + shown.replace("'", "''") + "'";
            default -> shown;
          };
      matcher.appendReplacement(text, Matcher.quoteReplacement(written));
    }
    return new Made(matcher.appendTail(text).toString(), exact);
  }
}
