package io.github.dbsage.plan;

import io.github.dbsage.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a project's files stand.
 *
 * @param base what file names in messages are relative to
 * @param root the project's folder: plan files stand here
 * @param migrations the folder of the migrations: {@code root/migrations}, or the root itself
 */
record ProjectFolder(Path base, Path root, Path migrations) {

  static final String USUAL = "src/main/db";
  static final String SUPABASE = "supabase/migrations";

  /**
   * Finds the project.
   *
   * @return null where there is none and none was named
   * @throws UserError when the folder that was named is none, or when two could be meant
   */
  static @Nullable ProjectFolder locate(ProjectRequest request) {
    Path base = request.baseDirectory().toAbsolutePath().normalize();
    if (request.directory() != null) {
      return of(base, named(base, request.directory()));
    }
    boolean usual = Files.isDirectory(base.resolve(USUAL));
    boolean supabase = Files.isDirectory(base.resolve(SUPABASE));
    if (usual && supabase) {
      throw new UserError(PlanProblems.twoFolders());
    }
    if (!usual && !supabase) {
      return null;
    }
    return of(base, base.resolve(usual ? USUAL : SUPABASE));
  }

  private static Path named(Path base, Path directory) {
    Path root = base.resolve(directory).normalize();
    if (!Files.exists(root)) {
      throw new UserError(PlanProblems.folderMissing(display(base, root)));
    }
    if (!Files.isDirectory(root)) {
      throw new UserError(PlanProblems.folderIsFile(display(base, root)));
    }
    return root;
  }

  private static ProjectFolder of(Path base, Path root) {
    Path inside = root.resolve("migrations");
    // The Supabase CLI keeps its files in supabase/migrations without a folder below.
    boolean usual = root.equals(base.resolve(USUAL).normalize());
    return new ProjectFolder(base, root, usual || Files.exists(inside) ? inside : root);
  }

  /** The name of a file of this project in messages. */
  String display(Path path) {
    return display(base, path);
  }

  /** A file's name relative to the base directory, with {@code /}. */
  static String display(Path base, Path path) {
    boolean sameRoot = Objects.equals(base.getRoot(), path.getRoot());
    String name = (sameRoot ? base.relativize(path) : path).toString().replace('\\', '/');
    return name.isEmpty() ? "." : name;
  }
}
