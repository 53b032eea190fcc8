package io.github.dbsage.db;

import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * PostgreSQL, or the way to it, reported an error. Judge it by {@link #sqlState}, never by text.
 */
public final class ServerFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String sqlState;
  private final transient @Nullable ServerErrorMessage message;

  ServerFailure(SQLException cause) {
    super(text(cause), cause);
    this.sqlState = cause.getSQLState() == null ? "" : cause.getSQLState();
    this.message = cause instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
  }

  ServerFailure(IOException cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
    this.sqlState = "08006";
    this.message = null;
  }

  private static String text(SQLException cause) {
    ServerErrorMessage server =
        cause instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    if (server != null && server.getMessage() != null) {
      return server.getMessage();
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** The five characters of PostgreSQL's error code, empty where there is none. */
  public String sqlState() {
    return sqlState;
  }

  /** Whether the error code is this one. */
  public boolean is(String state) {
    return sqlState.equals(state);
  }

  /** PostgreSQL's message without its severity. */
  public String text() {
    String text = getMessage();
    return text == null ? sqlState : text;
  }

  /** PostgreSQL's DETAIL. */
  public @Nullable String detail() {
    return message == null ? null : message.getDetail();
  }

  /** PostgreSQL's HINT. */
  public @Nullable String hint() {
    return message == null ? null : message.getHint();
  }

  /** PostgreSQL's CONTEXT: the function and line in which it happened. */
  public @Nullable String context() {
    return message == null ? null : message.getWhere();
  }

  /** The table that a constraint error names, or null. */
  public @Nullable String table() {
    return message == null ? null : message.getTable();
  }

  /** The column that a constraint error names, or null. */
  public @Nullable String column() {
    return message == null ? null : message.getColumn();
  }

  /** The position within the text that was sent: code points from 1, or 0 where unknown. */
  public int position() {
    return message == null ? 0 : message.getPosition();
  }

  /**
   * Whether the session is gone: a connection exception (class 08), or the server ended it (57P01
   * to 57P05).
   */
  public boolean connectionLost() {
    return sqlState.startsWith("08")
        || sqlState.equals("57P01")
        || sqlState.equals("57P02")
        || sqlState.equals("57P03")
        || sqlState.equals("57P05");
  }
}
