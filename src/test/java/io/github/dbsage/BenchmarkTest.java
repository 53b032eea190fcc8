package io.github.dbsage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark stands outside of the build; here it is kept from falling behind. */
final class BenchmarkTest {

  private static final Path SOURCES = Path.of("src", "bench");

  @TempDir private static Path classes;

  @BeforeAll
  static void compile() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter complaints = new StringWriter();
    try (Stream<Path> files = Files.list(SOURCES);
        StandardJavaFileManager manager =
            compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      boolean compiled =
          compiler
              .getTask(
                  complaints,
                  manager,
                  null,
                  List.of("-Xlint:all", "-Werror", "--release", "17", "-d", classes.toString()),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as(complaints.toString()).isTrue();
    }
  }

  @Test
  void saysHowToCallIt() throws IOException, InterruptedException {
    Ended ended = run("--help");
    assertThat(ended.exit()).isZero();
    assertThat(ended.output()).startsWith("src/bench/run [--n 100,1000,5000] [--rounds 3]");
  }

  @Test
  void refusesWhatItDoesNotKnowBeforeItBuildsAnything() throws IOException, InterruptedException {
    assertThat(run("--m", "3").output())
        .startsWith("--m is none of --n, --rounds, --tools, --url, --jvm.\n");
    assertThat(run("--n", "1,x").output())
        .startsWith("--n takes whole numbers from 1 to 99999, not x.\n");
    assertThat(run("--rounds", "0").output())
        .startsWith("--rounds takes whole numbers from 1 to 99999, not 0.\n");
    assertThat(run("--rounds").output()).startsWith("--rounds needs a value.\n");
    Ended ended = run("--tools", "psql,sqitch");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.output())
        .startsWith("--tools: sqitch is none of dbsage, flyway, liquibase, mybatis, psql.\n");
  }

  private static Ended run(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-cp",
                            classes.toString(),
                            "bench.Runners"),
                        Stream.of(arguments))
                    .toList())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output.replace("\r\n", "\n"));
  }

  private record Ended(int exit, String output) {}
}
