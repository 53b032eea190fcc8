package io.github.dbsage.app;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a dry run has found out about each way back, kept beside its report for {@code render}. A
 * line is a version, a hash of the migration and of its rollback script, and the state: a proof of
 * other files proves nothing. The report itself cannot tell, for a migration's checksum leaves its
 * rollback out.
 */
final class Proofs {

  private static final String FILE = "dry-run.proofs";

  private Proofs() {}

  /** Keeps what the run has found out, if it came that far. */
  static void keep(GoalRun run, Project project) {
    Map<Version, Step> steps = new HashMap<>();
    project.steps().forEach(step -> steps.put(step.version(), step));
    StringBuilder lines = new StringBuilder();
    for (StepReport report : run.steps()) {
      Version version = report.version();
      RollbackState state = report.rollback();
      Step step = version == null ? null : steps.get(version);
      if (step != null && state != null) {
        lines.append(line(step, state)).append('\n');
      }
    }
    if (!lines.isEmpty()) {
      run.attach(FILE, lines.toString());
    }
  }

  /** What is proven, or disproven, of the files as they are now. */
  static Map<Version, RollbackState> read(Path output, List<Step> steps) {
    List<String> lines = new ArrayList<>();
    try {
      Path file = output.resolve(FILE);
      if (Files.exists(file)) {
        lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // As if no dry run had been made: nothing is proven.
      return Map.of();
    }
    Map<Version, RollbackState> proofs = new HashMap<>();
    for (Step step : steps) {
      for (RollbackState state : RollbackState.values()) {
        if (lines.contains(line(step, state))) {
          proofs.put(step.version(), state);
        }
      }
    }
    return proofs;
  }

  private static String line(Step step, RollbackState state) {
    Rollback rollback = step.rollback();
    String text =
        String.join(
            "\n",
            step.checksum().toString(),
            String.valueOf(rollback.script()),
            String.valueOf(rollback.forwardOnly()));
    return step.version() + "\t" + sha256(text) + "\t" + state.label();
  }

  private static Checksum sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Checksum.of(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
