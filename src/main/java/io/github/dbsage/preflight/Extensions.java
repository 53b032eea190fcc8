package io.github.dbsage.preflight;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Problem;
import java.util.List;
import java.util.Set;

/** Extensions that migrations create and the server does not have. */
final class Extensions {

  private Extensions() {}

  static List<Problem> missing(Session session, Set<String> wanted) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<String> there =
        session.query("SELECT name FROM pg_catalog.pg_available_extensions", row -> row.string(1));
    return wanted.stream()
        .filter(name -> !there.contains(name))
        .sorted()
        .map(PreflightProblems::noExtension)
        .toList();
  }
}
