package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.util.stream.Collectors;

/** VACUUM FULL. */
final class VacuumFull implements Rule {

  @Override
  public About about() {
    return new About(
        "VACUUM_FULL",
        Severity.ERROR,
        "VACUUM FULL rewrites the table under ACCESS EXCLUSIVE",
        "Nobody reads or writes the table until every row is copied and every index"
            + " built anew; the disk needs room for a second copy.",
        "A plain VACUUM hinders nobody. A temporary table is nobody else's.",
        "VACUUM (without FULL) frees room for new rows; to give disk back while"
            + " people work, use pg_repack or pg_squeeze.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.Vacuum vacuum && vacuum.full()) {
      boolean own =
          !vacuum.tables().isEmpty()
              && vacuum.tables().stream().allMatch(t -> scene.relation(t).temporary());
      if (!own) {
        String what =
            vacuum.tables().isEmpty()
                ? "every table"
                : vacuum.tables().stream()
                    .map(QualifiedName::toString)
                    .collect(Collectors.joining(", "));
        String fix =
            Sql.lines(
                "-- frees the room for new rows; to give it back to the disk, use pg_repack:",
                "VACUUM"
                    + (vacuum.tables().isEmpty() ? "" : " ")
                    + vacuum.tables().stream().map(Sql::name).collect(Collectors.joining(", "))
                    + ";",
                "-- or, in a maintenance window:",
                Sql.suppressed("VACUUM_FULL", Sql.statement(scene)));
        scene.find(this, -1, what + " is rewritten while everybody waits", fix);
      }
    }
  }
}
