package io.github.dbsage.adopt;

import io.github.dbsage.model.UserError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whose history a database is taken over with: {@code dbsage.from}. */
public enum Origin {
  /** Nobody's: a baseline says up to where the database stands. */
  NONE("no tool"),
  FLYWAY("Flyway"),
  LIQUIBASE("Liquibase"),
  SUPABASE("the Supabase CLI");

  private final String tool;

  Origin(String tool) {
    this.tool = tool;
  }

  /** What people call the tool. */
  public String tool() {
    return tool;
  }

  /** What {@code dbsage.from} calls it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code dbsage.from}.
   *
   * @throws UserError listing the choices, where it is none of them or is not given
   */
  public static Origin read(@Nullable String from) {
    List<String> choices = Arrays.stream(values()).map(Origin::id).toList();
    if (from == null || from.isBlank()) {
      throw new UserError(AdoptProblems.fromMissing(choices));
    }
    return Arrays.stream(values())
        .filter(origin -> origin.id().equals(from.strip()))
        .findFirst()
        .orElseThrow(() -> new UserError(AdoptProblems.fromUnknown(from.strip(), choices)));
  }
}
