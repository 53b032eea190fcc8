package io.github.dbsage.model;

/** Everything that can run, as plain data: read once from the project's files. */
public sealed interface Step permits SqlStep, BackfillStep {

  Version version();

  /** The name behind the version in the file's name. */
  String name();

  /** Of the file as it stands now. */
  Checksum checksum();

  /** Of what it does alone: unchanged where only comments or blanks changed. */
  Checksum code();

  /** How it is undone. */
  Rollback rollback();

  /** What it is. */
  StepReport.Kind kind();

  /** How many statements its file has; a backfill is one. */
  int statements();

  /** The file that it came from. */
  Source source();

  /** {@code version_name}: how people call a migration. */
  default String title() {
    return version() + "_" + name();
  }
}
