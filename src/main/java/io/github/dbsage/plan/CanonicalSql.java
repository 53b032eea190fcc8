package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Source;
import io.github.dbsage.sql.Code;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * The checksums of a migration file, from its items as they go by: of the canonical text (comments
 * included), and of the statements' tokens alone.
 */
final class CanonicalSql implements Migration.Observer {

  private final CanonicalText text = new CanonicalText();
  private final MessageDigest codeDigest = CanonicalText.sha256();
  private final Code code = new Code(codeDigest, Placeholders.Mode.OPAQUE);
  private long characters;

  /**
   * Both checksums and the length.
   *
   * @param characters of the whole file
   */
  record Sums(Checksum checksum, Checksum code, long characters) {}

  /**
   * Reads a file for its checksums alone.
   *
   * @throws IOException when it cannot be read
   */
  static Sums of(Source source) throws IOException {
    CanonicalSql sums = new CanonicalSql();
    try (Migration migration = Migration.open(source, Placeholders.opaque(), sums)) {
      while (migration.next() != null) {
        // The observer does the work.
      }
    }
    return sums.sums();
  }

  @Override
  public void saw(Item item, boolean rollback) {
    characters += item.raw().length();
    if (rollback) {
      return;
    }
    if (item instanceof Item.Comment comment) {
      Header header = comment.leading() && comment.ownLine() ? Header.read(comment.raw()) : null;
      if (header != null && header.outsideChecksum()) {
        text.skipLine();
        return;
      }
    } else if (item instanceof Item.Sql sql) {
      if (sql.statement().command() instanceof Command.HistoryWrite) {
        return;
      }
    }
    code.add(item);
    text.add(item.raw());
  }

  /** The result; ends the reading. */
  Sums sums() {
    return new Sums(text.checksum(), Checksum.of(codeDigest.digest()), characters);
  }
}
