package io.github.dbsage.render;

import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan;
import org.jspecify.annotations.Nullable;

/** The commands of the runbook, for a POSIX shell. */
final class Commands {

  private static final String MVN = "mvn -B dbsage:";

  private Commands() {}

  static String goal(String goal) {
    return MVN + goal;
  }

  /** As the plan allows it: for an environment, approved by somebody. */
  static String apply(Material material, @Nullable String deployed) {
    MigrationPlan plan = material.plan();
    StringBuilder command = new StringBuilder(MVN).append("apply");
    if (deployed != null) {
      command.append(" -Ddbsage.deployed=").append(word(deployed));
    }
    if (plan != null && !plan.summary().environments().isEmpty()) {
      command.append(" -Ddbsage.environment=\"$ENVIRONMENT\"");
    }
    if (plan != null && !plan.communication().approvers().isEmpty()) {
      command.append(" -Ddbsage.approvedBy=\"$APPROVED_BY\"");
    }
    return command.toString();
  }

  static String rollback(@Nullable Version stays) {
    return MVN
        + "rollback"
        + (stays == null ? "" : " -Ddbsage.target=" + stays)
        + " -Ddbsage.reason=\"$REASON\"";
  }

  /** One word of the shell. */
  static String word(String text) {
    return text.matches("[\\w.@%+:,/-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
