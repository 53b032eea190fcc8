package io.github.dbsage.db;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import java.util.List;

/** What this room has to say when a database cannot be reached or used. */
final class DbProblems {

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
                  + " does not take PostgreSQL's start-up options, as poolers do not.",
              "Name the server's own port: a session's lock does not hold behind a transaction pooler.",
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
}
