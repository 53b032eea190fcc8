package io.github.dbsage.sql;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A rollback script: as a file holds it, which may be in two places at once, and as it is run from
 * the record, which keeps it as it was written, placeholders included.
 */
public final class RollbackScript {

  private RollbackScript() {}

  /**
   * Opens a script: the parts of a {@link Migration}, without what whoever runs it does by himself,
   * which is its BEGINs and COMMITs and the DELETE of the version from {@code schema_migrations}.
   * Another write to that table is a {@link Migration.Fault}.
   *
   * @param source of the script; {@link #source} for one that stands in no file
   * @throws IOException when it cannot be read
   */
  public static Migration open(Source source, Version version, Placeholders placeholders)
      throws IOException {
    return Migration.undoing(source, version, placeholders);
  }

  /** A script of the record; messages call it {@code schema_migrations.rollback_script of V}. */
  public static Source source(Version version, String script) {
    return new Whole(script, HistoryWrites.TABLE + ".rollback_script of " + version);
  }

  /** The script without blank lines around it; what its first line is indented by stays. */
  static String trimmed(String inside) {
    int from = inside.length() - inside.stripLeading().length();
    int line = inside.lastIndexOf('\n', from) + 1;
    return inside.substring(line == 0 ? from : line).stripTrailing();
  }

  /**
   * Whether two scripts do the same: blanks and comments, BEGIN and COMMIT, and taking the version
   * out of {@code schema_migrations}, make no difference.
   */
  static boolean areAlike(String one, String other, String version) {
    return code(one, version).equals(code(other, version));
  }

  private static Checksum code(String script, String version) {
    MessageDigest digest = sha256();
    Code code = new Code(digest, Placeholders.Mode.OPAQUE);
    try (Script items = Script.open(new Whole(script, "rollback"), Placeholders.opaque())) {
      for (Item item = items.next(); item != null; item = items.next()) {
        if (!(item instanceof Item.Sql sql && isOurs(sql.statement().command(), version))) {
          code.add(item);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is in memory cannot fail to be read", e);
    }
    return Checksum.of(digest.digest());
  }

  /** Whether whoever runs the script does this by himself. */
  private static boolean isOurs(Command command, String version) {
    return command instanceof Command.Begin
        || command instanceof Command.Commit
        || (command instanceof Command.HistoryWrite write
            && write.verb().equals("DELETE")
            && write.row() != null
            && write.row().version().text().equals(version));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Whole(String text, String file) implements Source {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
