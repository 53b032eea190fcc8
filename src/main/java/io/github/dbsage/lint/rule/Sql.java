package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.tree.Column;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Tree;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes the SQL of safe ways, in the words of the statement that they replace. */
final class Sql {

  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_$]*");

  private Sql() {}

  /** An identifier, in double quotes only where it needs them. */
  static String name(String identifier) {
    return PLAIN.matcher(identifier).matches() ? identifier : QualifiedName.quote(identifier);
  }

  /** A qualified name, in double quotes only where it needs them. */
  static String name(QualifiedName name) {
    return name.schema() == null
        ? name(name.name())
        : name(name.schema()) + "." + name(name.name());
  }

  /** The name of the backfill's file that goes with a migration: the one that stands next to it. */
  static String backfillFile(Scene scene) {
    return "<version>_" + scene.subject().step().name() + ".backfill.yaml";
  }

  /** Lines of a fix. */
  static String lines(String... lines) {
    return String.join("\n", lines);
  }

  /** The table that an ALTER TABLE is about. */
  static Relation table(Scene scene) {
    if (scene.tree() instanceof Tree.AlterTable alter) {
      return scene.relation(alter.name());
    }
    throw new IllegalStateException("not an ALTER TABLE");
  }

  /** The text of a column's default as the statement writes it. */
  static String defaultOf(Scene scene, Column column) {
    Constraint given = column.constraint(Constraint.Kind.DEFAULT);
    return given == null ? "NULL" : behind(scene.text(), given.at(), "DEFAULT");
  }

  /** What stands behind a key word up to the end of its expression. */
  static String behind(String text, int at, String word) {
    int from = at;
    if (text.regionMatches(true, at, word, 0, word.length())) {
      from += word.length();
    }
    return expression(text, from).strip();
  }

  /** From an offset to the next comma, closing parenthesis or key word of a constraint outside. */
  private static String expression(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && (c == '(' || c == '[')) {
        depth++;
      } else if (!quoted && (c == ')' || c == ']')) {
        if (depth == 0) {
          return text.substring(from, i);
        }
        depth--;
      } else if (!quoted && depth == 0 && (c == ',' || c == ';' || isWordOfConstraint(text, i))) {
        return text.substring(from, i);
      }
    }
    return text.substring(from);
  }

  private static final Pattern NEXT =
      Pattern.compile(
          "\\s(NOT\\s+NULL|NULL|UNIQUE|PRIMARY|CHECK|REFERENCES|CONSTRAINT|GENERATED|COLLATE)\\b",
          Pattern.CASE_INSENSITIVE);

  private static boolean isWordOfConstraint(String text, int i) {
    return Character.isWhitespace(text.charAt(i))
        && NEXT.matcher(text).region(i, text.length()).lookingAt();
  }

  /** {@code name}, or what stands for a name that PostgreSQL would choose. */
  static String or(@Nullable String name, String otherwise) {
    return name == null ? otherwise : name;
  }
}
