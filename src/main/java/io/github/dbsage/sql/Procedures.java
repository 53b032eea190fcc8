package io.github.dbsage.sql;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Lexer.Kind;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows which procedures of a script commit or roll back, and whether a DO block does: such code
 * fails inside a transaction (PostgreSQL manual, 41.8 "Transaction Management"). Not thread-safe.
 */
final class Procedures {

  private final Set<QualifiedName> committing = new HashSet<>();

  /** Takes a CREATE [OR REPLACE] PROCEDURE, the cursor behind the word PROCEDURE. */
  void created(Cursor c) {
    QualifiedName name = c.name();
    if (name == null) {
      return;
    }
    c.skipGroup();
    if (commits(block(c))) {
      committing.add(name);
    } else {
      committing.remove(name);
    }
  }

  /** Whether a procedure of that name was seen that commits; a schema left out fits any. */
  boolean commits(@Nullable QualifiedName name) {
    return name != null
        && committing.stream()
            .anyMatch(
                known ->
                    known.name().equals(name.name())
                        && (known.schema() == null
                            || name.schema() == null
                            || known.schema().equals(name.schema())));
  }

  /** Whether a DO statement commits, the cursor behind the word DO. */
  boolean blockCommits(Cursor c) {
    return commits(block(c));
  }

  private record Block(String language, @Nullable String body, boolean plainEscapes) {}

  /** The code and its language, in either order. */
  private static Block block(Cursor c) {
    String language = "plpgsql";
    String body = null;
    boolean plainEscapes = c.plainEscapes();
    while (!c.atEnd()) {
      if (c.take("language")) {
        String given = c.setting();
        language = given == null ? language : given;
      } else if (c.kind() == Kind.STRING || c.kind() == Kind.DOLLAR) {
        String string = c.string();
        body = body == null ? string : body;
      } else {
        c.advance();
      }
    }
    return new Block(language, body, plainEscapes);
  }

  private boolean commits(Block block) {
    if (block.body() == null) {
      return false;
    }
    Cursor c = Cursor.over(block.body(), block.plainEscapes());
    boolean sql = block.language().equals("plpgsql") || block.language().equals("sql");
    return sql ? commitsAsStatement(c) : commitsAsWord(c);
  }

  /** PL/pgSQL: where a statement may begin, and not {@code ON COMMIT DROP} or a variable's name. */
  private boolean commitsAsStatement(Cursor c) {
    boolean atStart = true;
    while (!c.atEnd()) {
      if (atStart && c.takeAny("commit", "rollback")) {
        if (c.atEnd() || c.kind() == Kind.SEMICOLON || c.is("and")) {
          return true;
        }
      } else if (atStart && c.take("call") && commits(c.name())) {
        return true;
      }
      atStart =
          c.kind() == Kind.SEMICOLON
              || c.is("begin")
              || c.is("then")
              || c.is("else")
              || c.is("loop")
              || c.isOperator(">>");
      c.advance();
    }
    return false;
  }

  /** Other languages: {@code plpy.commit()}, {@code spi_rollback()}; rather once too often. */
  private static boolean commitsAsWord(Cursor c) {
    while (!c.atEnd()) {
      if (c.is("commit") || c.is("rollback") || c.is("spi_commit") || c.is("spi_rollback")) {
        return true;
      }
      c.advance();
    }
    return false;
  }
}
