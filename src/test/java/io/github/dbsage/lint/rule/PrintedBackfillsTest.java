package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.Exam;
import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Server;
import io.github.dbsage.lint.Subject;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.TreeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backfill that a finding prints can be saved as it stands. */
final class PrintedBackfillsTest {

  private static final String ENDING = ".backfill.yaml:";
  private static final String NAME = "20260103000000_printed.backfill.yaml";

  private static final Grammar GRAMMAR =
      new Grammar(new TreeCache(Path.of("target/test-cache").toAbsolutePath()));

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @Test
  void thoseOfTheDangerousExampleAreRead() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    Path migrations = Path.of("examples/dangerous/src/main/db/migrations");
    try (Stream<Path> all = Files.list(migrations)) {
      for (Path file : all.sorted().toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(unread(printed(files))).isEmpty();
  }

  @Test
  void thoseOfEveryHazardsExamplesAreRead() throws IOException {
    Set<String> printed = new LinkedHashSet<>();
    for (HazardExample.Pair pair : HazardExample.all()) {
      printed.addAll(
          printed(
              Map.of(
                  "20260101000000_setup.sql", pair.bad().setup(),
                  "20260102000000_change.sql", pair.bad().migration())));
    }
    assertThat(printed).hasSizeGreaterThan(10);
    assertThat(unread(printed)).isEmpty();
  }

  @Test
  void thoseOfTheExamAreRead() throws IOException {
    Set<String> printed = new LinkedHashSet<>();
    for (Exam.Case one : Exam.cases()) {
      printed.addAll(printed(one.files()));
    }
    assertThat(printed).hasSizeGreaterThan(50);
    assertThat(unread(printed)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pattern1", "pattern2", "progress"})
  void aLoopOfTheTemplateIsReplacedByAWholeFile(String pattern) throws IOException {
    String sql = Files.readString(Path.of("src/test/resources/template/" + pattern + ".sql"));
    List<String> fixes =
        found(Map.of("20260102000000_change.sql", sql)).stream()
            .filter(one -> one.rule().equals("LOOP_BACKFILL"))
            .map(one -> String.valueOf(one.fix()))
            .toList();
    assertThat(fixes).hasSize(1);
    Project project = project(Map.of(NAME, fixes.get(0)));
    assertThat(project.findings()).isEmpty();
    BackfillSpec spec = ((BackfillStep) project.steps().get(0)).spec();
    boolean orders = pattern.equals("pattern2");
    String to = orders ? "status_new" : "email_address";
    assertThat(spec.table()).hasToString(orders ? "public.orders" : "public.users");
    assertThat(spec.set()).isEqualTo(Map.of(to, orders ? "status" : "email"));
    assertThat(spec.where()).isEqualTo(to + " IS NULL");
    assertThat(spec.key()).containsExactly("id");
    assertThat(spec.idempotent()).isTrue();
  }

  /** The files that fixes print: behind a comment that names one, in comments or not. */
  private Set<String> printed(Map<String, String> files) throws IOException {
    Set<String> printed = new LinkedHashSet<>();
    for (Finding finding : found(files)) {
      String fix = finding.fix();
      if (fix != null && fix.contains(ENDING)) {
        printed.addAll(files(fix));
      }
    }
    return printed;
  }

  private static List<String> files(String fix) {
    List<String> files = new ArrayList<>();
    StringBuilder file = new StringBuilder();
    boolean inside = false;
    for (String line : fix.lines().toList()) {
      String plain = line.startsWith("--   ") ? line.substring(5) : line;
      if (plain.startsWith("backfill: ")) {
        inside = true;
      } else if (plain.startsWith("#") || plain.startsWith("--")) {
        inside = false;
      }
      boolean ofFile = plain.matches("(backfill|table|set|statement|where|key):.*|  [^ ].*");
      if ((!inside || plain.startsWith("backfill: ") || !ofFile) && !file.isEmpty()) {
        files.add(file.toString());
        file.setLength(0);
      }
      inside &= ofFile;
      if (inside) {
        file.append(plain).append('\n');
      }
    }
    if (!file.isEmpty()) {
      files.add(file.toString());
    }
    return files;
  }

  private List<String> unread(Set<String> printed) throws IOException {
    List<String> unread = new ArrayList<>();
    for (String yaml : printed) {
      // A name that the reader of the fix has to fill in.
      if (!yaml.contains("<") || !yaml.matches("(?s).*<[a-z][a-z ]*>.*")) {
        project(Map.of(NAME, yaml))
            .findings()
            .forEach(one -> unread.add(one.message() + "\n" + yaml));
      }
    }
    return unread;
  }

  private List<Finding> found(Map<String, String> files) throws IOException {
    List<Subject> subjects = new ArrayList<>();
    for (Step step : project(files).steps()) {
      if (step instanceof SqlStep sql) {
        subjects.add(new Subject(sql, true, step.version().digits(), false));
      }
    }
    return new Linter(GRAMMAR, Rules.ALL, Server.ANY)
        .judge(subjects).findings().stream().map(Found::finding).toList();
  }

  private Project project(Map<String, String> files) throws IOException {
    Path base = Files.createTempDirectory(folder, "project");
    Path migrations = Files.createDirectories(base.resolve("src/main/db/migrations"));
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(migrations.resolve(file.getKey()), file.getValue());
    }
    return Project.read(new ProjectRequest(base, null, Map.of(), true));
  }
}
