package io.github.dbsage.embedded;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs one of the small programs that a server needs before and after it lives. */
final class Program {

  /** Generous, because a CI machine may be busy with something else. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private Program() {}

  /**
   * What a program did.
   *
   * @param exit its exit code, 126 where it could not be executed at all
   * @param output what it printed, on both streams
   */
  record Result(int exit, String output) {}

  /**
   * Runs a program to its end.
   *
   * @param directory where; our own may be out of another account's reach
   * @param input its standard input
   * @throws UserError when it does not end in time
   */
  static Result run(List<String> command, Path directory, String input) {
    Path output = null;
    try {
      output = Files.createTempFile("dbsage-", ".out");
      ProcessBuilder builder = builder(command, directory);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      int exit = await(start(builder), command, input);
      return new Result(exit, Files.readString(output, StandardCharsets.ISO_8859_1));
    } catch (NotExecutable e) {
      return new Result(126, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw EmbeddedProblems.file(directory, e);
    } finally {
      Folders.delete(output);
    }
  }

  /** A process whose environment cannot lead PostgreSQL astray. */
  static ProcessBuilder builder(List<String> command, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
    return builder;
  }

  private static Process start(ProcessBuilder builder) throws NotExecutable {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new NotExecutable(e);
    }
  }

  private static int await(Process process, List<String> command, String input) {
    try {
      feed(process, input);
      if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return process.exitValue();
      }
      throw EmbeddedProblems.program(
          command.get(0), "It did not end within " + PATIENCE.toSeconds() + " s.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EmbeddedProblems.program(command.get(0), "It was interrupted.");
    } finally {
      process.destroyForcibly();
    }
  }

  private static void feed(Process process, String input) {
    try (OutputStream stdin = process.getOutputStream()) {
      stdin.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading: its exit code and output say why.
    }
  }

  private static final class NotExecutable extends IOException {
    private static final long serialVersionUID = 1L;

    NotExecutable(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
