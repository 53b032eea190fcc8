package io.github.dbsage.plan;

import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.Version;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files are to be written for.
 *
 * @param values what was given, stripped; never blank
 * @param first the version of the change's first file
 * @param tables what the catalog says of the tables that were named and are there
 * @param owners objects of a database that belong to somebody else than they should
 */
public record Wanted(
    Map<ChangeParameter, String> values,
    Version first,
    Map<QualifiedName, TableFacts> tables,
    List<Handover> owners) {

  public Wanted {
    values = Map.copyOf(values);
    tables = Map.copyOf(tables);
    owners = List.copyOf(owners);
  }

  /** What was given, or null. */
  public @Nullable String value(ChangeParameter parameter) {
    return values.get(parameter);
  }

  /** What the pattern needs, and was found to be given before the pattern was asked. */
  public String needed(ChangeParameter parameter) {
    String value = values.get(parameter);
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
   * An object that changes hands.
   *
   * @param mend the statement that gives it to whom it should belong to
   * @param back the statement that gives it back
   */
  public record Handover(String mend, String back) {}
}
