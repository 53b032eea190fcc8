package io.github.dbsage.embedded;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can go wrong with the embedded server, in the user's words. */
final class EmbeddedProblems {

  private static final String OWN_SERVER =
      "name a server of your own with -Ddbsage.url=jdbc:postgresql://host:5432/database";

  private EmbeddedProblems() {}

  static UserError version(String asked, String choices) {
    return error(
        "EMBEDDED_VERSION",
        "There is no embedded PostgreSQL " + asked + ".",
        null,
        "choose with -Ddbsage.embedded.version= one of " + choices);
  }

  static UserError platform(String osName, String osArch, List<String> published) {
    return error(
        "EMBEDDED_PLATFORM",
        "There is no embedded PostgreSQL for " + osName + " on " + osArch + ".",
        "its programs are published for " + String.join(", ", published),
        OWN_SERVER);
  }

  static UserError jar(Path jar, String why) {
    return error(
        "EMBEDDED_JAR",
        "The archive of PostgreSQL's programs cannot be read: " + jar + ".",
        why,
        "delete the file and run the goal again, so that it is downloaded anew");
  }

  static UserError account(long uid, List<String> tried) {
    return error(
        "EMBEDDED_ACCOUNT",
        uid == 0
            ? "PostgreSQL refuses to run as root, and no other account could be taken on."
            : "PostgreSQL cannot run as user " + uid + ", who has no name on this machine.",
        "tried " + String.join(", ", tried),
        "run Maven as an ordinary user, or " + OWN_SERVER);
  }

  static UserError folder(Path folder, String why) {
    return error(
        "EMBEDDED_FOLDER",
        "The folder of the embedded server is not safe to use: " + folder + ".",
        why,
        "remove it, or choose another with -Ddbsage.cacheDirectory= (as root with"
            + " MAVEN_OPTS=-Djava.io.tmpdir=)");
  }

  static UserError file(Path where, Throwable cause) {
    return new UserError(
        problem(
            "EMBEDDED_FILE",
            "The embedded server's files cannot be written under " + where + ".",
            cause.toString(),
            "check the folder's permissions, or choose another with -Ddbsage.cacheDirectory="),
        cause);
  }

  static UserError diskFull(Path where, long free, UserError cause) {
    return new UserError(
        problem(
            "EMBEDDED_DISK_FULL",
            "The disk is full: " + where + " has " + (free >> 20) + " MB left.",
            cause.problem().why(),
            "free about 200 MB there, or choose another folder with -Ddbsage.cacheDirectory="
                + " (programs) or MAVEN_OPTS=-Djava.io.tmpdir= (data)"),
        cause);
  }

  static UserError notExecutable(Path program, String why) {
    return error(
        "EMBEDDED_NOT_EXECUTABLE",
        "PostgreSQL's programs cannot be executed: " + program + ".",
        why.isBlank() ? "the file system is probably mounted noexec" : why.strip(),
        "choose a folder on another file system with -Ddbsage.cacheDirectory= (as root with"
            + " MAVEN_OPTS=-Djava.io.tmpdir=)");
  }

  static UserError program(String program, String output) {
    return error(
        "EMBEDDED_PROGRAM", "PostgreSQL's " + program + " failed.", tail(output), OWN_SERVER);
  }

  static UserError dataVersion(Path data, String found, PostgresVersion wanted) {
    return error(
        "EMBEDDED_DATA_VERSION",
        "The data in " + data + " are not PostgreSQL " + wanted.major() + "'s.",
        "its PG_VERSION says " + found,
        "run mvn clean to begin with an empty database, or -Ddbsage.embedded.version=" + found);
  }

  /** Whether a server failed on the data that it was given, for all that can be told. */
  static boolean blamesData(UserError error) {
    return List.of("EMBEDDED_START", "EMBEDDED_PROGRAM", "EMBEDDED_DATA_VERSION")
            .contains(error.problem().code())
        && !Thread.currentThread().isInterrupted();
  }

  static UserError port(int port, @Nullable String why) {
    return error(
        "EMBEDDED_PORT",
        "Port " + port + " of 127.0.0.1 is taken.",
        why,
        "end what listens there, or leave dbsage.embedded.port out, so that a free one is chosen");
  }

  static UserError start(String why) {
    return error("EMBEDDED_START", "The embedded server did not start.", why.strip(), OWN_SERVER);
  }

  static UserError startTimeout(Duration patience, String log) {
    return error(
        "EMBEDDED_TIMEOUT",
        "The embedded server was not ready after " + patience.toSeconds() + " s.",
        log.strip(),
        "run the goal again when the machine is less busy, or " + OWN_SERVER);
  }

  static UserError stop(long pid, Path data) {
    return error(
        "EMBEDDED_STOP",
        "The embedded server (process " + pid + ") did not stop.",
        "its data are in " + data,
        "end it with kill -QUIT " + pid);
  }

  static UserError busy(Path lock, Duration patience) {
    return error(
        "EMBEDDED_BUSY",
        "Another Maven has been starting or stopping the embedded server for "
            + patience.toMinutes()
            + " minutes.",
        "it holds " + lock,
        "wait for it, or end it");
  }

  static UserError interrupted() {
    return error(
        "EMBEDDED_INTERRUPTED", "The wait for the embedded server was cut short.", null, null);
  }

  /** The last lines: programs tell at length what they did before they say what went wrong. */
  private static String tail(String output) {
    List<String> lines = output.strip().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private static UserError error(
      String code, String what, @Nullable String why, @Nullable String fix) {
    return new UserError(problem(code, what, why, fix));
  }

  private static Problem problem(
      String code, String what, @Nullable String why, @Nullable String fix) {
    return Problem.of(code, what, null, fix).because(why);
  }
}
