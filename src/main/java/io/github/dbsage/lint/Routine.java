package io.github.dbsage.lint;

import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.HashSet;
import java.util.List;
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
    this.settings = new HashSet<>();
    definition.settings().forEach(set -> settings.add(set.name()));
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

  /** Whether it is the one that a statement means by its name and these types. */
  boolean takes(@Nullable List<Type> arguments) {
    List<Type> own = definition.arguments();
    if (arguments == null || own.size() != arguments.size()) {
      return arguments == null;
    }
    for (int i = 0; i < own.size(); i++) {
      Type one = own.get(i);
      Type other = arguments.get(i);
      // Lengths and the like are no part of what tells two functions apart.
      if (!one.base().equals(other.base()) || one.array() != other.array()) {
        return false;
      }
    }
    return true;
  }

  /** Whether a call that gives so many arguments may mean it. */
  boolean takes(int arguments) {
    return arguments >= definition.required() - (definition.variadic() ? 1 : 0)
        && (definition.variadic() || arguments <= definition.arguments().size());
  }

  void alter(Tree.AlterFunction change) {
    if (change.volatility() != null) {
      volatility = change.volatility();
    }
    if (change.securityDefiner() != null) {
      securityDefiner = change.securityDefiner();
    }
    if (change.resets().contains("all")) {
      settings.clear();
    }
    settings.removeAll(change.resets());
    settings.addAll(change.settings());
  }
}
