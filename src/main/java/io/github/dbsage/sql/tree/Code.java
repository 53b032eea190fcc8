package io.github.dbsage.sql.tree;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** PL/pgSQL: the statements of a function's body or a DO block, as far as they touch tables. */
public sealed interface Code {

  /** The line in the body, from 1; 0 where it is not known. */
  int line();

  /** The statements inside. */
  default List<Code> body() {
    return List.of();
  }

  /** A statement of SQL; PERFORM as SELECT. */
  record Sql(String text, int line) implements Code {}

  /** EXECUTE: the expression that makes the statement. */
  record Dynamic(String expression, int line) implements Code {}

  /** A query that feeds a loop, an assignment, a condition or a RETURN. */
  record Query(String text, int line) implements Code {}

  /**
   * LOOP, WHILE, FOR, FOREACH.
   *
   * @param over the query whose rows it goes through, or the array of FOREACH; or null
   * @param element the variable of FOREACH that holds the array's elements; null for other loops
   */
  record Loop(@Nullable String over, @Nullable String element, List<Code> body, int line)
      implements Code {
    public Loop {
      body = List.copyOf(body);
    }

    /** Whether it goes through the elements of an array. */
    public boolean listed() {
      return element != null;
    }
  }

  /** A block, with what stands behind EXCEPTION. */
  record Branch(List<Code> body, int line) implements Code {
    public Branch {
      body = List.copyOf(body);
    }
  }

  /** IF, CASE: at most one of its arms runs. */
  record Choice(List<Arm> arms, int line) implements Code {
    public Choice {
      arms = List.copyOf(arms);
    }

    @Override
    public List<Code> body() {
      return List.copyOf(arms);
    }
  }

  /**
   * What stands behind a condition.
   *
   * @param condition null for ELSE
   */
  record Arm(@Nullable String condition, List<Code> body, int line) implements Code {
    public Arm {
      body = List.copyOf(body);
    }
  }

  /**
   * An assignment, as it is written; the value that it takes stands behind it as a query of its
   * own.
   */
  record Assign(String text, int line) implements Code {

    /** The variable; a part of a record or array as it is written. */
    public String variable() {
      return text.substring(0, sign()).strip();
    }

    /** What it is given. */
    public String value() {
      int behind = text.startsWith(":=", sign()) ? 2 : 1;
      return sign() == text.length() ? "" : text.substring(sign() + behind);
    }

    private int sign() {
      int colon = text.indexOf(":=");
      int equals = text.indexOf('=');
      int first = colon >= 0 && colon < equals ? colon : equals;
      return first < 0 ? text.length() : first;
    }
  }

  /** COMMIT, ROLLBACK. */
  record End(boolean commit, int line) implements Code {}

  /** Anything else, by the parser's own name of it: {@code exit}, {@code raise}. */
  record Other(String what, int line) implements Code {}

  /** This and everything inside it. */
  default List<Code> all() {
    List<Code> all = new ArrayList<>();
    all.add(this);
    body().forEach(part -> all.addAll(part.all()));
    return all;
  }
}
