package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The strings of a statement, each with what gives it its type; and the relations that the
 * statement names anywhere.
 */
public record Literals(List<Literal> all, List<QualifiedName> relations) {

  /** A text without any. */
  public static final Literals NONE = new Literals(List.of(), List.of());

  public Literals {
    all = List.copyOf(all);
    relations = List.copyOf(relations);
  }

  /**
   * A string.
   *
   * @param column the column that it is compared with or written to; null where it is neither
   * @param position of an INSERT without a list of columns: which one, from 0; else -1
   * @param type what it is cast to, or the type of the column that it is the default of; or null
   * @param at offset in the text, in chars
   */
  public record Literal(
      String text, @Nullable String column, int position, @Nullable Type type, int at) {}
}
