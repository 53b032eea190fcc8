package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's own program that writes a schema as SQL which makes it again. */
public final class PgDump {

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  /** What it reads from the environment, by pgJDBC's names of the same. */
  private static final Map<String, String> TLS =
      Map.of(
          "sslmode", "PGSSLMODE",
          "sslrootcert", "PGSSLROOTCERT",
          "sslcert", "PGSSLCERT",
          "sslkey", "PGSSLKEY");

  private final Path program;

  private PgDump(Path program) {
    this.program = program;
  }

  /**
   * The first one on the {@code PATH}.
   *
   * @param serverVersion as the server tells it: {@code 18.1}
   * @throws UserError where there is none, or it is older than the server
   */
  public static PgDump find(Map<String, String> environment, String serverVersion) {
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      for (String name : List.of("pg_dump", "pg_dump.exe")) {
        Path program = in(folder, name);
        if (program != null) {
          PgDump found = new PgDump(program);
          found.requireAsNewAs(serverVersion);
          return found;
        }
      }
    }
    throw new UserError(DbProblems.noDump());
  }

  /**
   * Writes the schema of a database, without data.
   *
   * @param file is replaced when all of it is there
   * @throws UserError where that fails, with what the program said
   */
  public void schema(Target target, Path file) {
    Path part = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try {
        Result result =
            run(
                target,
                List.of(
                    "--schema-only",
                    "--no-password",
                    "--lock-wait-timeout=10s",
                    "--file=" + part.toAbsolutePath()));
        if (result.exit() != 0) {
          throw new UserError(DbProblems.dumpFailed(target, result.output()));
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      throw new UserError(DbProblems.dumpFailed(target, String.valueOf(e.getMessage())), e);
    }
  }

  private record Result(int exit, String output) {}

  private void requireAsNewAs(String serverVersion) {
    try {
      Matcher own = VERSION.matcher(run(null, List.of("--version")).output());
      int server = Integer.parseInt(serverVersion.replaceFirst("\\D.*", ""));
      if (own.find() && Integer.parseInt(own.group(1)) < server) {
        throw new UserError(DbProblems.dumpTooOld(program, own.group(1), server));
      }
    } catch (IOException e) {
      throw new UserError(DbProblems.noDump(), e);
    }
  }

  private static @Nullable Path in(String folder, String name) {
    try {
      Path program = Path.of(folder, name);
      return !folder.isEmpty() && Files.isExecutable(program) && Files.isRegularFile(program)
          ? program
          : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  /** Everything that says where and who is in its environment, where no other user sees it. */
  private Result run(@Nullable Target target, List<String> options) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    if (target != null) {
      connect(environment, target);
    }
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }

  private static void connect(Map<String, String> environment, Target target) {
    environment.put("PGHOST", target.host());
    environment.put("PGPORT", String.valueOf(target.port()));
    environment.put("PGDATABASE", target.database());
    environment.put("PGAPPNAME", "dbsage pg_dump");
    String user = target.user();
    if (user != null) {
      environment.put("PGUSER", user);
    }
    String password = target.effectivePassword();
    if (password != null) {
      environment.put("PGPASSWORD", password);
    }
    TLS.forEach(
        (parameter, variable) -> {
          String value = target.parameters().get(parameter);
          if (value != null) {
            environment.put(variable, value);
          }
        });
  }
}
