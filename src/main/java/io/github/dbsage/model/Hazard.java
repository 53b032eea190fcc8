package io.github.dbsage.model;

/**
 * What a rule warns of: an entry of the catalogue, not a place where it was found.
 *
 * @param id stable, upper-case: {@code ADD_FK_VALIDATING}
 * @param severity of its findings, unless the user says otherwise
 * @param title one sentence
 * @param page of the documentation, relative to its root: {@code hazards/ADD_FK_VALIDATING.md}
 */
public record Hazard(String id, Severity severity, String title, String page) {

  public Hazard {
    if (id.isEmpty() || title.isEmpty() || page.isEmpty()) {
      throw new IllegalArgumentException("a hazard needs an id, a title and a page: " + id);
    }
  }
}
