package io.github.dbsage.app;

import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How migrations are judged.
 *
 * @param severities {@code dbsage.severities}
 * @param since {@code dbsage.since}: a version, which is the first that counts, or a git revision;
 *     null to judge all
 * @param serverVersion the major version of the server that they will run on; null where nobody
 *     said
 */
public record Judging(
    Severities severities, @Nullable String since, @Nullable Integer serverVersion) {

  /** All of them, for any server. */
  public static final Judging USUAL = new Judging(Severities.USUAL, null, null);

  static final int OLDEST = 14;
  static final int NEWEST = 18;

  private static final Pattern SERVER_VERSION = Pattern.compile("(\\d{1,3})(\\.\\d{1,3})?");

  /**
   * Reads the properties.
   *
   * @param since as the user wrote it, or null
   * @param serverVersion {@code 16} or {@code 16.3}, or null
   * @throws UserError when one of them is nothing that it can be
   */
  public static Judging of(
      Severities severities, @Nullable String since, @Nullable String serverVersion) {
    if (since != null && since.isBlank()) {
      throw new UserError(AppProblems.sinceEmpty());
    }
    return new Judging(
        severities,
        since == null ? null : since.strip(),
        serverVersion == null ? null : major(serverVersion));
  }

  /** The first version that is judged, or null where none was named. */
  @Nullable Version sinceVersion() {
    return since != null && Version.isVersion(since) ? new Version(since) : null;
  }

  /** The git revision since which a file must have changed to be judged, or null. */
  @Nullable String sinceRevision() {
    return since != null && !Version.isVersion(since) ? since : null;
  }

  private static int major(String text) {
    Matcher matcher = SERVER_VERSION.matcher(text.strip());
    int major = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (major < OLDEST || major > NEWEST) {
      throw new UserError(AppProblems.serverVersion(text, OLDEST, NEWEST));
    }
    return major;
  }
}
