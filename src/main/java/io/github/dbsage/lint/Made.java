package io.github.dbsage.lint;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Expr;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statement that an expression makes.
 *
 * @param exact whether it is known to the letter; else names stand for what is computed
 */
record Made(String text, boolean exact) {

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

  private static Made format(String pattern, List<Expr> arguments, Map<String, Made> variables) {
    StringBuilder text = new StringBuilder();
    boolean exact = true;
    int next = 1;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c != '%' || i + 1 == pattern.length()) {
        text.append(c);
        continue;
      }
      i++;
      int digits = i;
      while (digits < pattern.length() && Character.isDigit(pattern.charAt(digits))) {
        digits++;
      }
      if (digits > i && digits < pattern.length() && pattern.charAt(digits) == '$') {
        next = Integer.parseInt(pattern.substring(i, digits));
        i = digits + 1;
      }
      char kind = i < pattern.length() ? pattern.charAt(i) : '%';
      if (kind == '%') {
        text.append('%');
        continue;
      }
      Made value = next < arguments.size() ? by(arguments.get(next), variables) : null;
      next++;
      String shown = value == null ? "unknown" : value.text();
      exact &= value != null && value.exact();
      text.append(
          switch (kind) {
            case 'I' -> QualifiedName.quote(shown);
            case 'L' -> "'" + shown.replace("'", "''") + "'";
            default -> shown;
          });
    }
    return new Made(text.toString(), exact);
  }
}
