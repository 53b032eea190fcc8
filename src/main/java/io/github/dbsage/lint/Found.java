package io.github.dbsage.lint;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a rule, and what a suppression may be written in front of.
 *
 * @param statement where the statement begins that is sent; null where the whole file is meant
 */
public record Found(Finding finding, Subject subject, @Nullable Place statement) {

  private static final String POSSIBLE = " Possible: the files do not tell; what decides is %s.";

  private static final Pattern DOUBT =
      Pattern.compile(
          POSSIBLE.formatted(".*?").replace(".*?.", ".*?\\.") + "(?= It runs inside |$)");

  /** An effect that the files leave open, and what decides on it. */
  static String doubtful(String effect, String decides) {
    return effect + POSSIBLE.formatted(decides);
  }

  /** The effect once it is no longer open. */
  public static String decided(String effect) {
    return DOUBT.matcher(effect).replaceFirst("");
  }
}
