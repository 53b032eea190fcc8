package io.github.dbsage.app;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.ChangeWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run may do, as it was typed.
 *
 * @param deployed {@code dbsage.deployed}: the gates to open, comma-separated; {@code *} for all
 * @param environment {@code dbsage.environment}
 * @param approvedBy {@code dbsage.approvedBy}
 * @param allowDataLoss {@code dbsage.allowDataLoss}: what may go although it seems to be in use
 */
public record Permit(
    @Nullable String deployed,
    @Nullable String environment,
    @Nullable String approvedBy,
    @Nullable String allowDataLoss) {

  /** Nothing was typed. */
  public static final Permit NONE = new Permit(null, null, null, null);

  private static final String ALL = "*";

  /** Reads the properties; what is blank counts as not given. */
  public static Permit of(
      @Nullable String deployed,
      @Nullable String environment,
      @Nullable String approvedBy,
      @Nullable String allowDataLoss) {
    return new Permit(
        stripped(deployed), stripped(environment), stripped(approvedBy), allowDataLoss);
  }

  private static @Nullable String stripped(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }

  /**
   * The gates that are to be opened.
   *
   * @param known all gates of the plans
   * @throws UserError where one is none of them
   */
  List<String> gates(List<String> known) {
    if (deployed == null) {
      return List.of();
    }
    if (deployed.equals(ALL)) {
      return known;
    }
    Set<String> gates = new LinkedHashSet<>();
    for (String one : deployed.split(",", -1)) {
      String gate = one.strip();
      if (!known.contains(gate)) {
        throw new UserError(GateProblems.unknown(gate, known));
      }
      gates.add(gate);
    }
    return List.copyOf(gates);
  }

  /**
   * Holds a plan against it: the environment that it is for, its approvers, its change window. The
   * window and the approval matter where an environment was named: on a laptop nobody approves.
   *
   * @param reason {@code dbsage.reason}, which goes before the change window
   * @return what forbids the run, or null
   */
  @Nullable Problem forbids(MigrationPlan plan, @Nullable String reason, Instant now) {
    List<String> environments = values(plan.summary().environments());
    if (environment != null && !environments.isEmpty() && !environments.contains(environment)) {
      return GateProblems.environment(plan, environment, environments);
    }
    List<String> approvers = values(plan.communication().approvers());
    if (approvedBy != null && !approvers.isEmpty() && !approvers.contains(approvedBy)) {
      return GateProblems.noApprover(plan, approvedBy, approvers);
    }
    if (environment == null) {
      return null;
    }
    if (approvedBy == null && !approvers.isEmpty()) {
      return GateProblems.notApproved(plan, environment, approvers);
    }
    ChangeWindow window = plan.communication().changeWindow();
    return window == null || reason != null || isWithin(window, now)
        ? null
        : GateProblems.outsideWindow(plan, window, now);
  }

  private static boolean isWithin(ChangeWindow window, Instant now) {
    return !now.isBefore(window.from().value().toInstant())
        && now.isBefore(window.to().value().toInstant());
  }

  /** What the log keeps of it, in front of the reason. */
  @Nullable String noted(@Nullable String reason) {
    List<String> parts = new ArrayList<>();
    if (environment != null) {
      parts.add("environment " + environment);
    }
    if (approvedBy != null) {
      parts.add("approved by " + approvedBy);
    }
    if (parts.isEmpty()) {
      return reason;
    }
    String permit = String.join(", ", parts);
    return reason == null ? permit : permit + ": " + reason;
  }

  private static List<String> values(Collection<At<String>> places) {
    return places.stream().map(At::value).toList();
  }
}
