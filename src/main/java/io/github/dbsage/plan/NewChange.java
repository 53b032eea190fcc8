package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The files of a change that are not there yet.
 *
 * @param name what it is called: {@code rename_users_email}; the plan's file has it
 * @param files in the order of their versions
 * @param plan the text of the plan's file; null where a single migration needs none
 */
public record NewChange(String name, List<NewFile> files, @Nullable String plan) {

  public NewChange {
    files = List.copyOf(files);
  }

  /** A change of one file that needs no plan. */
  public static NewChange of(NewFile file) {
    return new NewChange(file.name(), List.of(file), null);
  }

  /** The same with another text in each of its files; that of the plan stays. */
  public NewChange with(UnaryOperator<String> change) {
    List<NewFile> changed = new ArrayList<>();
    for (NewFile file : files) {
      changed.add(new NewFile(file.version(), file.name(), file.kind(), change.apply(file.text())));
    }
    return new NewChange(name, changed, plan);
  }

  /**
   * Writes all of its files into a project, or none.
   *
   * @param schema where an editor will find the JSON Schema of plans; null where nobody knows
   * @return their names, relative to the base directory, the plan's last
   * @throws UserError where one of them is there already, or none can be written
   */
  public List<String> write(ProjectRequest project, @Nullable Path schema) {
    ProjectFolder folder = ProjectFolder.locate(project);
    if (folder == null) {
      throw new UserError(PlanProblems.noProject());
    }
    Map<Path, String> texts = new LinkedHashMap<>();
    for (NewFile file : files) {
      texts.put(folder.migrations().resolve(file.fileName()), file.whole());
    }
    if (plan != null) {
      String file = files.get(0).version() + "_" + name + ".yaml";
      Path plans = folder.root().resolve(PlanFolder.SEVERAL);
      texts.put(plans.resolve(file), schema == null ? plan : named(plans, schema) + plan);
    }
    List<Path> written = new ArrayList<>();
    try {
      texts.forEach((file, text) -> write(folder, file, text, written));
      return written.stream().map(folder::display).toList();
    } catch (UserError e) {
      for (Path file : written) {
        delete(file, e);
      }
      throw e;
    }
  }

  /** The comment by which editors find a schema, as the YAML language server has it. */
  private static String named(Path plans, Path schema) {
    Path from = plans.toAbsolutePath().normalize();
    Path to = schema.toAbsolutePath().normalize();
    return from.getRoot() == null || !from.getRoot().equals(to.getRoot())
        ? ""
        : "# yaml-language-server: $schema="
            + from.relativize(to).toString().replace('\\', '/')
            + "\n";
  }

  private static void write(ProjectFolder folder, Path file, String text, List<Path> written) {
    String shown = folder.display(file);
    try {
      Files.createDirectories(file.getParent());
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new UserError(PlanProblems.fileExists(shown));
      }
      Files.createFile(file);
      written.add(file);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UserError(PlanProblems.notWritable(shown, WholeFile.reason(e)), e);
    }
  }

  private static void delete(Path file, UserError cause) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
