package io.github.dbsage.sql.tree;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a statement names of a database beside its own tables.
 *
 * @param roles in whichever place
 * @param schemas that qualify a name
 * @param publications that it alters
 * @param extensions that it creates
 * @param collations without their schemas
 */
public record Needs(
    Set<String> roles,
    Set<String> schemas,
    Set<String> publications,
    Set<String> extensions,
    Set<String> collations) {

  /** Nothing. */
  public static final Needs NOTHING = new Needs(Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

  /** What either needs. */
  public Needs and(Needs other) {
    return new Needs(
        both(roles, other.roles),
        both(schemas, other.schemas),
        both(publications, other.publications),
        both(extensions, other.extensions),
        both(collations, other.collations));
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }
}
