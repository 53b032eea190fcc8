package io.github.dbsage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dbsage.embedded.Account.Way;
import io.github.dbsage.embedded.EmbeddedServer.Lifetime;
import io.github.dbsage.embedded.EmbeddedServer.Request;
import io.github.dbsage.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM beside the test's that starts a server, tells of it and ends when its input does. */
final class OtherJvm implements AutoCloseable {

  private final Process process;
  private final BufferedReader output;

  private OtherJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(UTF_8);
  }

  /**
   * The other JVM's program: the version, then a directory and a lifetime, or a way, or nothing.
   */
  public static void main(String[] arguments) throws IOException {
    int major = Integer.parseInt(arguments[0]);
    Request request =
        arguments.length < 3
            ? Requests.throwAway(major)
            : Requests.kept(major, Path.of(arguments[1]), Lifetime.valueOf(arguments[2]), 0);
    Way way = arguments.length == 2 ? Way.valueOf(arguments[1]) : null;
    EmbeddedServer server = new Start(request, way).run();
    System.out.println(server.pid() + " " + server.dataDirectory());
    while (System.in.read() != -1) {
      // Only the end of the input counts.
    }
  }

  static OtherJvm start(String... arguments) throws IOException {
    return start(OtherJvm.class, arguments);
  }

  /** Another program, which tells of its server in the same way. */
  static OtherJvm start(Class<?> program, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Ddbsage.test.binaries=" + System.getProperty("dbsage.test.binaries"),
                program.getName()));
    command.addAll(List.of(arguments));
    return new OtherJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Waits for its server. */
  Started started() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IllegalStateException("the other JVM started no server");
    }
    int blank = line.indexOf(' ');
    return new Started(
        Long.parseLong(line.substring(0, blank)), Path.of(line.substring(blank + 1)));
  }

  /** Lets it go on, where its program waits for that. */
  void goOn() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  /** The next line that it prints. */
  String line() throws IOException {
    return String.valueOf(output.readLine());
  }

  /** SIGKILL: nothing of its own runs any more. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Lets it come to its end as a program does. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  /** The server's process and data. */
  record Started(long pid, Path data) {

    /** Whether neither process nor folder is left, in the end. */
    boolean isGone() {
      Path folder = data.resolveSibling(".").normalize();
      return Eventually.holds(() -> !Requests.alive(pid))
          && Eventually.holds(() -> !Files.exists(folder));
    }
  }
}
