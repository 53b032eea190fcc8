package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the schema of a database differs from the one that the applied files make.
 *
 * @param file where the differences were written to, or null
 * @param added headings of objects that no file makes
 * @param removed headings of objects that the files make and the database lacks
 * @param changed headings of objects that are not as the files make them
 * @param owners objects that belong to somebody else than they should
 */
public record SchemaDrift(
    @Nullable String file,
    List<String> added,
    List<String> removed,
    List<String> changed,
    List<WrongOwner> owners) {

  public SchemaDrift {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    owners = List.copyOf(owners);
  }

  /**
   * An object of somebody else.
   *
   * @param object its heading: {@code table public.orders}
   * @param fix the statement that mends it
   */
  public record WrongOwner(String object, String owner, String expected, String fix) {}
}
