package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Lists the migrations folder: right names become {@link MigrationFile}s, wrong ones findings. */
final class MigrationFolder {

  /** What may stand in a project's folder where the migrations stand in it directly. */
  private static final Set<String> OF_THE_PLAN =
      Set.of(
          PlanFolder.SINGLE,
          PlanFolder.MISNAMED,
          PlanFolder.SEVERAL,
          PlanFolder.DOCUMENT,
          PlanFolder.TEMPLATE);

  private final ProjectFolder folder;
  private final FindingLog log;
  private final Renaming renaming;
  private final List<Path> wrong = new ArrayList<>();
  private final TreeMap<String, FileName> right = new TreeMap<>();

  private MigrationFolder(ProjectFolder folder, LocalDate today, FindingLog log) {
    this.folder = folder;
    this.log = log;
    this.renaming = new Renaming(today);
  }

  /**
   * Lists it.
   *
   * @return in version order
   * @throws UserError when the folder cannot be listed
   */
  static List<MigrationFile> list(ProjectFolder folder, LocalDate today, FindingLog log) {
    return new MigrationFolder(folder, today, log).list();
  }

  private List<MigrationFile> list() {
    if (!Files.exists(folder.migrations())) {
      log.add(PlanProblems.noMigrationsFolder(folder.display(folder.migrations())));
      return List.of();
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.migrations())) {
      entries.forEach(this::sort);
    } catch (IOException | DirectoryIteratorException e) {
      throw new UserError(
          PlanProblems.folderUnreadable(folder.display(folder.migrations()), e.getMessage()), e);
    }
    right.values().forEach(name -> renaming.take(name.version()));
    List<MigrationFile> files = migrations();
    proposeRenames();
    return files;
  }

  private void sort(Path path) {
    String fileName = path.getFileName().toString();
    if (isNoise(fileName)) {
      return;
    }
    String file = folder.display(path);
    if (folder.migrations().equals(folder.root()) && OF_THE_PLAN.contains(fileName)) {
      return;
    }
    if (Files.isDirectory(path)) {
      log.add(PlanProblems.subfolder(file, folder.display(folder.migrations())));
      return;
    }
    FileName name = FileName.parse(fileName);
    if (name != null) {
      right.put(fileName, name);
    } else if (FileName.Ending.meantBy(fileName) != null) {
      wrong.add(path);
    } else {
      log.add(PlanProblems.unknownFile(file, fileName));
    }
  }

  private static boolean isNoise(String fileName) {
    String folded = fileName.toLowerCase(Locale.ROOT);
    return fileName.startsWith(".")
        || fileName.endsWith("~")
        || folded.endsWith(".swp")
        || folded.equals("readme.md");
  }

  private List<MigrationFile> migrations() {
    Map<String, FileName> byStem = new HashMap<>();
    Map<Version, FileName> byVersion = new TreeMap<>();
    for (FileName name : right.values()) {
      if (name.ending() == FileName.Ending.ROLLBACK) {
        continue;
      }
      FileName other = byVersion.putIfAbsent(name.version(), name);
      if (other != null) {
        log.add(
            PlanProblems.duplicate(display(name), name, other.toString(), renaming.propose(name)));
      }
      byStem.putIfAbsent(name.stem(), name);
    }
    Map<String, FileName> rollbacks = rollbacks(byStem, byVersion);
    return byVersion.values().stream()
        .map(
            name -> {
              FileName rollback = rollbacks.get(name.stem());
              return new MigrationFile(
                  name, source(name), rollback == null ? null : source(rollback));
            })
        .toList();
  }

  private Map<String, FileName> rollbacks(
      Map<String, FileName> byStem, Map<Version, FileName> byVersion) {
    Map<String, FileName> rollbacks = new HashMap<>();
    for (FileName name : right.values()) {
      if (name.ending() != FileName.Ending.ROLLBACK) {
        continue;
      }
      FileName migration = byStem.get(name.stem());
      if (migration == null) {
        log.add(PlanProblems.strayRollback(display(name), name, byVersion.get(name.version())));
      } else if (migration.ending() == FileName.Ending.BACKFILL) {
        log.add(PlanProblems.rollbackOfBackfill(display(name), migration.toString()));
      } else {
        rollbacks.put(name.stem(), name);
      }
    }
    return rollbacks;
  }

  private void proposeRenames() {
    wrong.sort(
        Comparator.comparing((Path path) -> Renaming.sortKey(path.getFileName().toString()))
            .thenComparing(path -> path.getFileName().toString()));
    for (Path path : wrong) {
      String fileName = path.getFileName().toString();
      log.add(PlanProblems.fileName(folder.display(path), fileName, renaming.propose(fileName)));
    }
  }

  private FileSource source(FileName name) {
    return new FileSource(folder.migrations().resolve(name.toString()), display(name));
  }

  private String display(FileName name) {
    return folder.display(folder.migrations().resolve(name.toString()));
  }
}
