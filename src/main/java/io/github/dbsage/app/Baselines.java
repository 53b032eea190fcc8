package io.github.dbsage.app;

import io.github.dbsage.check.ExplainBaseline;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What EXPLAIN checks are measured by, and where it is recorded.
 *
 * @param from null where they are not compared
 * @param to null where it is not recorded
 */
record Baselines(@Nullable ExplainBaseline from, @Nullable Path to) {

  /** In the project's folder, this one is used by itself. */
  static final String FILE = "explain-baseline.json";

  /** That of the project, where it has one. */
  static Baselines usual(Context context) {
    Path root = Project.locate(Projects.request(context));
    Path file = root == null ? null : root.resolve(FILE);
    return new Baselines(
        file != null && Files.isRegularFile(file) ? read(file, shown(context, file)) : null, null);
  }

  /**
   * Those that are asked for; the usual one where nothing is.
   *
   * @throws UserError where that is no file, or none of ours
   */
  static Baselines of(Context context, @Nullable String from, @Nullable String to) {
    if (from == null && to == null) {
      return usual(context);
    }
    ExplainBaseline before = null;
    if (from != null) {
      Path file = resolve(context, "dbsage.from", from);
      if (!Files.isRegularFile(file)) {
        throw new UserError(CheckingProblems.baselineMissing(from));
      }
      before = read(file, shown(context, file));
    }
    return new Baselines(before, to == null ? null : resolve(context, "dbsage.to", to));
  }

  /**
   * Records.
   *
   * @return the file, as messages name it
   * @throws UserError where that fails
   */
  static String write(Context context, Path file, ExplainBaseline baseline) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, baseline.text(), StandardCharsets.UTF_8);
      return shown(context, file);
    } catch (IOException e) {
      throw new UserError(
          CheckingProblems.baselineNotWritten(shown(context, file), e.getMessage()), e);
    }
  }

  private static ExplainBaseline read(Path file, String shown) {
    ExplainBaseline baseline;
    try {
      baseline = ExplainBaseline.read(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UserError(AppProblems.unreadable(e), e);
    }
    if (baseline == null) {
      throw new UserError(CheckingProblems.baselineForeign(shown));
    }
    return baseline;
  }

  private static Path resolve(Context context, String property, String name) {
    try {
      return context.baseDirectory().resolve(name.strip()).normalize();
    } catch (InvalidPathException e) {
      throw new UserError(CheckingProblems.baselinePath(property, name), e);
    }
  }

  private static String shown(Context context, Path file) {
    Path base = context.baseDirectory();
    return (file.startsWith(base) ? base.relativize(file) : file).toString().replace('\\', '/');
  }
}
