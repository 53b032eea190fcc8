package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The record that a file keeps of itself, as the migration plan template prints it. The plugin
 * keeps it, so those statements are left out; what they say must be true all the same.
 */
final class OwnRecord {

  private final Consumer<Problem> faults;
  private final @Nullable String version;
  private final String name;
  private final boolean undone;
  private final List<Migration.LeftOut> leftOut = new ArrayList<>();
  private boolean inserted;
  private @Nullable Place scriptAt;
  private @Nullable String script;

  /**
   * Starts with nothing read.
   *
   * @param file the migration's, whose name says what the record must say
   */
  OwnRecord(String file, Consumer<Problem> faults) {
    this.faults = faults;
    String base = file.substring(file.lastIndexOf('/') + 1);
    int digits = Version.LENGTH;
    boolean named =
        base.length() > digits
            && base.charAt(digits) == '_'
            && Version.isVersion(base.substring(0, digits));
    this.version = named ? base.substring(0, digits) : null;
    int dot = base.indexOf('.', digits);
    this.name = named ? base.substring(digits + 1, dot < 0 ? base.length() : dot) : "";
    this.undone = false;
  }

  private OwnRecord(Version version, Consumer<Problem> faults) {
    this.faults = faults;
    this.version = version.digits();
    this.name = "";
    this.undone = true;
  }

  /** For a rollback script, which takes the record of its version away. */
  static OwnRecord undone(Version version, Consumer<Problem> faults) {
    return new OwnRecord(version, faults);
  }

  /** What was left out so far. */
  List<Migration.LeftOut> leftOut() {
    return List.copyOf(leftOut);
  }

  /** The rollback script of the record, or null. */
  @Nullable String script() {
    return script;
  }

  /** Takes a statement that is left out; null, and nothing happened, where it is run. */
  Migration.@Nullable LeftOut take(Statement statement) {
    Migration.LeftOut left = null;
    if (statement.command() instanceof Command.Setup setup && setup.fits()) {
      left = new Migration.LeftOut(setup.what(), setup.table(), statement.start());
    } else if (statement.command() instanceof Command.HistoryWrite write
        && write.row() != null
        && isOwn(write.verb(), write.row(), statement)) {
      String what = write.verb() + " on " + HistoryWrites.TABLE;
      left = new Migration.LeftOut(what, HistoryWrites.TABLE, statement.start());
    }
    if (left != null) {
      leftOut.add(left);
    }
    return left;
  }

  /** The file ends; compares the record's script with that of the rollback section. */
  void end(@Nullable String section, @Nullable Place sectionAt) {
    if (script != null
        && scriptAt != null
        && section != null
        && sectionAt != null
        && version != null
        && !RollbackScript.areAlike(script, section, version)) {
      faults.accept(MigrationProblems.rollbacksDiffer(scriptAt, sectionAt));
    }
  }

  /** A file's record of itself: one INSERT, and the UPDATE to success; of a script, its DELETE. */
  private boolean isOwn(String verb, Command.HistoryWrite.Row row, Statement statement) {
    if (version == null) {
      return false;
    }
    return switch (verb) {
      case "INSERT" -> !undone && inserts(row, statement);
      case "UPDATE" -> !undone && row.version().text().equals(version);
      default -> undone && row.version().text().equals(version);
    };
  }

  private boolean inserts(Command.HistoryWrite.Row row, Statement statement) {
    if (inserted) {
      return false;
    }
    inserted = true;
    differs("version", row.version(), statement, String.valueOf(version));
    if (row.name() != null && !row.name().text().equals(version + "_" + name)) {
      differs("name", row.name(), statement, name);
    }
    if (row.rollback() != null && !row.rollback().text().isBlank()) {
      script = RollbackScript.trimmed(row.rollback().text());
      scriptAt = statement.placeAt(row.rollback().at());
    }
    return true;
  }

  private void differs(
      String what, Command.HistoryWrite.Value said, Statement statement, String wanted) {
    if (!said.text().equals(wanted)) {
      Place at = statement.placeAt(said.at());
      faults.accept(MigrationProblems.otherInRecord(at, what, said.text(), wanted));
    }
  }
}
