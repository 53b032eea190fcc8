package io.github.dbsage.db;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * libpq's password file, {@code ~/.pgpass} (PostgreSQL manual, "The Password File"): lines of
 * {@code host:port:database:user:password}, of which the first that fits counts.
 */
final class PasswordFile {

  private static final int FIELDS = 5;

  private final String name;
  private final List<List<String>> lines;

  private PasswordFile(String name, List<List<String>> lines) {
    this.name = name;
    this.lines = lines;
  }

  /** The one that is named, or else the user's; one that others can read is left out, and said. */
  static PasswordFile find(Options options, Map<String, String> environment) {
    String named = options.text(Options.PASSFILE);
    Path file =
        named == null ? UserFiles.of(environment, "pgpass.conf", ".pgpass") : UserFiles.path(named);
    if (file == null || !Files.exists(file)) {
      if (named != null) {
        options.remark("there is no password file " + named);
      }
      return new PasswordFile("", List.of());
    }
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      options.remark("the password file " + name + " is left out: it is not a plain file");
      return new PasswordFile(name, List.of());
    }
    if (UserFiles.isOpenToOthers(file)) {
      options.remark(
          "the password file "
              + name
              + " is left out, because others can read it: chmod 600 "
              + name);
      return new PasswordFile(name, List.of());
    }
    return new PasswordFile(name, read(file, options));
  }

  /** Each endpoint's password, where there is one. */
  Map<Endpoint, String> passwords(
      List<Endpoint> endpoints, String database, @Nullable String user) {
    String who = user == null ? System.getProperty("user.name", "") : user;
    Map<Endpoint, String> passwords = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      List<String> wanted =
          List.of(endpoint.bareHost(), String.valueOf(endpoint.port()), database, who);
      lines.stream()
          .filter(line -> fits(line, wanted))
          .findFirst()
          .map(line -> line.get(FIELDS - 1))
          .filter(password -> !password.isEmpty())
          .ifPresent(password -> passwords.put(endpoint, password));
    }
    return passwords;
  }

  private static boolean fits(List<String> line, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!line.get(i).equals("*") && !unescape(line.get(i)).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<List<String>> read(Path file, Options options) {
    try {
      List<List<String>> lines = new ArrayList<>();
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      for (String line : text.split("\r\n|\n|\r", -1)) {
        if (!line.startsWith("#")) {
          List<String> fields = fields(line);
          if (fields.size() == FIELDS) {
            lines.add(fields);
          }
        }
      }
      return lines;
    } catch (IOException e) {
      options.remark("the password file " + file + " cannot be read");
      return List.of();
    }
  }

  /** Five fields, of which the password is unescaped already; fewer where the line is none. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < line.length() && fields.size() < FIELDS - 1; i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == ':') {
        fields.add(line.substring(start, i));
        start = i + 1;
      }
    }
    if (fields.size() == FIELDS - 1) {
      fields.add(unescape(line.substring(start)));
    }
    return fields;
  }

  private static String unescape(String field) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 1 < field.length()) {
        i++;
      }
      text.append(field.charAt(i));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
