package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.Found;
import io.github.dbsage.lint.Linter;
import io.github.dbsage.lint.Server;
import io.github.dbsage.lint.Subject;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.TreeCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What is proven on a server is what the rule says, and the safe way is what it lets pass. */
final class ExamplesTest {

  /** Found while the file is read, not by a rule. */
  private static final Set<String> FOUND_BY_READING =
      Set.of("UNCOMMITTED_TXN", "TXN_NESTING", "CONCURRENTLY_IN_TXN", "NOT_ALLOWED_IN_TXN");

  private static final Grammar GRAMMAR =
      new Grammar(new TreeCache(Path.of("target/test-cache").toAbsolutePath()));

  @TempDir Path folder;

  @AfterAll
  static void close() {
    GRAMMAR.close();
  }

  @TestFactory
  Stream<DynamicTest> aRuleFindsTheBadExampleAndLetsTheGoodOnePass() {
    return HazardExample.all().stream()
        .flatMap(pair -> Stream.of(pair.bad(), pair.good()))
        .map(example -> DynamicTest.dynamicTest(example.toString(), () -> check(example)));
  }

  @Test
  void everyRuleHasExamplesAndEveryExampleHasARule() {
    Set<String> rules =
        Rules.ALL.stream()
            .map(rule -> rule.about().id())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> examples =
        HazardExample.all().stream()
            .map(HazardExample.Pair::id)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(rules).isEqualTo(examples);
  }

  @Test
  void noIdIsGivenTwice() {
    assertThat(Rules.ALL.stream().map(rule -> rule.about().id())).doesNotHaveDuplicates();
  }

  private void check(HazardExample example) throws IOException {
    Set<String> found = found(example);
    if (example.isBad()) {
      assertThat(found).as("%s", example).contains(example.id());
    } else {
      assertThat(found).as("%s", example).doesNotContain(example.id());
    }
  }

  private Set<String> found(HazardExample example) throws IOException {
    Path base = Files.createTempDirectory(folder, "example");
    Path migrations = base.resolve("src/main/db/migrations");
    Files.createDirectories(migrations);
    if (!example.setup().isBlank()) {
      write(migrations.resolve("20260101000000_setup.sql"), example.setup());
    }
    write(migrations.resolve("20260102000000_migration.sql"), example.migration());
    Project project = Project.read(new ProjectRequest(base, null, Map.of(), true));
    List<Subject> subjects = new ArrayList<>();
    project
        .steps()
        .forEach(
            step -> {
              boolean judged = step.version().digits().equals("20260102000000");
              String batch = step.version().digits();
              subjects.add(new Subject((SqlStep) step, judged, batch, false));
            });
    Integer told = example.server();
    Server server = told == null ? Server.ANY : Server.of(told);
    Set<String> found = new TreeSet<>();
    for (Found one : new Linter(GRAMMAR, Rules.ALL, server).judge(subjects).findings()) {
      found.add(one.finding().rule());
    }
    if (FOUND_BY_READING.contains(example.id())) {
      project.findings().stream()
          .filter(finding -> finding.where().file().endsWith("_migration.sql"))
          .forEach(finding -> found.add(finding.rule()));
    }
    return found;
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }
}
