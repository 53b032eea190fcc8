package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Small files that are read whole: plans, backfills, rollback scripts. */
final class WholeFile {

  private static final int MEGABYTES = 16;

  private WholeFile() {}

  /** The text with line ends LF and without a BOM, or null with a finding in the log. */
  static @Nullable String read(Source source, FindingLog log) {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = in.readNBytes(MEGABYTES * 1024 * 1024 + 1);
    } catch (IOException e) {
      log.add(PlanProblems.unreadable(source.file(), reason(e)));
      return null;
    }
    if (bytes.length > MEGABYTES * 1024 * 1024) {
      log.add(PlanProblems.tooLarge(source.file(), MEGABYTES));
      return null;
    }
    CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes), chars, true);
    String text = canonical(chars.flip().toString());
    if (result.isError()) {
      int lineStart = text.lastIndexOf('\n') + 1;
      int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
      int column = text.codePointCount(lineStart, text.length()) + 1;
      log.add(PlanProblems.notUtf8(new Place(source.file(), line, column)));
      return null;
    }
    return text;
  }

  private static String canonical(String text) {
    String body = text.startsWith("\ufeff") ? text.substring(1) : text;
    return body.replace("\r\n", "\n").replace('\r', '\n');
  }

  /** Why a file cannot be read, in words; Java's message alone is often just its path. */
  static @Nullable String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "it does not exist, or the link leads nowhere";
    }
    return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
  }
}
