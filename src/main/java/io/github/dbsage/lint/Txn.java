package io.github.dbsage.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** A transaction as the runner will really run it. Not thread-safe. */
public final class Txn {

  private final int number;
  private final boolean block;
  private final @Nullable String forcedBy;
  private final List<Scene> before;
  private final IntSupplier numbers;
  private final Set<String> fired;

  /**
   * A transaction.
   *
   * @param numbers gives it the next number through all files
   * @param block whether it is a transaction block; a statement by itself is none
   * @param forcedBy what in the file forces it: {@code the file's BEGIN}; null where nothing does
   */
  Txn(IntSupplier numbers, boolean block, @Nullable String forcedBy) {
    this(numbers.getAsInt(), block, forcedBy, new ArrayList<>(), numbers, new HashSet<>());
  }

  private Txn(
      int number,
      boolean block,
      @Nullable String forcedBy,
      List<Scene> before,
      IntSupplier numbers,
      Set<String> fired) {
    this.number = number;
    this.block = block;
    this.forcedBy = forcedBy;
    this.before = before;
    this.numbers = numbers;
    this.fired = fired;
  }

  /** For what a statement runs inside itself: that is one transaction in any case. */
  Txn within() {
    return block ? this : new Txn(number, true, forcedBy, before, numbers, fired);
  }

  /** For what stands behind a COMMIT in code; where the file forces one transaction it fails. */
  Txn next() {
    return forcedBy == null ? new Txn(numbers, true, null) : this;
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

  /** Whether a trigger fires here for the first time: what it runs then it runs each time. */
  boolean firesFirst(String trigger) {
    return fired.add(trigger);
  }

  void ran(Scene scene) {
    before.add(scene);
  }
}
