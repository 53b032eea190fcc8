package io.github.dbsage.db;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import java.nio.file.Path;
import java.util.List;

/** What this room has to say when a database cannot be reached or used. */
final class DbProblems {

  private static final String SUPABASE_POOLER = ".pooler.supabase.com";

  private DbProblems() {}

  static Problem cannotConnect(Target target, ServerFailure failure) {
    String who = target.user() == null ? "the current user" : target.user();
    return switch (failure.sqlState()) {
      case "28P01" ->
          said(
              "CONNECTION_PASSWORD",
              "The password of " + who + " for " + target.describe() + " is wrong.",
              whoseLogin(target),
              failure);
      case "08004" ->
          target.effectivePassword() == null
              ? said(
                  "CONNECTION_PASSWORD",
                  "The server of "
                      + target.describe()
                      + " wants a password of "
                      + who
                      + ", and none was given.",
                  WAYS,
                  failure)
              : said(
                  "CONNECTION_PASSWORD",
                  "The server refused " + who + " for " + target.describe() + ".",
                  whoseLogin(target),
                  failure);
      case "28000" ->
          said(
              "CONNECTION_USER",
              "The server does not let " + who + " in: " + target.describe() + ".",
              "Check -Ddbsage.user, whether the role may log in, and the server's pg_hba.conf.",
              failure);
      case "3D000" ->
          said(
              "CONNECTION_DATABASE",
              "There is no database " + target.describe() + ".",
              "Check the URL, or create it: CREATE DATABASE "
                  + QualifiedName.quote(target.database())
                  + ";",
              failure);
      case "42501" ->
          said(
              "CONNECTION_USER",
              who + " may not connect to " + target.describe() + ".",
              "Let its owner run: GRANT CONNECT ON DATABASE "
                  + QualifiedName.quote(target.database())
                  + " TO "
                  + (target.user() == null ? "…" : QualifiedName.quote(target.user()))
                  + ";",
              failure);
      case "53300" ->
          said(
              "CONNECTION_LIMIT",
              "The server has no connection left for " + target.describe() + "; two are needed.",
              "Wait, or raise max_connections or the role's connection limit.",
              failure);
      case "08P01" ->
          said(
              "CONNECTION_POOLER",
              "What answers for "
                  + target.describe()
                  + " refuses the connection as a pooler does, not as PostgreSQL does.",
              "Check user and database, or name the server's own host and port.",
              failure);
      case "57P03" ->
          said(
              "CONNECTION_NOT_READY",
              "The server of " + target.describe() + " is starting up or shutting down.",
              "Try again in a moment.",
              failure);
      default ->
          said(
              "CONNECTION_REFUSED",
              "No PostgreSQL server can be reached for " + target.describe() + ".",
              "Check host and port, and that the server runs and is reachable from here.",
              failure);
    };
  }

  private static final String WAYS =
      "Give it with -Ddbsage.password, -Ddbsage.serverId and settings.xml, the URL, PGPASSWORD, or"
          + " ~/.pgpass.";

  private static String whoseLogin(Target target) {
    return target.passwordFrom() == null
        ? "Check -Ddbsage.user and -Ddbsage.password (or the URL that holds them)."
        : "Check the user, and the password: it came from " + target.passwordFrom() + ".";
  }

  /** Of several hosts none is the one; each says why. */
  static Problem noEndpoint(Target target, List<ConnectFailure> failures) {
    ConnectFailure last = failures.get(failures.size() - 1);
    StringBuilder why = new StringBuilder();
    for (ConnectFailure failure : failures) {
      why.append(why.isEmpty() ? "" : "; ")
          .append(failure.target().endpoints().get(0))
          .append(": ")
          .append(failure.reason());
    }
    return new Problem(
        "CONNECTION_HOSTS",
        "None of the hosts of " + target.describe() + " " + target.role().words() + ".",
        null,
        why.toString(),
        last.problem().fix(),
        last.problem().sqlState(),
        null);
  }

  static Problem otherRole(Target target, ServerRole wanted) {
    return Problem.of(
        "CONNECTION_HOSTS",
        "The server of "
            + target.describe()
            + " is not the one that target_session_attrs="
            + wanted.libpqName()
            + " wants.",
        null,
        "Name the right host, or leave target_session_attrs out.");
  }

  static Problem said(String code, String what, String fix, ServerFailure failure) {
    return new Problem(code, what, null, failure.text(), fix, failure.sqlState(), failure.hint());
  }

  /** What stands in between lends its connections for a transaction or a statement only. */
  static Problem pooled(Target target, Pooling pooling, ServerAddress server) {
    boolean statement = pooling == Pooling.STATEMENT;
    String way = past(target, server);
    return Problem.of(
            "CONNECTION_POOLER",
            target.describe()
                + (statement ? " is a statement pooler, " : " is a transaction pooler, ")
                + "not the server itself; nothing was changed.",
            null,
            statement
                ? way
                : way
                    + " Where no way leads past the pooler, -Ddbsage.lock=lease needs no session"
                    + " lock.")
        .because(
            statement
                ? "each statement gets another of the server's sessions, so no transaction holds"
                : "each transaction gets another of the server's sessions, so the session lock that"
                    + " keeps two runners apart does not hold");
  }

  static Problem pooledStrings(Target target) {
    return Problem.of(
            "CONNECTION_POOLER",
            target.describe() + " reads backslashes in strings as escapes; nothing was changed.",
            null,
            "Let the role's owner run ALTER ROLE … SET standard_conforming_strings = on; or name the"
                + " server itself, where each session sets it.")
        .because("standard_conforming_strings is off, and it does not last behind a pooler");
  }

  private static String past(Target target, ServerAddress server) {
    if (target.host().endsWith(SUPABASE_POOLER)) {
      return "Take port 5432 of the same host, where sessions are pooled: "
          + url(target.host(), Target.DEFAULT_PORT, target)
          + ".";
    }
    boolean here = server.isLocal() && server.port() != target.port();
    if (here) {
      return "Name the server's own port: " + url(target.host(), server.port(), target) + ".";
    }
    String where = server.address() == null ? "" : " at " + server.address();
    return "Name the server itself, which listens on port "
        + server.port()
        + where
        + " as the pooler sees it: "
        + url("HOST", server.port(), target)
        + ".";
  }

  private static String url(String host, int port, Target target) {
    return "-Ddbsage.url=jdbc:postgresql://" + host + ":" + port + "/" + target.database();
  }

  static Problem stopped() {
    return Problem.of(
        "STOPPED",
        "The run was stopped.",
        null,
        "Run the goal again: it continues from what the database has recorded.");
  }

  static Problem tooOld(Target target, String version) {
    return Problem.of(
        "SERVER_VERSION",
        "The server of "
            + target.describe()
            + " is PostgreSQL "
            + version
            + "; 14 is the oldest supported.",
        null,
        "Upgrade the server.");
  }

  static Problem standby(Target target) {
    return Problem.of(
        "SERVER_STANDBY",
        target.describe() + " is a standby: it cannot be written.",
        null,
        "Name the primary in -Ddbsage.url; of several hosts, target_session_attrs=primary finds it.");
  }

  static Problem readOnly(Target target, String user) {
    return Problem.of(
        "SERVER_READ_ONLY",
        "Sessions of "
            + user
            + " on "
            + target.describe()
            + " are read-only by default (default_transaction_read_only is on).",
        null,
        "Use a role or database whose sessions may write, or set default_transaction_read_only = off for it.");
  }

  static Problem noDump() {
    return Problem.of(
        "PG_DUMP",
        "The plan asks for a dump, and there is no pg_dump on the PATH.",
        null,
        "Install PostgreSQL's client programs of the server's version or newer, or write"
            + " safety: {snapshot: schema} into the plan.");
  }

  static Problem dumpTooOld(Path program, String version, int server) {
    return Problem.of(
        "PG_DUMP",
        program + " is of PostgreSQL " + version + ", and the server is " + server + ".",
        null,
        "pg_dump reads servers of its own version and older ones: put one of PostgreSQL "
            + server
            + " or newer first on the PATH.");
  }

  static Problem dumpFailed(Target target, String output) {
    return Problem.of(
            "PG_DUMP",
            "pg_dump could not write the schema of " + target.describe() + ".",
            null,
            "Mend what it complains of, or write safety: {snapshot: schema} into the plan.")
        .because(output.isEmpty() ? null : output);
  }
}
