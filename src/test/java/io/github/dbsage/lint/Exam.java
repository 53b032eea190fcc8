package io.github.dbsage.lint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The exam: what must be found in which files, written by people who had not seen the rules. Files
 * {@code src/test/resources/exam/*.exam} hold cases:
 *
 * <pre>
 * === A sentence that says what the case is about
 * &#64;server 17
 * &#64;since 20260102000000
 * &#64;plan
 * … migration-plan.yaml
 * &#64;file 20260101000000_base.sql
 * … SQL
 * &#64;expect 20260101000000 HAZARD, HAZARD?, !HAZARD, ~HAZARD
 * </pre>
 *
 * <p>{@code HAZARD?}: only the catalog can decide, a possible finding is right. {@code !HAZARD}:
 * must not be found, for hazards that are else not counted. {@code ~HAZARD}: either is right.
 */
public final class Exam {

  private Exam() {}

  /** A case. */
  public record Case(
      String source,
      String name,
      @Nullable Integer server,
      @Nullable String since,
      @Nullable String plan,
      Map<String, String> files,
      Map<String, Set<String>> expected) {

    @Override
    public String toString() {
      return source + ": " + name;
    }
  }

  /** All cases, by file and in their order there. */
  public static List<Case> cases() {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/exam"))) {
      List<Case> cases = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".exam")).sorted().toList()) {
        read(file, cases);
      }
      return cases;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void read(Path file, List<Case> cases) throws IOException {
    Reader reader = new Reader(file.getFileName().toString(), cases);
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      reader.line(line);
    }
    reader.end();
  }

  private static final class Reader {
    private final String source;
    private final List<Case> cases;
    private @Nullable String name;
    private @Nullable Integer server;
    private @Nullable String since;
    private @Nullable StringBuilder plan;
    private @Nullable StringBuilder text;
    private Map<String, StringBuilder> files = new LinkedHashMap<>();
    private Map<String, Set<String>> expected = new LinkedHashMap<>();

    Reader(String source, List<Case> cases) {
      this.source = source;
      this.cases = cases;
    }

    void line(String line) {
      if (line.startsWith("=== ")) {
        end();
        name = line.substring(4).strip();
      } else if (line.startsWith("@server ")) {
        server = Integer.valueOf(line.substring(8).strip());
      } else if (line.startsWith("@since ")) {
        since = line.substring(7).strip();
      } else if (line.strip().equals("@plan")) {
        plan = new StringBuilder();
        text = plan;
      } else if (line.startsWith("@file ")) {
        text = new StringBuilder();
        files.put(line.substring(6).strip(), text);
      } else if (line.startsWith("@expect ")) {
        expect(line.substring(8).strip());
        text = null;
      } else if (text != null) {
        text.append(line).append('\n');
      } else if (!line.isBlank() && !line.startsWith("#")) {
        throw new IllegalStateException(source + ": neither case nor comment: " + line);
      }
    }

    private void expect(String rest) {
      String[] parts = rest.split("\\s+", 2);
      Set<String> ids = expected.computeIfAbsent(parts[0], v -> new LinkedHashSet<>());
      if (parts.length > 1) {
        for (String id : parts[1].split("[,\\s]+", -1)) {
          if (!id.isBlank() && !id.equals("none")) {
            ids.add(id);
          }
        }
      }
    }

    void end() {
      if (name != null) {
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach((file, content) -> texts.put(file, content.toString()));
        String planText = plan == null ? null : plan.toString();
        cases.add(new Case(source, name, server, since, planText, texts, expected));
      }
      name = null;
      server = null;
      since = null;
      plan = null;
      text = null;
      files = new LinkedHashMap<>();
      expected = new LinkedHashMap<>();
    }
  }
}
