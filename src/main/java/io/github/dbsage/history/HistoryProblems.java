package io.github.dbsage.history;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.Version;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What this room has to say: tables that are not ours, the run lock. */
final class HistoryProblems {

  private HistoryProblems() {}

  static Problem foreignTable(String schema, Set<String> columns) {
    Set<String> names = new TreeSet<>();
    columns.forEach(column -> names.add(column.substring(0, column.indexOf(' '))));
    String owner = "another tool";
    if (names.equals(Set.of("version"))) {
      owner = "Rails or dbmate";
    } else if (names.equals(Set.of("version", "dirty"))) {
      owner = "golang-migrate";
    } else if (names.equals(Set.of("version", "inserted_at"))) {
      owner = "Ecto";
    } else if (names.contains("version") && names.contains("statements")) {
      owner = "the Supabase CLI";
    }
    return Problem.of(
            "FOREIGN_TABLE",
            "The table " + schema + ".schema_migrations belongs to " + owner + ", not to DB Sage.",
            null,
            "Give our tables a schema of their own with -Ddbsage.schema=dbsage; nothing was changed.")
        .because("its columns are " + String.join(", ", names));
  }

  static Problem foreignProgress(String schema, Set<String> columns) {
    Set<String> names = new TreeSet<>();
    columns.forEach(column -> names.add(column.substring(0, column.indexOf(' '))));
    return Problem.of(
            "FOREIGN_TABLE",
            "The table " + schema + ".migration_progress belongs to another tool, not to DB Sage.",
            null,
            "Give our tables a schema of their own with -Ddbsage.schema=dbsage; nothing was changed.")
        .because("its columns are " + String.join(", ", names));
  }

  static Problem unreadableVersion(String version) {
    return Problem.of(
        "HISTORY_VERSION",
        "schema_migrations holds the version \"" + version + "\", which is not 14 digits.",
        null,
        "Correct that row by hand, and give the table its constraint valid_version back.");
  }

  static Problem otherFormat(String schema, String format) {
    return Problem.of(
        "FORMAT_NEWER",
        "The tables in schema "
            + schema
            + " were written by another version of DB Sage (format "
            + format
            + ", this one knows "
            + Tables.FORMAT
            + ").",
        null,
        "Use the version of dbsage-maven-plugin that was used last on this database.");
  }

  static Problem mayNotCreate(String schema, ServerFailure failure) {
    return new Problem(
        "PERMISSION",
        "The role may not create tables in schema " + schema + ".",
        null,
        failure.text(),
        "Let the owner of the schema run: GRANT USAGE, CREATE ON SCHEMA "
            + QualifiedName.quote(schema)
            + " TO the role; or name another schema with -Ddbsage.schema.",
        failure.sqlState(),
        failure.hint());
  }

  static Problem mayNotLog(String schema, ServerFailure failure) {
    return new Problem(
        "PERMISSION",
        "The role may not write to dbsage_log in schema " + schema + ", so nothing was changed.",
        null,
        failure.text(),
        "Let the owner run: GRANT INSERT ON "
            + new QualifiedName(schema, "dbsage_log").quoted()
            + " TO the role.",
        failure.sqlState(),
        failure.hint());
  }

  static Problem lacks(String role, List<Privileges.Lack> lacks) {
    String needed = lacks.stream().map(Privileges.Lack::what).collect(Collectors.joining("; "));
    String grants =
        lacks.stream()
            .map(lack -> lack.grant().formatted(QualifiedName.quote(role)) + ";")
            .collect(Collectors.joining(" "));
    return Problem.of(
        "PERMISSION",
        "The role " + role + " lacks what the goal needs: " + needed + ".",
        null,
        "Let the owner run: " + grants + " Nothing was changed.");
  }

  static Problem foreignHistory(Occupancy.Foreign history) {
    return Problem.of(
        "DATABASE_OCCUPIED",
        "This database holds " + history + " but no migration of DB Sage.",
        null,
        "mvn dbsage:adopt -Ddbsage.from="
            + history.id()
            + " says what can be done; this version of DB Sage cannot take such a history over yet"
            + " (nothing was changed).");
  }

  static Problem occupied(List<QualifiedName> tables, Version before) {
    String more = tables.size() > 1 ? " and " + (tables.size() - 1) + " more" : "";
    return Problem.of(
        "DATABASE_OCCUPIED",
        "This database holds tables (" + tables.get(0) + more + ") but no migration of DB Sage.",
        null,
        "Take it over first: mvn dbsage:adopt -Ddbsage.from=none -Ddbsage.version="
            + before
            + " leaves every file here to be run; name a later version where files up to it have"
            + " run already (nothing was changed).");
  }

  static Problem mayNotCreateSupabase(ServerFailure failure) {
    return new Problem(
        "PERMISSION",
        "The role may not create "
            + SupabaseHistory.TABLE
            + ", which supabase-cli.keep-history asks for.",
        null,
        failure.text(),
        "Let the Supabase CLI create it (supabase migration repair), or whoever owns the database;"
            + " nothing was changed.",
        failure.sqlState(),
        failure.hint());
  }

  static Problem mayNotKeepSupabase(String role, List<String> lacking) {
    String quoted = QualifiedName.quote(role);
    String table = "GRANT SELECT, INSERT, UPDATE, DELETE ON " + SupabaseHistory.TABLE;
    return Problem.of(
        "PERMISSION",
        "The role "
            + role
            + " lacks "
            + String.join(", ", lacking)
            + " on "
            + SupabaseHistory.TABLE
            + ", which supabase-cli.keep-history asks to keep.",
        null,
        "Let the owner run: GRANT USAGE ON SCHEMA supabase_migrations TO "
            + quoted
            + "; "
            + table
            + " TO "
            + quoted
            + "; Nothing was changed.");
  }

  static Problem recordChanged(Version version) {
    return Problem.of(
        "RECORD_CHANGED",
        "The record of " + version + " is not what it was a moment ago, so nothing was written.",
        null,
        "Somebody changed it by hand: look with " + RepairCommand.list() + ".");
  }

  static Problem lockTimeout(Turn.Holder holder, Duration waited) {
    return Problem.of(
        "RUN_LOCK",
        "Another runner holds the run lock: "
            + holder.words()
            + "; waited "
            + waited.toSeconds()
            + " s.",
        null,
        holder.leased()
            ? "Wait until it ends (-Ddbsage.runnerTimeout=30m waits longer). A runner that was killed"
                + " renews nothing: its lease runs out by itself."
            : "Wait until it ends (-Ddbsage.runnerTimeout=30m waits longer), or end it with SELECT"
                + " pg_terminate_backend(PID).");
  }

  static Problem lockLost() {
    return Problem.of(
        "RUN_LOCK_LOST",
        "This runner has lost the run lock (its session is gone, or another runner took its lease"
            + " over): another runner may be at work, so nothing more was written.",
        null,
        "Run the goal again: it continues from what the database has recorded.");
  }

  static Problem interrupted() {
    return Problem.of("INTERRUPTED", "Interrupted while waiting for the run lock.", null, null);
  }
}
