package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a project's plans stand: {@code migration-plan.yaml} and {@code plans/*.yaml}. */
final class PlanFolder {

  static final String SINGLE = "migration-plan.yaml";
  static final String SEVERAL = "plans";

  /** YAML's other ending: a slip that would otherwise mean that there is no plan. */
  static final String MISNAMED = "migration-plan.yml";

  /** What {@code render} writes, and a template for it: no business of ours. */
  static final String DOCUMENT = "migration-plan.md";

  static final String TEMPLATE = "migration-plan.md.mustache";

  private PlanFolder() {}

  /**
   * The plans: the single one, then the others by name.
   *
   * @throws UserError when the folder cannot be listed
   */
  static List<Path> list(ProjectFolder folder, FindingLog log) {
    List<Path> files = new ArrayList<>();
    Path several = folder.root().resolve(SEVERAL);
    if (Files.isDirectory(several)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(several, "*.{yaml,yml}")) {
        entries.forEach(files::add);
      } catch (IOException | DirectoryIteratorException e) {
        throw new UserError(
            PlanProblems.folderUnreadable(folder.display(several), e.getMessage()), e);
      }
    }
    files.sort(null);
    add(folder.root().resolve(MISNAMED), files);
    add(folder.root().resolve(SINGLE), files);
    files.removeIf(file -> isMisnamed(file, folder, log));
    return files;
  }

  private static void add(Path file, List<Path> files) {
    if (Files.exists(file)) {
      files.add(0, file);
    }
  }

  private static boolean isMisnamed(Path file, ProjectFolder folder, FindingLog log) {
    String name = file.getFileName().toString();
    if (!name.endsWith(".yml")) {
      return false;
    }
    String right = name.substring(0, name.length() - "yml".length()) + "yaml";
    log.add(PlanFileProblems.otherEnding(folder.display(file), name, right));
    return true;
  }
}
