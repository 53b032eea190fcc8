package io.github.dbsage.plan;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The user's git, in a folder: it asks nobody, writes nothing and fetches nothing.
 *
 * @param program {@code git}
 */
record Git(String program, Path folder) {

  /** Its time was up. */
  static final int LATE = -1;

  /** What a hook's surroundings would say instead of the folder. */
  private static final List<String> ELSEWHERE =
      List.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_PREFIX",
          "GIT_OBJECT_DIRECTORY",
          "GIT_COMMON_DIR");

  /** The program itself cannot be run. */
  static final class Missing extends IOException {
    @Serial private static final long serialVersionUID = 1;

    private Missing(IOException cause) {
      super(cause);
    }
  }

  static Git in(Path folder) {
    return new Git("git", folder);
  }

  /**
   * Runs a command; its output goes to a file, so that nothing waits for a pipe.
   *
   * @param errors where what it says besides goes
   * @param end of the time that it has, on {@link System#nanoTime}'s clock
   * @return its exit code, or {@link #LATE}
   * @throws Missing when there is no git
   */
  int run(List<String> arguments, Path output, ProcessBuilder.Redirect errors, long end)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program, "--no-pager"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors);
    ELSEWHERE.forEach(builder.environment()::remove);
    // Never a question, never a download of what a partial clone left out.
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
    builder.environment().put("LC_ALL", "C");
    Process process = start(builder);
    try {
      process.getOutputStream().close();
      boolean ended = process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      return ended ? process.exitValue() : LATE;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static Process start(ProcessBuilder builder) throws Missing {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Missing(e);
    }
  }
}
