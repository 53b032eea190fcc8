package io.github.dbsage.sql;

import java.util.Map;

/**
 * How {@code ${name}} is read. A run of {@code $} before <code>{name}</code>: an odd number means
 * the value (behind the other dollars), an even number means a literal: {@code $${name}} writes
 * {@code ${name}}. Quotes of any kind do not hide it; it is left alone in comments outside of
 * quotes and in COPY data. A value may hold anything, quotes and semicolons too, but no further
 * placeholder.
 *
 * @param mode what to do with them
 * @param values by name; used by {@link Mode#EXPAND} only
 */
public record Placeholders(Mode mode, Map<String, String> values) {

  public Placeholders {
    values = Map.copyOf(values);
  }

  /** Values are put in; an unknown name is a {@link Item.Defect}. */
  public static Placeholders expand(Map<String, String> values) {
    return new Placeholders(Mode.EXPAND, values);
  }

  /** The text is taken as it stands. */
  public static Placeholders off() {
    return new Placeholders(Mode.OFF, Map.of());
  }

  /**
   * A placeholder stands for itself, as one word that neither opens nor closes a quote: how the
   * checksum reads a file, so that it never depends on values.
   */
  public static Placeholders opaque() {
    return new Placeholders(Mode.OPAQUE, Map.of());
  }

  /** What to do with placeholders. */
  public enum Mode {
    EXPAND,
    OFF,
    OPAQUE
  }
}
