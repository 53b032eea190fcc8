package io.github.dbsage.model;

import java.util.Map;

/**
 * A migration of SQL statements.
 *
 * @param code of the statements' tokens alone: unchanged where only comments or blanks changed
 * @param placeholders values by name, for the statements as {@code run} reads them again
 * @param expand whether placeholders are expanded at all
 * @param timeouts what the file's leading directives ask for
 * @param shape what one reading of the file told
 */
public record SqlStep(
    Version version,
    String name,
    Checksum checksum,
    Checksum code,
    Source source,
    Rollback rollback,
    TransactionMode mode,
    Timeouts timeouts,
    Map<String, String> placeholders,
    boolean expand,
    Shape shape)
    implements Step {

  public SqlStep {
    placeholders = Map.copyOf(placeholders);
  }

  @Override
  public StepReport.Kind kind() {
    return StepReport.Kind.SQL;
  }

  @Override
  public int statements() {
    return shape.statements();
  }

  /**
   * What one reading of the file told.
   *
   * @param statements how many statements will be sent (a dropped outer BEGIN/COMMIT not counted)
   * @param segmented whether the file cannot be one transaction
   * @param copy whether it holds COPY data
   * @param characters the file's length in characters
   */
  public record Shape(int statements, boolean segmented, boolean copy, long characters) {}
}
