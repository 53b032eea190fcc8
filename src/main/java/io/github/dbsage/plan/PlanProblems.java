package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a project's files, in words. */
final class PlanProblems {

  private static final String FILE_NAME = "FILE_NAME";
  private static final String FILE_UNREADABLE = "FILE_UNREADABLE";
  private static final String CHECKSUM_HEADER = "CHECKSUM_HEADER";
  private static final String ROLLBACK_MISSING = "ROLLBACK_MISSING";

  private static final String CHARACTERS = "in a name: letters A to Z, a to z, digits, _ and -";

  private PlanProblems() {}

  // The folder.

  static Problem noProject() {
    return Problem.of(
        "PROJECT_MISSING",
        "There is no " + ProjectFolder.USUAL + " and no " + ProjectFolder.SUPABASE + " here",
        null,
        "Create "
            + ProjectFolder.USUAL
            + "/migrations/20260101120000_first.sql, or name the folder with -Ddbsage.directory=");
  }

  static Problem twoFolders() {
    return Problem.of(
        "PROJECT_AMBIGUOUS",
        "Both " + ProjectFolder.USUAL + " and " + ProjectFolder.SUPABASE + " exist",
        null,
        "Say which one is meant: -Ddbsage.directory="
            + ProjectFolder.USUAL
            + " or -Ddbsage.directory="
            + ProjectFolder.SUPABASE);
  }

  static Problem folderMissing(String folder) {
    return Problem.of(
        "PROJECT_MISSING",
        "The folder " + folder + " does not exist.",
        null,
        "Create it, or correct dbsage.directory.");
  }

  static Problem folderIsFile(String folder) {
    return Problem.of(
        "PROJECT_MISSING",
        folder + " is a file, not a folder.",
        null,
        "Name the folder that holds migrations/ with dbsage.directory.");
  }

  static Problem folderUnreadable(String folder, @Nullable String why) {
    return Problem.of(
            FILE_UNREADABLE,
            "The folder " + folder + " cannot be listed",
            null,
            "Check its permissions: ls -ld " + folder)
        .because(why);
  }

  static Finding noMigrationsFolder(String folder) {
    return Finding.error(
        FILE_NAME,
        Place.startOf(folder),
        "There is no folder " + folder + ": migrations are read from there",
        "mkdir -p " + folder);
  }

  static Finding subfolder(String file, String migrations) {
    return Finding.error(
        FILE_NAME,
        Place.startOf(file),
        "A folder inside of " + migrations + " is not read: migrations stand directly in it",
        "Move its files up: mv " + file + "/* " + migrations + "/");
  }

  static Finding unknownFile(String file, String fileName) {
    return Finding.warning(
        FILE_NAME,
        Place.startOf(file),
        "\"" + fileName + "\" is no migration and is not read",
        "Move it elsewhere, or name it <14 digits>_<name>.sql");
  }

  static Finding fileName(String file, String fileName, String proposal) {
    FileName.Ending ending = FileName.Ending.meantBy(proposal);
    String form = "<14 digits>_<name>" + (ending == null ? ".sql" : ending.text());
    return Finding.error(
        FILE_NAME,
        Place.startOf(file),
        "\"" + fileName + "\" is not named " + form + " (" + CHARACTERS + ")",
        rename(fileName, proposal));
  }

  static Finding duplicate(String file, FileName name, String other, String proposal) {
    return Finding.error(
        "VERSION_DUPLICATE",
        Place.startOf(file),
        "Version " + name.version() + " is taken by " + other,
        rename(name.toString(), proposal));
  }

  static Finding strayRollback(String file, FileName name, @Nullable FileName sameVersion) {
    return Finding.error(
        FILE_NAME,
        Place.startOf(file),
        "There is no " + name.stem() + ".sql that this rollback would undo",
        sameVersion == null || sameVersion.ending() != FileName.Ending.SQL
            ? "Add the migration, or remove this file"
            : rename(name.toString(), sameVersion.stem() + FileName.Ending.ROLLBACK.text()));
  }

  static Finding rollbackOfBackfill(String file, String backfill) {
    return Finding.error(
        FILE_NAME,
        Place.startOf(file),
        backfill + " is a backfill: its rollback is a key of it, not a file",
        "Write rollback: in " + backfill + " and remove this file");
  }

  static Finding twoRollbacks(String rollbackFile, String where, String migration) {
    return Finding.error(
        FILE_NAME,
        Place.startOf(rollbackFile),
        "The rollback stands here and in " + where + " of " + migration,
        "Keep one of them");
  }

  private static String rename(String from, String to) {
    return "mv \"" + from + "\" " + to;
  }

  // Files.

  static Finding unreadable(String file, @Nullable String why) {
    return Finding.error(
        FILE_UNREADABLE,
        Place.startOf(file),
        "The file cannot be read" + (why == null ? "" : ": " + why),
        "Check that it exists and its permissions: ls -l " + file);
  }

  static Finding tooLarge(String file, int megabytes) {
    return Finding.error(
        FILE_UNREADABLE,
        Place.startOf(file),
        "The file is larger than " + megabytes + " MB",
        "Make it smaller: it is kept whole in memory");
  }

  static Finding notUtf8(Place at) {
    return Finding.error(
        "FILE_ENCODING",
        at,
        "The bytes here are not UTF-8",
        "Convert the file: iconv -f WINDOWS-1252 -t UTF-8 \"" + at.file() + "\"");
  }

  static Finding emptyRollback(String file) {
    return Finding.error(
        ROLLBACK_MISSING,
        Place.startOf(file),
        "The rollback file is empty",
        "Write the script, or remove the file and declare -- Rollback: none because <reason>");
  }

  static Problem notStampable(String file, @Nullable String why) {
    return Problem.of(
            FILE_UNREADABLE,
            "The checksum could not be written into " + file,
            Place.startOf(file),
            "Check its permissions and those of its folder: ls -l " + file)
        .because(why);
  }

  /** It cannot be part of a file's name. */
  static Problem newName(String name) {
    return Problem.of(
        "PARAMETER",
        ChangeParameter.NAME.property()
            + "="
            + name
            + " cannot be part of a migration's file name.",
        null,
        "Use letters, digits, _ and - only.");
  }

  /** A name was asked for. */
  static Problem noIdentifier(ChangeParameter parameter, String given) {
    return Problem.of(
        "PARAMETER",
        parameter.property() + "=" + given + " is no name.",
        null,
        "Write one name as SQL does: email, or \"Email\" in double quotes where capitals count.");
  }

  static Problem fileExists(String file) {
    return Problem.of(
        "FILE_EXISTS",
        "There is a file already, which is left as it is: " + file,
        Place.startOf(file),
        "Run the goal again: a second later the version is another one.");
  }

  static Problem notWritable(String file, @Nullable String why) {
    return Problem.of(
            "FILE_NOT_WRITTEN",
            "The file cannot be written: " + file,
            Place.startOf(file),
            "Check the permissions of its folder, and that the disk is not full.")
        .because(why);
  }

  static Problem changedMeanwhile(String file) {
    return Problem.of(
        CHECKSUM_HEADER,
        file + " was changed while it was being stamped; it was left as it is",
        Place.startOf(file),
        "Run the goal again");
  }

  // Headers.

  static Finding otherMigration(Place at, String value, String stem) {
    return Finding.warning(
        FILE_NAME,
        at,
        "The header says \"" + value + "\", the file is named " + stem,
        "Write Migration: " + stem);
  }

  static Finding checksumTwice(Place at, Place first) {
    return Finding.error(
        CHECKSUM_HEADER,
        at,
        "A second Checksum header; the first stands in line " + first.line(),
        "Remove one of them, then run mvn dbsage:stamp");
  }

  static Finding checksumMalformed(Place at, String value) {
    return Finding.error(
        CHECKSUM_HEADER,
        at,
        value.isEmpty()
            ? "The Checksum header is empty"
            : "\"" + value + "\" is no checksum: 64 hexadecimal digits",
        "Run mvn dbsage:stamp, or remove the line");
  }

  static Finding notStamped(Place at) {
    return Finding.warning(
        CHECKSUM_HEADER,
        at,
        "The file is not stamped: its Checksum header is the SHA-256 of nothing",
        "Run mvn dbsage:stamp");
  }

  static Finding checksumDiffers(Place at, Checksum stamped, Checksum now, Difference difference) {
    return Finding.error(
        CHECKSUM_HEADER,
        at,
        "The file was changed after it was stamped; what differs: "
            + difference.label()
            + " (stamped "
            + stamped
            + ", now "
            + now
            + ")",
        "Undo the change, or where it is wanted and no database has run the file:"
            + " mvn dbsage:stamp");
  }

  static Finding checksumNotLeading(Place at) {
    return Finding.warning(
        CHECKSUM_HEADER,
        at,
        "This Checksum line is not read: it stands outside of the leading comment block",
        "Move it to the comments at the file's first line, before the first blank line");
  }

  static Finding rollbackNotLeading(Place at) {
    return Finding.warning(
        ROLLBACK_MISSING,
        at,
        "This Rollback line is not read: it stands outside of the leading comment block",
        "Move it to the comments at the file's first line, before the first blank line");
  }

  static Finding markerSpelling(Place at) {
    return Finding.warning(
        ROLLBACK_MISSING,
        at,
        "This line is not read as the beginning of a rollback section",
        "Write it as -- ROLLBACK SECTION, in capitals, on a line of its own");
  }

  static Finding rollbackTwice(Place at, Place first) {
    return Finding.error(
        ROLLBACK_MISSING,
        at,
        "A second Rollback header; the first stands in line " + first.line(),
        "Keep one of them");
  }

  static Finding noneWithoutReason(Place at) {
    return Finding.error(
        ROLLBACK_MISSING,
        at,
        "Rollback: none gives no reason",
        "Write -- Rollback: none because <reason>");
  }

  static Finding noneButScript(Place at, String script) {
    return Finding.error(
        ROLLBACK_MISSING,
        at,
        "The header declares that there is no rollback, and " + script + " holds one",
        "Remove the header, or the rollback script");
  }

  static Finding directiveInside(Place at) {
    return Finding.warning(
        "DIRECTIVE_UNKNOWN",
        at,
        "A directive inside of a statement is not read",
        "Put it on a line of its own in front of the statement");
  }
}
