package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.Project;
import io.github.dbsage.testing.Goldens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The goal {@code render}: the document, where it goes, and what is wrong with a template. */
final class RenderTest {

  private static final Path EVERY_SECTION =
      Path.of("src", "test", "resources", "render", "every-section");
  private static final Path DESCRIPTOR =
      Path.of("src", "test", "resources", "mojo", "descriptor.txt");

  /** What the runbook types that the plugin is just getting. */
  private static final String DOCUMENT = "src/main/db/migration-plan.md";

  @TempDir Path folder;

  @Test
  void rendersEverySection() {
    Workspace project = everySection();
    assertThat(project.validate().report().findings())
        .noneMatch(finding -> finding.severity() != Severity.INFO);

    assertThat(project.render(null, null, null).report().passed()).isTrue();

    assertThat(project.console()).contains("Wrote " + DOCUMENT + ".");
    Goldens.check("render/every-section.md", read(DOCUMENT));
  }

  @Test
  void rendersTheSameOnceMore() {
    Workspace project = everySection();
    project.render(null, null, null);
    String first = read(DOCUMENT);

    project.render(null, null, null);

    assertThat(read(DOCUMENT)).isEqualTo(first).doesNotContain("\r");
    assertThat(project.console()).contains(DOCUMENT + " is up to date.");
  }

  @Test
  void endsWithThePlanFromWhichTheSameIsRenderedAgain() throws IOException {
    Workspace project = everySection();
    project.render(null, null, null);
    String document = read(DOCUMENT);
    Project before = Project.read(Projects.request(project.bare()));

    String plan = block(document, "yaml");
    project.plan(plan);
    Files.delete(folder.resolve(DOCUMENT));
    project.render(null, null, null);

    Project after = Project.read(Projects.request(project.bare()));
    assertThat(after.findings()).isEmpty();
    assertThat(after.plans()).isEqualTo(before.plans());
    assertThat(read(DOCUMENT)).isEqualTo(document);
  }

  @Test
  void drawsPhasesThatMermaidReads() {
    Workspace project = everySection();
    project.render(null, null, null);

    List<String> lines = block(read(DOCUMENT), "mermaid").lines().toList();

    String label = "\"(?:[\\p{L}\\p{N} _.:/-]|#\\d+;|<br/>)+\"";
    Pattern node = Pattern.compile("  (p\\d+)(?:\\[" + label + "]|\\{" + label + "})");
    Pattern edge = Pattern.compile("  (p\\d+) --> (p\\d+)");
    assertThat(lines.get(0)).isEqualTo("flowchart TD");
    List<String> nodes = lines.stream().flatMap(line -> first(node, line)).toList();
    assertThat(nodes).containsExactly("p1", "p2", "p3", "p4", "p5", "p6");
    assertThat(lines.subList(1 + nodes.size(), lines.size())).allMatch(edge.asMatchPredicate());
    assertThat(lines).hasSize(1 + nodes.size() + nodes.size() - 1);
  }

  @Test
  void typesNoCommandThatThereIsNot() throws IOException {
    Map<String, Set<String>> goals = goals();
    everySection().render(null, null, null);

    Set<String> unknown = new TreeSet<>();
    Matcher command =
        Pattern.compile("mvn (?:-B )?dbsage:([a-z-]+)([^\n`]*)").matcher(read(DOCUMENT));
    int commands = 0;
    while (command.find()) {
      commands++;
      Set<String> known = goals.getOrDefault(command.group(1), Set.of());
      if (known.isEmpty()) {
        unknown.add(command.group(1));
      }
      Matcher property = Pattern.compile("-D([\\w.]+)").matcher(command.group(2));
      while (property.find()) {
        if (!known.contains(property.group(1))) {
          unknown.add(command.group(1) + " -D" + property.group(1));
        }
      }
    }
    assertThat(commands).isGreaterThan(12);
    assertThat(unknown).isEmpty();
  }

  /** The plugin's goals, each with its properties. */
  private static Map<String, Set<String>> goals() throws IOException {
    Map<String, Set<String>> goals = new TreeMap<>();
    String goal = "";
    for (String line : Files.readAllLines(DESCRIPTOR)) {
      Matcher property = Pattern.compile("-D(dbsage[\\w.]+)").matcher(line);
      if (!line.startsWith("  ")) {
        goal = line.substring(0, line.indexOf(':'));
        goals.put(goal, new TreeSet<>());
      } else if (property.find()) {
        goals.getOrDefault(goal, new TreeSet<>()).add(property.group(1));
      }
    }
    return goals;
  }

  @Test
  void showsWhatWouldEndABlockOrALabel() {
    Workspace project =
        workspace()
            .file("20260101120000_a", "CREATE TABLE a (id int PRIMARY KEY);")
            .plan(
                """
                summary:
                  title: "A <b>bold</b> | one"
                  objective: |
                    ```
                    rm -rf
                    ```
                operations: {success-criteria: ["*all* is `well`"]}
                zero-downtime: {phases: [{expand: ["20260101120000"]}, {deploy: "v2\\"]-->x#<'"}]}
                """);
    project.render(null, null, null);

    assertThat(read(DOCUMENT))
        .contains("\n# A \\<b\\>bold\\</b\\> \\| one\n")
        .contains("- **Objective:** \\`\\`\\` rm -rf \\`\\`\\`\n")
        .contains("- [ ] \\*all\\* is \\`well\\`\n")
        .contains("p2{\"phase 2: gate v2#34;#93;--#62;x#35;#60;#39;\"}")
        .contains("-Ddbsage.deployed='v2\"]-->x#<'\\'''")
        .contains("\n````yaml\nsummary:\n")
        .endsWith("\n````\n");
  }

  @Test
  void goesForwardWhereThereIsNoWayBack() {
    Workspace project =
        workspace()
            .file("20260101120000_a", "CREATE TABLE a (id int PRIMARY KEY);")
            .plan("safety: {snapshot: none, rollback: forward-only, roll-forward: Fix it.}\n");
    project.render(null, null, null);

    assertThat(read(DOCUMENT))
        .contains("Rollback: forward only\n")
        .contains("If it goes wrong: roll forward\n\n- Fix it.\n")
        .doesNotContain("dbsage:rollback -D")
        .doesNotContain("before.txt");
  }

  @Test
  void showsPlaceholdersAndNoSecrets() {
    Workspace project =
        workspace()
            .file("20260101120000_a", "CREATE TABLE a (id int PRIMARY KEY);")
            .file(
                "20260102120000_b",
                "ALTER TABLE a ADD COLUMN ${column} int;\n"
                    + "-- ROLLBACK SECTION\n/*\nALTER ROLE x PASSWORD 'hunter2';\n*/\n")
            .placeholder("column", "of_this_environment");
    project.render(null, null, null);

    assertThat(read(DOCUMENT))
        .contains("| 1 | `ALTER TABLE a ADD COLUMN ${column} int` | `public.a` |")
        .doesNotContain("hunter2");
  }

  @Test
  void keepsTheOrderOfSectionsWhereNothingIsKnown() {
    Workspace project =
        workspace().file("20260101120000_a", "CREATE TABLE a (id int PRIMARY KEY);");
    project.render(null, null, null);

    assertThat(read(DOCUMENT).lines().filter(line -> line.startsWith("## ")))
        .containsExactly(
            "## Executive Summary",
            "## Change Set",
            "## Dependencies & Ordering",
            "## Data Migration & Backfill",
            "## Safety & Rollback",
            "## Testing Strategy",
            "## Operational Runbook",
            "## Communication & Approval",
            "## Schema Version Tracking",
            "## Zero-Downtime Migration",
            "## Supabase CLI Integration");
    Goldens.check("render/no-plan.md", read(DOCUMENT));
  }

  @Test
  void marksWhatThePlanAndTheSqlDoNotAgreeOn() {
    Workspace project =
        workspace()
            .file("20260101120000_a", "CREATE TABLE a (id int PRIMARY KEY);")
            .file("20260102120000_b", "CREATE VIEW b AS SELECT id FROM a;")
            .plan("change-set: {tables: {add: [a, c]}}\n");
    project.render(null, null, null);

    assertThat(
            read(DOCUMENT)
                .lines()
                .filter(
                    line -> line.startsWith("| table | add") || line.startsWith("| view | add")))
        .containsExactly(
            "| table | add | `c` | yes |  | **differs: no migration does it** |",
            "| table | add | `public.a` | yes | `20260101120000` |  |",
            "| view | add | `public.b` |  | `20260102120000` |"
                + " **differs: the plan does not announce it** |");
  }

  @Test
  void overwritesNothingThatPeopleWrote() {
    Workspace project = everySection();
    write(DOCUMENT, "# Ours\n");

    Problem problem = problem(project.render(null, null, null));

    assertThat(problem.what())
        .isEqualTo(DOCUMENT + " is there and was not written by render: it is left as it is.");
    assertThat(read(DOCUMENT)).isEqualTo("# Ours\n");
  }

  @Test
  void rendersOneOfSeveralPlans() {
    Workspace project = severalPlans();

    project.render("two", null, "target/two.md");

    assertThat(read("target/two.md")).contains("# Second").contains("_two`");
    assertThat(folder.resolve("src/main/db/plans/one.md")).doesNotExist();
  }

  @Test
  void rendersEachOfSeveralPlansBesideIt() {
    severalPlans().render(null, null, null);

    assertThat(read("src/main/db/plans/one.md")).contains("# First").doesNotContain("_two`");
    assertThat(read("src/main/db/plans/two.md")).contains("# Second").doesNotContain("_one`");
  }

  @Test
  void refusesOneFileForSeveralPlans() {
    Problem problem = problem(severalPlans().render(null, null, "all.md"));

    assertThat(problem.what()).isEqualTo("dbsage.to names one file, and there are 2 plans.");
    assertThat(problem.fix()).contains("one, two");
  }

  @Test
  void refusesAPlanThatThereIsNot() {
    assertThat(problem(severalPlans().render("onee", null, null)).what())
        .isEqualTo("There is no plan of the name onee (did you mean one?).");
  }

  @Test
  void takesTheUsersTemplateAndMarksWhatItMakes() {
    Workspace project = everySection();
    write(
        "src/main/db/migration-plan.md.mustache",
        "# {{title}}\r\n{{#zeroDowntime.gates}}\r\n* {{gate}}\r\n{{/zeroDowntime.gates}}\r\n");

    project.render(null, null, null);
    project.render(null, null, null);

    assertThat(read(DOCUMENT))
        .startsWith("<!-- Rendered by dbsage:render from src/main/db/migration-plan.yaml: ")
        .endsWith("\n\n# Rename users.email to email_address\n* `app-v2`\n* `app-v3`\n");
  }

  @Test
  void saysWhereATemplateAsksForWhatThereIsNot() {
    Workspace project = everySection();
    write("own.mustache", "# {{title}}\n\n{{sumary.scope}}\n");

    Problem problem = problem(project.render(null, "own.mustache", null));

    assertThat(problem.what())
        .isEqualTo(
            "The template own.mustache asks for sumary, which there is not"
                + " (did you mean summary?).");
    assertThat(problem.where()).isEqualTo(new Place("own.mustache", 3, 1));
    assertThat(folder.resolve(DOCUMENT)).doesNotExist();
  }

  @Test
  void saysWhatThereIsInASection() {
    Workspace project = everySection();
    write("own.mustache", "{{summary.scoop}}\n");

    Problem problem = problem(project.render(null, "own.mustache", null));

    assertThat(problem.what())
        .isEqualTo(
            "The template own.mustache asks for summary.scoop, which there is not"
                + " (did you mean summary.scope?).");
    assertThat(problem.fix()).startsWith("In summary there are objective, scope, risk,");
  }

  @Test
  void saysWhereATemplateAsksForAnUnknownSection() {
    Workspace project = everySection();
    write("own.mustache", "# {{title}}\n{{#colour}}\nx\n{{/colour}}\n");

    assertThat(problem(project.render(null, "own.mustache", null)).where())
        .isEqualTo(new Place("own.mustache", 2, 1));
  }

  @Test
  void saysWhereATemplateIsBroken() {
    Workspace project = everySection();
    write("own.mustache", "# {{title}}\n{{#summary.risks}}\n{{why}}\n{{/summary}}\n");

    Problem problem = problem(project.render(null, "own.mustache", null));

    assertThat(problem.what()).isEqualTo("The template own.mustache is no Mustache.");
    assertThat(Objects.requireNonNull(problem.where()).file()).isEqualTo("own.mustache");
    assertThat(problem.where().line()).isGreaterThan(1);
  }

  @Test
  void refusesATemplateInPieces() {
    Workspace project = everySection();
    write("own.mustache", "{{>header}}\n");

    assertThat(problem(project.render(null, "own.mustache", null)).what())
        .isEqualTo("The template own.mustache includes {{>header}}, and it must be one file.");
  }

  @Test
  void tellsWhatADryRunHasProvenOfTheseVeryFiles() {
    Workspace project = everySection();
    project.run("dry-run", run -> Proofs.keep(tried(run), run.project()));
    project.render(null, null, null);
    assertThat(read(DOCUMENT))
        .contains("Rollback: proven by a dry run")
        .contains("Rollback: **differs**")
        .containsOnlyOnce("Rollback: not proven yet");

    String file = "20251101090000_add_users_email_address";
    project.file(
        file,
        read("src/main/db/migrations/" + file + ".sql").replace("DROP TRIGGER", "DROP  TRIGGER"));
    project.render(null, null, null);

    assertThat(read(DOCUMENT)).doesNotContain("Rollback: proven").contains("**differs**");
  }

  @Test
  void knowsFromARealDryRunThatAWayBackIsProven() {
    Workspace project =
        workspace()
            .file(
                "20260101120000_a",
                """
                CREATE TABLE a (id int PRIMARY KEY);
                -- ROLLBACK SECTION
                /*
                DROP TABLE a;
                */
                """)
            .file(
                "20260102120000_b",
                """
                CREATE TABLE b (id int PRIMARY KEY);
                CREATE INDEX b_id ON b (id);
                -- ROLLBACK SECTION
                /*
                DROP INDEX b_id;
                */
                """);
    project.dryRunAlone();
    project.render(null, null, null);

    assertThat(read(DOCUMENT))
        .contains("`20260101120000_a`\n\nRollback: proven by a dry run")
        .contains("`20260102120000_b`\n\nRollback: **differs**");
  }

  @Test
  void seesThatAViewStandsForARenamedTable() {
    Workspace project =
        workspace()
            .file("20260101120000_a", "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE c ();")
            .file(
                "20260102120000_b",
                "ALTER TABLE a RENAME TO b; CREATE VIEW a AS SELECT id FROM b; DROP TABLE c;")
            .plan("zero-downtime: {phases: [{expand: [\"20260102120000\"]}]}\n");
    project.render(null, null, null);

    assertThat(read(DOCUMENT))
        .contains("  - table `public.c` goes, in `20260102120000`\n")
        .doesNotContain("`public.a` goes");
  }

  @Test
  void isNoMigrationOfTheSupabaseCli() {
    write("supabase/migrations/20260101120000_a.sql", "CREATE TABLE a (id int PRIMARY KEY);");
    write("supabase/migrations/migration-plan.yaml", "summary: {title: A}\n");
    workspace().render(null, null, null);
    Outcome again = workspace().render(null, null, null);

    assertThat(again.report().findings()).isEmpty();
    assertThat(read("supabase/migrations/migration-plan.md")).contains("\n# A\n");
  }

  /** As if the run had tried two migrations. */
  private static GoalRun tried(GoalRun run) {
    run.add(tried("20251101090000", StepReport.RollbackState.PROVEN));
    run.add(tried("20251101090100", StepReport.RollbackState.DIFFERS));
    return run;
  }

  private static StepReport tried(String version, StepReport.RollbackState state) {
    return new StepReport(
        new Version(version),
        "a",
        StepReport.Kind.SQL,
        StepReport.State.APPLIED,
        1,
        List.of(),
        null,
        state);
  }

  @Test
  void writesNothingWhereThePlanIsWrong() {
    Workspace project = everySection().plan("summary: {titel: x}\n");

    Outcome outcome = project.render(null, null, null);

    assertThat(outcome.report().passed()).isFalse();
    assertThat(outcome.report().findings()).hasSize(1);
    assertThat(folder.resolve(DOCUMENT)).doesNotExist();
  }

  private Workspace workspace() {
    return Workspace.of(folder);
  }

  private Workspace severalPlans() {
    Workspace project =
        workspace()
            .file("20260101120000_one", "CREATE TABLE a (id int PRIMARY KEY);")
            .file("20260102120000_two", "CREATE TABLE b (id int PRIMARY KEY);");
    write(
        "src/main/db/plans/one.yaml",
        "summary: {title: First}\n"
            + "zero-downtime: {phases: [{expand: [\"20260101120000\"]}]}\n");
    write(
        "src/main/db/plans/two.yaml",
        "summary: {title: Second}\n"
            + "zero-downtime: {phases: [{expand: [\"20260102120000\"]}]}\n");
    return project;
  }

  private Workspace everySection() {
    try (Stream<Path> files = Files.walk(EVERY_SECTION)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        write(
            EVERY_SECTION.relativize(file).toString(),
            Files.readString(file).replace("\r\n", "\n"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return workspace();
  }

  private static Problem problem(Outcome outcome) {
    return Objects.requireNonNull(outcome.report().error());
  }

  private static Stream<String> first(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? Stream.of(matcher.group(1)) : Stream.of();
  }

  /** What stands in the last block of a language. */
  private static String block(String document, String language) {
    String open = "\n```" + language + "\n";
    int from = document.lastIndexOf(open) + open.length();
    return document.substring(from, document.indexOf("\n```", from) + 1);
  }

  private String read(String file) {
    try {
      return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      Files.writeString(path, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
