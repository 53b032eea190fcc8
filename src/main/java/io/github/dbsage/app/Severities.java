package io.github.dbsage.app;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code dbsage.severities}: hazards that a project takes more or less seriously than the plugin
 * does, or not at all.
 *
 * @param levels by the hazard's id
 */
public record Severities(Map<String, Level> levels) {

  /** Every hazard is as severe as its rule says. */
  public static final Severities USUAL = new Severities(Map.of());

  static final List<String> CHOICES = List.of("error", "warning", "info", "off");

  /** What a hazard can be set to. */
  public enum Level {
    ERROR,
    WARNING,
    INFO,
    OFF
  }

  public Severities {
    levels = Map.copyOf(levels);
  }

  /**
   * Reads {@code MASS_DML=error,SERIAL_TYPE=off}.
   *
   * @param text null or blank for none
   * @throws UserError when an entry has no level or an unknown one, or stands there twice
   */
  public static Severities parse(@Nullable String text) {
    Map<String, Level> levels = new TreeMap<>();
    for (String entry : text == null ? new String[0] : text.split(",", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = entry.indexOf('=');
      if (equals < 0) {
        throw new UserError(AppProblems.severityMissing(entry.strip()));
      }
      String id = entry.substring(0, equals).strip();
      Level level = level(id, entry.substring(equals + 1));
      if (levels.put(id, level) != null) {
        throw new UserError(AppProblems.severityTwice(id));
      }
    }
    return new Severities(levels);
  }

  /**
   * Reads a POM's {@code <severities>}.
   *
   * @param configured an empty element's value is null
   * @throws UserError when a level is unknown
   */
  public static Severities of(@Nullable Map<String, @Nullable String> configured) {
    Map<String, Level> levels = new TreeMap<>();
    if (configured != null) {
      configured.forEach(
          (id, level) -> levels.put(id.strip(), level(id.strip(), level == null ? "" : level)));
    }
    return new Severities(levels);
  }

  /** These, and the others where these are silent. */
  public Severities or(Severities others) {
    Map<String, Level> both = new TreeMap<>(others.levels);
    both.putAll(levels);
    return new Severities(both);
  }

  /**
   * Refuses what is no hazard.
   *
   * @param ids all that there are
   * @throws UserError for the first one that is not among them, in alphabetical order
   */
  void requireKnown(Set<String> ids) {
    levels.keySet().stream()
        .sorted()
        .filter(id -> !ids.contains(id))
        .findFirst()
        .ifPresent(
            id -> {
              throw new UserError(AppProblems.severityOfNothing(id, ids));
            });
  }

  /** Whether the project does not want to hear of a hazard. */
  boolean isOff(String id) {
    return levels.get(id) == Level.OFF;
  }

  /** The findings as the project takes them, without those that are off. */
  List<Finding> apply(List<Finding> findings) {
    List<Finding> kept = new ArrayList<>();
    for (Finding finding : findings) {
      Level level = levels.get(finding.rule());
      if (level == null) {
        kept.add(finding);
      } else if (level != Level.OFF) {
        kept.add(finding.withSeverity(Severity.valueOf(level.name())));
      }
    }
    return List.copyOf(kept);
  }

  private static Level level(String id, String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (!CHOICES.contains(word)) {
      throw new UserError(AppProblems.severityUnknown(id, text.strip()));
    }
    return Level.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
