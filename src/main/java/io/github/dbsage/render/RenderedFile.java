package io.github.dbsage.render;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of a document. It is overwritten only where it was rendered before: people may have
 * written one of that name by hand.
 *
 * @param shown its name in messages
 */
public record RenderedFile(Path path, String shown) {

  /** What stands in the first lines of every document. */
  static final String MARKER = "<!-- Rendered by dbsage:render";

  private static final int FIRST_LINES = 10;

  /**
   * Refuses a file that must not be overwritten.
   *
   * @throws UserError where it is one
   */
  public void requireFree() {
    if (Files.isDirectory(path)) {
      throw new UserError(RenderProblems.isFolder(shown));
    }
    if (Files.exists(path) && !isRendered(text())) {
      throw new UserError(RenderProblems.notRendered(shown));
    }
  }

  /**
   * Writes it.
   *
   * @return whether anything in it has changed
   * @throws UserError where it must not be overwritten, or cannot be written
   */
  public boolean write(String document) {
    requireFree();
    if (Files.exists(path) && text().equals(document)) {
      return false;
    }
    try {
      Path folder = path.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(path, document, StandardCharsets.UTF_8);
      return true;
    } catch (IOException e) {
      throw new UserError(RenderProblems.notWritable(shown, e), e);
    }
  }

  static boolean isRendered(String text) {
    return text.lines().limit(FIRST_LINES).anyMatch(line -> line.contains(MARKER));
  }

  /** As it stands; bytes that are no UTF-8 are none that we wrote. */
  private String text() {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UserError(RenderProblems.notWritable(shown, e), e);
    }
  }
}
