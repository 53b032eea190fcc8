package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.util.List;
import java.util.Map;

/**
 * Reads a database's address: a JDBC URL ({@code jdbc:postgresql://…}) or libpq's connection URI
 * ({@code postgresql://…}, {@code postgres://…}; PostgreSQL manual, chapter "Database Connection
 * Control Functions").
 */
public final class TargetUrl {

  private TargetUrl() {}

  /**
   * Reads either kind, and only what stands in it.
   *
   * @throws UserError when it is neither, or holds something that is not understood; the message
   *     never repeats the URL, which may hold a password
   */
  public static Target parse(String url) {
    return Address.resolve(url, List.of(), Map.of());
  }

  static Options options(String url) {
    String text = url.strip();
    if (text.startsWith("jdbc:")) {
      return JdbcUrl.read(text);
    }
    if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
      return LibpqUri.read(text.substring(text.indexOf("://") + 3));
    }
    throw new UserError(
        AddressProblems.unreadableUrl("it begins with neither jdbc:postgresql: nor postgresql://"));
  }
}
