package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All plan files of a project together: {@code migration-plan.yaml} and {@code plans/*.yaml}. */
record Plans(@Nullable String schema, Map<Version, PlanFile.Planned> planned) {

  Plans {
    planned = Map.copyOf(planned);
  }

  /**
   * Reads them.
   *
   * @param known the versions that have a file
   */
  static Plans read(ProjectFolder folder, Set<Version> known, FindingLog log) {
    PlanFile.Schema schema = null;
    Map<Version, PlanFile.Planned> planned = new HashMap<>();
    for (Path path : files(folder)) {
      PlanFile plan = PlanFile.read(new FileSource(path, folder.display(path)), log);
      if (plan == null) {
        continue;
      }
      PlanFile.Schema here = plan.schema();
      if (schema == null) {
        schema = here;
      } else if (here != null && !here.name().equals(schema.name())) {
        log.add(PlanProblems.otherSchema(here.at(), here.name(), schema.name(), schema.at()));
      }
      for (PlanFile.Planned one : plan.planned()) {
        PlanFile.Planned first = planned.putIfAbsent(one.version(), one);
        if (first != null) {
          log.add(PlanProblems.versionPlannedTwice(one.at(), one.version().digits(), first.at()));
        } else if (!known.contains(one.version())) {
          log.add(PlanProblems.versionWithoutFile(one.at(), one.version().digits()));
        }
      }
    }
    return new Plans(schema == null ? null : schema.name(), planned);
  }

  private static List<Path> files(ProjectFolder folder) {
    List<Path> files = new ArrayList<>();
    Path single = folder.root().resolve("migration-plan.yaml");
    if (Files.exists(single)) {
      files.add(single);
    }
    Path several = folder.root().resolve("plans");
    if (Files.isDirectory(several)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(several, "*.yaml")) {
        entries.forEach(files::add);
      } catch (IOException | DirectoryIteratorException e) {
        throw new UserError(
            PlanProblems.folderUnreadable(folder.display(several), e.getMessage()), e);
      }
      files.sort(null);
    }
    return files;
  }
}
