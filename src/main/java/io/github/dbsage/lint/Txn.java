package io.github.dbsage.lint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction as the runner will really run it. Not thread-safe. */
public final class Txn {

  private final int number;
  private final boolean block;
  private final @Nullable String forcedBy;
  private final List<Scene> before;

  /**
   * A transaction.
   *
   * @param number through all files
   * @param block whether it is a transaction block; a statement by itself is none
   * @param forcedBy what in the file forces it: {@code the file's BEGIN}; null where nothing does
   */
  Txn(int number, boolean block, @Nullable String forcedBy) {
    this(number, block, forcedBy, new ArrayList<>());
  }

  private Txn(int number, boolean block, @Nullable String forcedBy, List<Scene> before) {
    this.number = number;
    this.block = block;
    this.forcedBy = forcedBy;
    this.before = before;
  }

  /** For what a statement runs inside itself: that is one transaction in any case. */
  Txn within() {
    return block ? this : new Txn(number, true, forcedBy, before);
  }

  public int number() {
    return number;
  }

  /** Whether other statements run in it too; a statement by itself is no block. */
  public boolean isBlock() {
    return block;
  }

  /** What in the file forces everything into one transaction, or null. */
  public @Nullable String forcedBy() {
    return forcedBy;
  }

  /** The statements that ran in it before, those of DO blocks and called functions too. */
  public List<Scene> before() {
    return List.copyOf(before);
  }

  void ran(Scene scene) {
    before.add(scene);
  }
}
