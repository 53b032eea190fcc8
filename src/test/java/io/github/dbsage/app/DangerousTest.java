package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * {@code examples/dangerous} has the hazards that its comments name, and no others; {@code
 * examples/mended}, the same plan with the fixes that are printed for them, has none, and runs.
 */
@OnPostgres
final class DangerousTest {

  private static final String MIGRATIONS = "src/main/db/migrations";
  private static final String PLAN = "src/main/db/migration-plan.yaml";
  private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();
  private static final Path ROWS = Path.of("src/test/resources/dangerous/rows.sql");
  private static final Pattern DANGER = Pattern.compile("\\s*(?:--|#) danger: (.+)");
  private static final String BASE = "20260101090000";

  @TempDir Path folder;

  /** What stands in front of a statement, and the lines up to that statement's end. */
  private record Danger(String file, int first, int last, Set<String> ids) {
    boolean covers(Finding finding) {
      int line = finding.where().line();
      return finding.where().file().endsWith("/" + file) && line >= first && line <= last;
    }
  }

  @Test
  void eachDangerIsFoundWhereItsCommentSaysAndNothingElseIs() throws IOException {
    List<Danger> dangers = dangers();
    List<Finding> findings = serious(validated("dangerous"));
    for (Danger danger : dangers) {
      assertThat(rules(findings.stream().filter(danger::covers)))
          .as("%s:%d", danger.file(), danger.first())
          .isEqualTo(danger.ids());
    }
    assertThat(findings)
        .filteredOn(finding -> dangers.stream().noneMatch(danger -> danger.covers(finding)))
        .isEmpty();
    assertThat(rules(findings.stream())).hasSizeGreaterThanOrEqualTo(50);
  }

  @Test
  void thePrintedFixesLeaveNothingToComplainOf() throws IOException {
    Outcome outcome = validated("mended");
    assertThat(outcome.report().passed()).isTrue();
    assertThat(serious(outcome)).isEmpty();
  }

  @Test
  void whatTheFixesMadeOfThePlanRunsOnADatabaseWithRows(TestDatabase database) throws IOException {
    Workspace project = new Workspace(folder, database).judgement(Judgement.FailOn.NEVER, false);
    for (Path file : files("mended")) {
      String name = file.getFileName().toString();
      String text = Files.readString(file);
      if (name.endsWith(".backfill.yaml")) {
        project.file(name.replace(".backfill.yaml", ""), inOneStatement(text));
      } else {
        project.file(name, text);
      }
    }
    assertPasses(project.target(BASE).apply());
    database.execute(Files.readString(ROWS));
    assertPasses(project.target("20260211090000").apply());
    database.execute(
        "INSERT INTO club.members (email, name, born, street, city)"
            + " VALUES ('eve@example.com', 'Eve', '2001-01-01', 'Lane 1', 'Graz')",
        "INSERT INTO club.visits (member_id, court, note)"
            + " SELECT id, 2, 'late' FROM club.members WHERE name = 'Eve'");
    assertThat(database.value("SELECT address FROM club.members WHERE name = 'Eve'"))
        .isEqualTo("Lane 1, Graz");
    assertThat(database.value("SELECT count(*) - max(number) FROM club.members")).isEqualTo("0");
    assertThat(database.value("SELECT max(number) - min(number) >= count(*) - 1 FROM club.visits"))
        .isEqualTo("t");
    assertThat(database.value("SELECT remark FROM club.visits WHERE court = 2 AND note = 'late'"))
        .isEqualTo("late");
    assertPasses(project.target("20260302095000").apply());
    assertThat(database.value("SELECT string_agg(DISTINCT status::text, ',') FROM club.members"))
        .isEqualTo("active,resting");
    assertThat(database.value("SELECT sum(credits) FROM club.members")).isEqualTo("42");
    assertThat(database.value("SELECT count(*) FROM club.invoices")).isEqualTo("0");
    assertThat(database.value("SELECT count(*) FROM pg_index WHERE NOT indisvalid")).isEqualTo("0");
    assertThat(
            database.value(
                "SELECT string_agg(conname, ',' ORDER BY conname) FROM pg_constraint"
                    + " WHERE NOT convalidated"))
        .as("what the plan never set out to validate")
        .isEqualTo("lockers_member_id_fkey");
  }

  private static void assertPasses(Outcome outcome) {
    assertThat(outcome.report().passed()).as(outcome.sentence()).isTrue();
  }

  private Outcome validated(String example) throws IOException {
    Path copy = folder.resolve(example);
    try (Stream<Path> files = Files.walk(EXAMPLES.resolve(example).resolve("src"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(EXAMPLES.resolve(example).relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
    return Workspace.of(copy).validate();
  }

  private static List<Finding> serious(Outcome outcome) {
    return outcome.report().findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .toList();
  }

  private static Set<String> rules(Stream<Finding> findings) {
    return findings.map(Finding::rule).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Path> files(String example) throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES.resolve(example).resolve(MIGRATIONS))) {
      return files.sorted().toList();
    }
  }

  private static List<Danger> dangers() throws IOException {
    List<Danger> dangers = new ArrayList<>();
    List<Path> files = new ArrayList<>(files("dangerous"));
    files.add(EXAMPLES.resolve("dangerous").resolve(PLAN));
    for (Path file : files) {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        Matcher comment = DANGER.matcher(lines.get(i));
        if (comment.matches()) {
          int end = i + 1;
          while (!lines.get(end).endsWith(";") && !lines.get(end).endsWith("\"")) {
            end++;
          }
          Set<String> ids = new TreeSet<>(List.of(comment.group(1).split(", ")));
          dangers.add(new Danger(file.getFileName().toString(), i + 1, end + 1, ids));
        }
      }
    }
    return dangers;
  }

  /** A backfill's work as the only statement of a migration. */
  private static String inOneStatement(String yaml) {
    Map<String, Object> backfill = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    if (backfill.get("statement") instanceof String statement) {
      return statement.replace("{chunk}", "true") + ";\n";
    }
    String set =
        ((Map<?, ?>) backfill.getOrDefault("set", Map.of()))
            .entrySet().stream()
                .map(one -> one.getKey() + " = " + one.getValue())
                .collect(Collectors.joining(", "));
    return "UPDATE %s SET %s WHERE %s;\n"
        .formatted(backfill.get("table"), set, backfill.get("where"));
  }
}
