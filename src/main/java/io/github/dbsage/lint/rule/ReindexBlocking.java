package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import java.util.regex.Pattern;

/** REINDEX without CONCURRENTLY. */
final class ReindexBlocking implements Rule {

  @Override
  public About about() {
    return new About(
        "REINDEX_BLOCKING",
        Severity.ERROR,
        "REINDEX without CONCURRENTLY blocks writes, and reads that want the index",
        "Writers to the table wait until the index is built anew (SHARE on the"
            + " table), readers that would use the index wait too (ACCESS EXCLUSIVE on"
            + " the index).",
        "Tables and indexes that are created in the same migration are nobody's" + " yet.",
        "REINDEX … CONCURRENTLY (PostgreSQL 12 and later), outside a transaction.");
  }

  private static final Pattern WHAT =
      Pattern.compile("(?i)\\b(INDEX|TABLE|SCHEMA|DATABASE)\\s+(?=\\S)");

  @Override
  public void judge(Scene scene) {
    if (!(scene.tree() instanceof Tree.Reindex reindex) || reindex.concurrently()) {
      return;
    }
    QualifiedName name = reindex.name();
    boolean single = reindex.kind() == Kind.INDEX || reindex.kind() == Kind.TABLE;
    if (name != null && single && scene.isNew(scene.state().relation(name, reindex.kind()))) {
      return;
    }
    String what = name == null ? "the whole database" : name.toString();
    boolean possible = reindex.kind() != Kind.OTHER && scene.inside().what() == null;
    String fix =
        possible ? WHAT.matcher(scene.text()).replaceFirst("$1 CONCURRENTLY ") + ";" : null;
    scene.find(this, -1, "writes wait while " + what + " is indexed anew", fix);
  }
}
