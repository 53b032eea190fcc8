package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.SqlStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A migration's text as a whole, for people to compare: as it stands, and as it was recorded. */
public final class WholeText {

  /** Bytes; what is longer nobody reads. */
  private static final int LONGEST = 1 << 20;

  private static final Duration BUDGET = Duration.ofSeconds(10);

  private WholeText() {}

  /** The file as it stands; null where it is too long or cannot be read. */
  public static @Nullable String now(SqlStep step) {
    try {
      return of(step.source());
    } catch (IOException e) {
      return null;
    }
  }

  /** The version in git's history that has the checksum; null where there is none to be had. */
  public static @Nullable String recorded(SqlStep step, Checksum checksum) {
    return new StampHistory(BUDGET).text(step, checksum);
  }

  /** Line ends as LF, without a byte order mark. */
  static @Nullable String of(Source source) throws IOException {
    try (InputStream in = source.open()) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        return null;
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return plain.replace("\r\n", "\n").replace('\r', '\n');
    }
  }
}
