package io.github.dbsage.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Another JVM that chooses a server whenever it is asked to: Testcontainers remembers for a JVM's
 * life what it found.
 */
final class DockerProbe implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;
  private final PrintWriter input;

  private DockerProbe(Process process) {
    this.process = process;
    output = process.inputReader(StandardCharsets.UTF_8);
    input =
        new PrintWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
  }

  /** The other JVM's program: a line in, a choice out; {@code start 18} starts a container. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println("PROBE " + answer(line));
    }
  }

  /**
   * Starts it.
   *
   * @param home its user's, so that nobody's own settings count
   * @param engine where Docker is said to be
   */
  static DockerProbe start(Path home, String engine) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                DockerProbe.class.getName()));
    builder.environment().keySet().removeIf(name -> name.startsWith("TESTCONTAINERS_"));
    builder.environment().put("DOCKER_HOST", engine);
    builder.environment().put("TESTCONTAINERS_CLIENT_PING_TIMEOUT", "1");
    builder.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true");
    builder.environment().put("TESTCONTAINERS_CHECKS_DISABLE", "true");
    return new DockerProbe(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** What it says to a value of the property, or to {@code start 18}. */
  String ask(String line) throws IOException {
    input.println(line);
    for (String said = output.readLine(); said != null; said = output.readLine()) {
      if (said.startsWith("PROBE ")) {
        return said.substring("PROBE ".length());
      }
    }
    throw new IllegalStateException("the other JVM has ended");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  private static String answer(String line) {
    try {
      if (line.startsWith("start ")) {
        return Docker.start(Integer.parseInt(line.substring("start ".length()))).toString();
      }
      ServerChoice choice = ServerChoice.of(line, null, Docker::available);
      return choice.kind() + ", " + choice.because();
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
  }
}
