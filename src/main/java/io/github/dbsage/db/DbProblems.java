package io.github.dbsage.db;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import java.util.Collection;

/** What this room has to say when a database cannot be reached or used. */
final class DbProblems {

  private DbProblems() {}

  static Problem unreadableUrl(String reason) {
    return Problem.of(
        "CONNECTION_URL",
        "The database URL cannot be read: " + reason + ".",
        null,
        "Write -Ddbsage.url=jdbc:postgresql://HOST:5432/DATABASE with -Ddbsage.user and"
            + " -Ddbsage.password, or postgresql://USER:PASSWORD@HOST:5432/DATABASE, or"
            + " -Ddbsage.url=embedded for the server that the plugin starts itself.");
  }

  static Problem unknownParameter(String name, Collection<String> known) {
    return Problem.of(
        "CONNECTION_URL",
        "The database URL holds a parameter that is not understood: " + name + ".",
        null,
        "Remove it, or use one of: " + String.join(", ", known) + ".");
  }

  static Problem cannotConnect(Target target, ServerFailure failure) {
    String who = target.user() == null ? "the current user" : target.user();
    return switch (failure.sqlState()) {
      case "28P01" ->
          said(
              "CONNECTION_PASSWORD",
              "The password of " + who + " for " + target.describe() + " is wrong.",
              "Check -Ddbsage.user and -Ddbsage.password (or the URL that holds them).",
              failure);
      case "08004" ->
          said(
              "CONNECTION_PASSWORD",
              "The server refused " + who + " for " + target.describe() + ".",
              "Check -Ddbsage.user and -Ddbsage.password (or the URL that holds them).",
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

  private static Problem said(String code, String what, String fix, ServerFailure failure) {
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
        "Name the primary in -Ddbsage.url.");
  }

  static Problem readOnly(Target target, String user) {
    return Problem.of(
        "SERVER_READ_ONLY",
        "Sessions of "
            + user
            + " on "
            + target.describe()
            + " are read-only by default (default_transaction_read_only).",
        null,
        "Use a role or database whose sessions may write, or set default_transaction_read_only = off for it.");
  }
}
