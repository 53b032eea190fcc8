package io.github.dbsage.lint.rule;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.BoundProof;
import io.github.dbsage.lint.ColumnState;
import io.github.dbsage.lint.ConstraintState;
import io.github.dbsage.lint.Relation;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.lint.Scene;
import io.github.dbsage.model.Severity;
import io.github.dbsage.sql.tree.Action;
import io.github.dbsage.sql.tree.Bound;
import io.github.dbsage.sql.tree.Constraint;
import io.github.dbsage.sql.tree.Expr;
import io.github.dbsage.sql.tree.Kind;
import io.github.dbsage.sql.tree.Tree;
import io.github.dbsage.sql.tree.Type;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** ATTACH PARTITION without a proof; a new partition beside a DEFAULT partition. */
final class AttachPartitionScan implements Rule {

  @Override
  public About about() {
    return new About(
        "ATTACH_PARTITION_SCAN",
        Severity.ERROR,
        "Attaching a partition reads it whole, and the DEFAULT partition too",
        "Every row is read under ACCESS EXCLUSIVE to prove the bound: nobody reads"
            + " or writes that table meanwhile.",
        "A validated CHECK that implies the bound (and that the key is not NULL) is"
            + " proof, from an earlier migration too. A partition that is created in the"
            + " same migration is empty; without a DEFAULT partition nothing else is"
            + " read.",
        "ADD CONSTRAINT … CHECK (the bound) NOT VALID, VALIDATE it in another"
            + " transaction, ATTACH PARTITION, then drop the CHECK.");
  }

  @Override
  public void judge(Scene scene) {
    if (scene.tree() instanceof Tree.AlterTable alter && alter.kind() == Kind.TABLE) {
      for (Action.AttachPartition attach : scene.actions(Action.AttachPartition.class)) {
        Relation parent = scene.relation(alter.name());
        attached(scene, alter, parent, attach);
        if (!attach.isDefault()) {
          beside(scene, parent, attach.bound());
        }
      }
    } else if (scene.tree() instanceof Tree.CreateTable create
        && create.isPartition()
        && !create.isDefaultPartition()
        && create.parents().size() == 1) {
      beside(scene, scene.relation(create.parents().get(0)), create.bound());
    }
  }

  private void attached(
      Scene scene, Tree.AlterTable alter, Relation parent, Action.AttachPartition attach) {
    Relation partition = scene.relation(attach.partition());
    boolean first = attach.isDefault() && parent.birth() != null && parent.partitions().isEmpty();
    if (scene.isNew(partition) || first || isProven(parent, partition, attach.bound())) {
      return;
    }
    String message = partition.name() + " is read whole to prove its bound";
    boolean mayBeProven =
        parent.partitionKey().size() != 1
            && partition.constraints().stream().anyMatch(AttachPartitionScan::isProof);
    if (mayBeProven) {
      scene.suspect(this, -1, message, "whether its CHECKs imply the bound", null);
    } else {
      scene.find(this, -1, message, fix(scene, alter, parent, attach));
    }
  }

  private static boolean isProven(Relation parent, Relation partition, Bound bound) {
    Set<String> present =
        partition.columns().stream()
            .filter(column -> Boolean.TRUE.equals(column.notNull()))
            .map(ColumnState::name)
            .collect(Collectors.toSet());
    return parent.parent() == null
        && BoundProof.proves(
            checks(partition), present, parent.partitionKey(), keyType(parent, partition), bound);
  }

  /** The DEFAULT partition may hold rows that belong to the new one. */
  private void beside(Scene scene, Relation parent, Bound bound) {
    for (Relation other : parent.partitions()) {
      if (other.isDefaultPartition() && !scene.isNew(other) && !isOutside(parent, other, bound)) {
        String message = other.name() + ", the DEFAULT partition, is read whole";
        scene.find(this, -1, message, null);
      }
    }
  }

  /** Whether validated CHECKs keep the DEFAULT partition off a list, below or above a range. */
  private static boolean isOutside(Relation parent, Relation other, Bound bound) {
    List<String> key = parent.partitionKey();
    if (key.size() == 1 && !bound.values().isEmpty()) {
      return BoundProof.keepsOut(checks(other), key.get(0), keyType(parent, other), bound.values());
    }
    if (key.size() != 1 || bound.from().size() != 1 || bound.to().size() != 1) {
      return false;
    }
    Expr least = new Expr.Column(List.of("minvalue"), -1);
    Expr most = new Expr.Column(List.of("maxvalue"), -1);
    Bound below = new Bound(List.of(), List.of(least), bound.from(), false);
    Bound above = new Bound(List.of(), bound.to(), List.of(most), false);
    Type type = keyType(parent, other);
    // A NULL belongs to the DEFAULT partition whatever is created.
    Set<String> present = Set.of(key.get(0));
    Predicate<List<Expr>> outside =
        checks ->
            BoundProof.proves(checks, present, key, type, below)
                || BoundProof.proves(checks, present, key, type, above);
    List<Expr> checks = checks(other);
    return outside.test(checks) || checks.stream().anyMatch(check -> everyBranch(check, outside));
  }

  /** {@code key < 10 OR key >= 20}: whichever of them holds, the row is outside. */
  private static boolean everyBranch(Expr check, Predicate<List<Expr>> outside) {
    return check instanceof Expr.Logic logic
        && logic.kind() == Expr.Logic.Kind.OR
        && logic.parts().stream().allMatch(part -> outside.test(List.of(part)));
  }

  private static @Nullable Type keyType(Relation parent, Relation partition) {
    if (parent.partitionKey().size() != 1) {
      return null;
    }
    String key = parent.partitionKey().get(0);
    Type known = parent.column(key).type();
    return known == null ? partition.column(key).type() : known;
  }

  private static List<Expr> checks(Relation table) {
    return table.constraints().stream()
        .filter(AttachPartitionScan::isProof)
        .map(ConstraintState::expression)
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean isProof(ConstraintState constraint) {
    return constraint.kind() == Constraint.Kind.CHECK && constraint.validated();
  }

  private static @Nullable String fix(
      Scene scene, Tree.AlterTable alter, Relation parent, Action.AttachPartition attach) {
    Bound bound = attach.bound();
    if (parent.partitionKey().size() != 1 || bound.from().size() != 1) {
      return null;
    }
    String key = Sql.name(parent.partitionKey().get(0));
    String table = Sql.name(attach.partition());
    String check = Sql.name(attach.partition().name() + "_bound");
    String from = written(bound.from().get(0));
    String to = written(bound.to().get(0));
    if (from == null || to == null) {
      return null;
    }
    String condition = key + " IS NOT NULL AND " + key + " >= " + from + " AND " + key + " < " + to;
    return Sql.fix(
        scene,
        List.of(
            "ALTER TABLE "
                + table
                + " ADD CONSTRAINT "
                + check
                + " CHECK ("
                + condition
                + ") NOT VALID;",
            "-- in the next migration:",
            "ALTER TABLE " + table + " VALIDATE CONSTRAINT " + check + ";",
            "-- in the one after it:",
            "ALTER TABLE "
                + Sql.name(alter.name())
                + " ATTACH PARTITION "
                + table
                + " FOR VALUES FROM ("
                + from
                + ") TO ("
                + to
                + ");",
            "ALTER TABLE " + table + " DROP CONSTRAINT " + check + ";"));
  }

  private static @Nullable String written(Expr value) {
    if (!(value instanceof Expr.Constant constant)) {
      return null;
    }
    return constant.kind() == Expr.Literal.STRING
        ? "'" + constant.text().replace("'", "''") + "'"
        : constant.text();
  }
}
