package io.github.dbsage.plan;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What files are to be written for.
 *
 * @param values what was given, stripped; never blank
 * @param first the version of the change's first file
 * @param named the tables that were named, each with its schema
 * @param tables what the catalog says of those of them that it could be asked about
 * @param gates those of the project's plans
 * @param owners objects of a database that belong to somebody else than they should
 */
public record Wanted(
    Map<ChangeParameter, String> values,
    Version first,
    Map<ChangeParameter, QualifiedName> named,
    Map<QualifiedName, TableFacts> tables,
    Set<String> gates,
    List<Handover> owners) {

  private static final Pattern GATE = Pattern.compile("app-v([0-9]{1,6})");

  public Wanted {
    values = Map.copyOf(values);
    named = Map.copyOf(named);
    tables = Map.copyOf(tables);
    gates = Set.copyOf(gates);
    owners = List.copyOf(owners);
  }

  /** What was given, or null. */
  public @Nullable String value(ChangeParameter parameter) {
    return values.get(parameter);
  }

  /** What the pattern needs, and was found to be given before the pattern was asked. */
  public String needed(ChangeParameter parameter) {
    return asked(values.get(parameter), parameter);
  }

  /**
   * A name as the catalog has it.
   *
   * @throws UserError where what was given is none
   */
  public String identifier(ChangeParameter parameter) {
    String given = needed(parameter);
    List<String> parts = Identifiers.parse(given);
    if (parts == null || parts.size() != 1) {
      throw new UserError(PlanProblems.noIdentifier(parameter, given));
    }
    return parts.get(0);
  }

  /** The table that {@code dbsage.table} names. */
  public QualifiedName table() {
    return table(ChangeParameter.TABLE);
  }

  /** The table that a parameter names. */
  public QualifiedName table(ChangeParameter parameter) {
    return asked(named.get(parameter), parameter);
  }

  /** What the catalog says of {@code dbsage.table}; null where it could not be asked. */
  public @Nullable TableFacts facts() {
    return tables.get(table());
  }

  /** What the catalog says of the table that a parameter names; null where it is not known. */
  public @Nullable TableFacts facts(ChangeParameter parameter) {
    return tables.get(table(parameter));
  }

  private static <T> T asked(@Nullable T value, ChangeParameter parameter) {
    if (value == null) {
      throw new IllegalStateException(parameter.property() + " was not asked for");
    }
    return value;
  }

  /** The version of the change's file number so-and-so, counted from 0. */
  public Version version(int number) {
    Version version = first;
    for (int i = 0; i < number; i++) {
      version = NewFile.next(version);
    }
    return version;
  }

  /**
   * The change's gate number so-and-so, counted from 0: {@code app-v2}. A gate is opened by its
   * name and stays open, so that none of another plan will do.
   */
  public String gate(int number) {
    int last =
        gates.stream()
            .map(GATE::matcher)
            .filter(Matcher::matches)
            .mapToInt(matcher -> Integer.parseInt(matcher.group(1)))
            .max()
            .orElse(1);
    return "app-v" + (Math.max(last, 1) + 1 + number);
  }

  /**
   * An object that changes hands.
   *
   * @param mend the statement that gives it to whom it should belong to
   * @param back the statement that gives it back
   */
  public record Handover(String mend, String back) {}
}
