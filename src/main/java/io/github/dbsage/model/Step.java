package io.github.dbsage.model;

/** Everything that can run, as plain data: read once from the project's files. */
public sealed interface Step permits SqlStep, BackfillStep {

  Version version();

  /** The name behind the version in the file's name. */
  String name();

  /** Of the file as it stands now. */
  Checksum checksum();

  /** The file that it came from. */
  Source source();

  /** {@code version_name}: how people call a migration. */
  default String title() {
    return version() + "_" + name();
  }
}
