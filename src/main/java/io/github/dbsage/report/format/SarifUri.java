package io.github.dbsage.report.format;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A file's name as SARIF wants it: a URI reference (RFC 3986), percent-encoded.
 *
 * @param text {@code src/main/db/migrations/a%20b.sql}, {@code file:///C:/db/a.sql}
 * @param relative whether it is relative to the base directory
 */
record SarifUri(String text, boolean relative) {

  /** What may stand in a path as it is, besides letters and digits. */
  private static final String PLAIN = "-._~/!$&'()*+,;=@";

  /** Of a name as reports show it: relative to the base directory, or absolute, with slashes. */
  static SarifUri of(String file) {
    if (file.matches("[A-Za-z]:/.*")) {
      return new SarifUri("file:///" + file.substring(0, 2) + encode(file.substring(2)), false);
    }
    // \\server\share is //server/share here: its server is the URI's authority.
    if (file.startsWith("//")) {
      return new SarifUri("file:" + encode(file), false);
    }
    return file.startsWith("/")
        ? new SarifUri("file://" + encode(file), false)
        : new SarifUri(encode(file), true);
  }

  private static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xFF);
      if (isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
        encoded.append(c);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
