package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A change that comes up again and again, and that the files for can be written for anybody. */
public interface ChangePattern {

  /** What {@code dbsage.pattern} calls it. */
  String name();

  /** What it changes, in a few words without a full stop, for the list of patterns. */
  String does();

  /** What it cannot do without, each with what is to be given, in a few words with an example. */
  Map<ChangeParameter, String> needs();

  /** What it may be told besides, each with what it means. */
  default Map<ChangeParameter, String> takes() {
    return Map.of();
  }

  /** Whether it has to know who owns what in a database. */
  default boolean needsOwners() {
    return false;
  }

  /** Whether it looks what the catalog says of {@code dbsage.table}. */
  default boolean needsFacts() {
    return needs().containsKey(ChangeParameter.TABLE);
  }

  /** Those tables beside {@code dbsage.table} that it has to know, by their parameters. */
  default Set<ChangeParameter> furtherTables() {
    return Set.of();
  }

  /**
   * Those that are an SQL expression: PostgreSQL's grammar reads them before the pattern is asked.
   */
  default Set<ChangeParameter> expressions() {
    return Set.of();
  }

  /**
   * The files; null where there is nothing to change.
   *
   * @throws UserError where what is wanted cannot be done, or not without loss
   */
  @Nullable NewChange change(Wanted wanted);
}
