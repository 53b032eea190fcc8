package io.github.dbsage.adopt;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A snapshot as a text that people read and keep. */
public record SnapshotText(String text) {

  private static final String HEAD =
      """
      What the database %s on %s:%s held when DB Sage took it over at the baseline %s.
      Taken %s as %s, PostgreSQL %s.

      Rows are the planner's estimates (pg_class.reltuples), not counts; "?" where it has none,
      because the table was never analyzed. Not listed: columns, constraints, rules, privileges,
      settings, the data, and what belongs to the system, to an extension or to DB Sage.
      """;

  /** Writes it down. */
  public static SnapshotText of(
      Snapshot snapshot, DatabaseInfo database, Version baseline, Instant now) {
    StringBuilder text =
        new StringBuilder(
            HEAD.formatted(
                database.name(),
                database.host(),
                database.port(),
                baseline,
                now.truncatedTo(ChronoUnit.SECONDS),
                database.user(),
                database.serverVersion()));
    text.append("\nextensions\n");
    snapshot.extensions().forEach(extension -> text.append("  ").append(extension).append('\n'));
    snapshot
        .counts()
        .forEach(
            (schema, kinds) -> {
              text.append("\nschema ").append(schema).append(": ");
              text.append(Snapshot.words(kinds)).append('\n');
              snapshot.objects().stream()
                  .filter(thing -> thing.schema().equals(schema))
                  .forEach(thing -> text.append(line(thing)).append('\n'));
            });
    return new SnapshotText(text.toString());
  }

  /** The SHA-256 of the file, to tell later whether it is the one of the record. */
  public Checksum checksum() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Checksum.of(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Writes the file.
   *
   * @throws UserError when that fails
   */
  public void write(Path file) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UserError(AdoptProblems.notWritten(file, e), e);
    }
  }

  private static String line(Snapshot.Thing thing) {
    String rows = "";
    if (thing.hasRows()) {
      rows = thing.rows() == null ? "  ? rows" : "  about " + thing.rows() + " rows";
    }
    return "  " + thing.kind().label() + " " + thing.name().replace('\n', ' ') + rows;
  }
}
