package io.github.dbsage.app;

import io.github.dbsage.model.RepairCommand;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@code repair} was asked for, understood.
 *
 * @param version null to list everything
 * @param to null where nothing is to be changed, or {@code from} says what
 * @param from the ordinal that the next run begins with, from 1; 0 where none was given
 * @param supabase whether the Supabase CLI's record alone is meant
 */
record Wish(
    @Nullable Version version,
    @Nullable To to,
    int from,
    boolean supabase,
    @Nullable String reason) {

  private static final String SUPABASE = "supabase";

  /** How a version is to be recorded. */
  enum To {
    APPLIED,
    REVERTED,
    ACCEPTED,
    CLEARED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the record is to be changed; else somebody only looks. */
  boolean changes() {
    return to != null || from > 0;
  }

  /**
   * Reads what was typed.
   *
   * @throws UserError saying what to type instead
   */
  static Wish of(Repair.Request request) {
    Version version = version(given(request.version()));
    String toText = given(request.to());
    String fromText = given(request.from());
    boolean supabase = SUPABASE.equals(fromText);
    if (toText != null && fromText != null && !supabase) {
      throw new UserError(RepairProblems.toAndFrom());
    }
    To to = toText == null ? null : to(toText);
    int from = fromText == null || supabase ? 0 : from(fromText);
    Wish wish = new Wish(version, to, from, supabase, given(request.reason()));
    if (!wish.changes()) {
      return wish;
    }
    if (version == null) {
      throw new UserError(RepairProblems.versionMissing());
    }
    if (wish.reason() == null) {
      throw new UserError(
          RepairProblems.reasonMissing(
              to == null
                  ? RepairCommand.from(version, from)
                  : supabase
                      ? RepairCommand.supabase(version, to.label())
                      : RepairCommand.to(version, to.label())));
    }
    return wish;
  }

  private static @Nullable Version version(@Nullable String text) {
    if (text != null && !Version.isVersion(text)) {
      throw new UserError(RepairProblems.versionMalformed(text));
    }
    return text == null ? null : new Version(text);
  }

  private static To to(String text) {
    List<String> choices = Arrays.stream(To.values()).map(To::label).toList();
    return Arrays.stream(To.values())
        .filter(to -> to.label().equals(text))
        .findFirst()
        .orElseThrow(() -> new UserError(RepairProblems.toUnknown(text, choices)));
  }

  private static int from(String text) {
    if (!text.matches("[1-9][0-9]{0,8}")) {
      throw new UserError(RepairProblems.fromMalformed(text));
    }
    return Integer.parseInt(text);
  }

  private static @Nullable String given(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
