package io.github.dbsage.preflight;

import io.github.dbsage.model.QualifiedName;
import java.util.Set;

/**
 * What is about to be done, as far as it needs something of the server.
 *
 * @param extensions that are created
 * @param owned tables that only an owner may change so
 * @param schemas in which something is created
 * @param rewritten tables of which every row is written anew: for a while they are there twice
 */
public record Need(
    Set<String> extensions,
    Set<QualifiedName> owned,
    Set<String> schemas,
    Set<QualifiedName> rewritten) {

  /** Nothing that files could tell. */
  public static final Need NOTHING = new Need(Set.of(), Set.of(), Set.of(), Set.of());

  public Need {
    extensions = Set.copyOf(extensions);
    owned = Set.copyOf(owned);
    schemas = Set.copyOf(schemas);
    rewritten = Set.copyOf(rewritten);
  }
}
