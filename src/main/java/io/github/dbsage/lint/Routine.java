package io.github.dbsage.lint;

import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Tree;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A function or procedure that the files create. Not thread-safe. */
public final class Routine {

  private final Tree.CreateFunction definition;
  private final Statement statement;
  private final Birth birth;
  private final @Nullable Expr inlined;
  private final Set<String> settings;
  private String volatility;
  private boolean securityDefiner;

  Routine(
      Tree.CreateFunction definition, Statement statement, Birth birth, @Nullable Expr inlined) {
    this.definition = definition;
    this.statement = statement;
    this.birth = birth;
    this.inlined = inlined;
    this.settings = new HashSet<>(definition.settings());
    this.volatility = definition.volatility();
    this.securityDefiner = definition.securityDefiner();
  }

  public Tree.CreateFunction definition() {
    return definition;
  }

  /** The statement that created it. */
  public Statement statement() {
    return statement;
  }

  /** What a call of it amounts to: the only expression of a function in SQL, or null. */
  public @Nullable Expr inlined() {
    return inlined;
  }

  public Birth birth() {
    return birth;
  }

  /** As it is now: {@code immutable}, {@code stable}, {@code volatile}. */
  public String volatility() {
    return volatility;
  }

  public boolean securityDefiner() {
    return securityDefiner;
  }

  /** Whether it runs with a setting of its own. */
  public boolean sets(String setting) {
    return settings.contains(setting);
  }

  void alter(Tree.AlterFunction change) {
    if (change.volatility() != null) {
      volatility = change.volatility();
    }
    if (change.securityDefiner() != null) {
      securityDefiner = change.securityDefiner();
    }
    settings.addAll(change.settings());
  }
}
