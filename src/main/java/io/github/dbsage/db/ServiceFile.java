package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * libpq's connection service files (PostgreSQL manual, "The Connection Service File"): sections in
 * brackets, with a parameter in each line.
 */
final class ServiceFile {

  private ServiceFile() {}

  /**
   * What a service says: of the user's file, or else of the system's.
   *
   * @throws UserError where none has it
   */
  static Options read(String service, Map<String, String> environment) {
    List<String> seen = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (Path file : files(environment)) {
      if (Files.isRegularFile(file)) {
        files.add(file.toString());
        Options options = read(file, service, seen);
        if (options != null) {
          return options;
        }
      }
    }
    throw new UserError(AddressProblems.noService(service, files, seen));
  }

  private static List<Path> files(Map<String, String> environment) {
    List<Path> files = new ArrayList<>();
    String named = PgEnvironment.value(environment, "PGSERVICEFILE");
    Path own =
        named == null
            ? UserFiles.of(environment, ".pg_service.conf", ".pg_service.conf")
            : UserFiles.path(named);
    if (own != null) {
      files.add(own);
    }
    String system = PgEnvironment.value(environment, "PGSYSCONFDIR");
    if (system != null) {
      files.add(UserFiles.path(system).resolve("pg_service.conf"));
    }
    return files;
  }

  private static @Nullable Options read(Path file, String service, List<String> seen) {
    Options options = null;
    int number = 0;
    for (String line : lines(file)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (text.startsWith("[") && text.endsWith("]")) {
        if (options != null) {
          return options;
        }
        String name = text.substring(1, text.length() - 1);
        seen.add(name);
        options = name.equals(service) ? new Options() : null;
      } else if (options != null) {
        put(options, text, file, number, service);
      }
    }
    return options;
  }

  private static void put(Options options, String text, Path file, int number, String service) {
    int equals = text.indexOf('=');
    String name = equals < 0 ? "" : text.substring(0, equals).strip();
    if (equals < 0 || name.equals(Options.SERVICE)) {
      throw new UserError(AddressProblems.serviceLine(file.toString(), number));
    }
    LibpqParameters.put(options, name, text.substring(equals + 1).strip(), "service " + service);
  }

  private static List<String> lines(Path file) {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.lines().toList();
    } catch (IOException e) {
      throw new UserError(AddressProblems.unreadableFile("service file", file.toString()), e);
    }
  }
}
