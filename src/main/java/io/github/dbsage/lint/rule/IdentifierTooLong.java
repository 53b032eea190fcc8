package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Tree;
import java.nio.charset.StandardCharsets;

/** A name that PostgreSQL cuts off. */
final class IdentifierTooLong implements Rule {

  /** NAMEDATALEN without the byte that ends it. */
  private static final int MOST = 63;

  @Override
  public About about() {
    return new About(
        "IDENTIFIER_TOO_LONG",
        Severity.INFO,
        "A name of more than 63 bytes is cut off",
        "PostgreSQL keeps the first 63 bytes and says so in a notice only: the object has another"
            + " name than the file says, and two long names may become the same one.",
        "Letters beyond ASCII have two bytes or more. Names that PostgreSQL makes up itself are cut"
            + " in the middle and stay different.",
        "Choose a name of at most 63 bytes.");
  }

  @Override
  public void judge(Scene scene) {
    if (!names(scene.tree()) || scene.isGuessed()) {
      return;
    }
    Identifiers.each(
        scene.text(),
        (at, name) -> {
          byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
          if (bytes.length > MOST) {
            scene.find(
                this,
                at,
                name + " has " + bytes.length + " bytes and is cut to " + cut(bytes),
                null);
          }
        });
  }

  /** Whether the statement gives names to objects. */
  private static boolean names(Tree tree) {
    return tree instanceof Tree.CreateTable
        || tree instanceof Tree.CreateTableAs
        || tree instanceof Tree.CreateView
        || tree instanceof Tree.CreateIndex
        || tree instanceof Tree.CreateSequence
        || tree instanceof Tree.CreateSchema
        || tree instanceof Tree.CreateFunction
        || tree instanceof Tree.CreateTrigger
        || tree instanceof Tree.CreateEnum
        || tree instanceof Tree.CreateType
        || tree instanceof Tree.CreateDomain
        || tree instanceof Tree.CreatePolicy
        || tree instanceof Tree.CreateOn
        || tree instanceof Tree.AlterTable
        || tree instanceof Tree.AlterDomain
        || tree instanceof Tree.Rename;
  }

  /** Whole characters only, as the server cuts. */
  private static String cut(byte[] bytes) {
    int length = MOST;
    while ((bytes[length] & 0xc0) == 0x80) {
      length--;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
