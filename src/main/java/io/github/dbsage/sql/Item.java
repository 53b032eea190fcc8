package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;

/**
 * A piece of a script, in order. The {@link #raw} texts of all items of a script, one after
 * another, are exactly its canonical text (UTF-8 without BOM, line ends LF) before placeholders.
 */
public sealed interface Item {

  /** The piece of the canonical text that this item covers, before placeholders. */
  String raw();

  /** Where it begins. */
  Place at();

  /** White space between other items, and stray semicolons. */
  record Gap(String raw, Place at) implements Item {}

  /**
   * A comment outside of any statement.
   *
   * @param raw from {@code --} up to, not including, the line end; or from {@code /*} to its end
   * @param block whether it is a block comment
   * @param leading whether it stands in the leading comment block: before anything else but white
   *     space, and before the first blank line behind the file's first comment
   * @param ownLine whether only white space stands before it on its line
   */
  record Comment(String raw, Place at, boolean block, boolean leading, boolean ownLine)
      implements Item {}

  /** A statement, with its semicolon; COPY's data follow as {@link CopyData} items. */
  record Sql(String raw, Place at, Statement statement) implements Item {}

  /**
   * A piece of the data behind COPY … FROM STDIN, bounded in size; data lines are verbatim (never
   * expanded).
   *
   * @param raw whole lines with their line ends where possible; the last piece includes the {@code
   *     \.} line when there is one
   * @param data what to send to the server: {@code raw} without the {@code \.} line
   * @param last whether the data end here
   */
  record CopyData(String raw, Place at, String data, boolean last) implements Item {}

  /**
   * A psql meta-command line that pg_dump writes and that means nothing here: {@code \restrict}.
   */
  record Ignored(String raw, Place at) implements Item {}

  /**
   * Something that cannot be read; reading goes on behind it where that makes sense.
   *
   * @param raw empty where the defect lies in an item that follows: a placeholder without a value
   * @param at where {@code raw} begins; the problem knows the exact place
   */
  record Defect(String raw, Place at, Problem problem) implements Item {}
}
