package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.Severity;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.testing.Goldens;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pattern on trial: what the real {@code new} writes for a project, what {@code validate-plan}
 * and {@code dry-run} say of that, and what it makes of a database.
 */
final class PatternTrial {

  private static final String BASE = "20260101120000_base";

  private final Path folder;
  private final TestDatabase database;
  private final Workspace project;
  private final String pattern;

  /**
   * A project in an empty folder.
   *
   * @param cache for throw-away servers
   * @param base what the project's first migration runs; it is applied
   */
  PatternTrial(Path folder, Path cache, TestDatabase database, String pattern, String base) {
    this.folder = folder;
    this.database = database;
    this.pattern = pattern;
    this.project = new Workspace(folder, database).servers(cache).major(database.major());
    project.file(BASE, "-- Rollback: none because it is the first one\n" + base);
    assertThat(project.apply().report().passed()).as(project.console()).isTrue();
  }

  /** The project that it is tried on. */
  Workspace project() {
    return project;
  }

  /** No throw-away server can be had until the next dry run. */
  PatternTrial withoutServers() {
    project.noServers();
    return this;
  }

  /** Writes the files, knowing the database; name and value take turns. */
  PatternTrial writes(String... values) {
    passed(project.fresh(pattern, map(values)));
    assertThat(written()).as("files").isNotEmpty();
    return this;
  }

  /** Writes them, knowing what a throw-away server makes of the files. */
  PatternTrial writesAlone(String... values) {
    passed(project.freshAlone(pattern, map(values)));
    assertThat(written()).as("files").isNotEmpty();
    return this;
  }

  /** What keeps it from writing anything. */
  Problem refuses(String... values) {
    return refused(() -> project.fresh(pattern, map(values)));
  }

  /** The same where no database is named. */
  Problem refusesAlone(String... values) {
    return refused(() -> project.freshAlone(pattern, map(values)));
  }

  private Problem refused(Supplier<Outcome> goal) {
    Set<Path> before = written();
    Outcome outcome = goal.get();
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(written()).as("files").isEqualTo(before);
    return Objects.requireNonNull(outcome.report().error(), project::console);
  }

  private static Map<String, String> map(String... values) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < values.length; i += 2) {
      map.put(values[i], values[i + 1]);
    }
    return map;
  }

  /** The text of all files is that of {@code patterns/<pattern>/<name>.txt}. */
  PatternTrial reads(String golden) {
    Goldens.check("patterns/" + pattern + "/" + golden + ".txt", text());
    return this;
  }

  /** {@code validate-plan} has nothing to say, but for what is only listed under these rules. */
  PatternTrial isValid(String... listed) {
    project.judging(Judging.of(Severities.USUAL, firstVersion(), null));
    Report report = passed(project.validate());
    assertThat(report.findings())
        .as(project.console())
        .allMatch(f -> f.severity() == Severity.INFO && List.of(listed).contains(f.rule()))
        .extracting(Finding::rule)
        .contains(listed);
    project.judging(Judging.USUAL);
    return this;
  }

  /**
   * {@code dry-run} runs all of it, proves each way back and finds nothing else.
   *
   * @param forwardOnly the names of the files that have no way back, without their versions
   */
  PatternTrial goesBack(String... forwardOnly) {
    project.judging(Judging.of(Severities.USUAL, firstVersion(), null));
    Outcome outcome = project.dryRunAlone();
    assertThat(outcome.defect()).isNull();
    assertThat(outcome.report().error()).as(project.console()).isNull();
    List<String> without = new ArrayList<>();
    for (StepReport step : outcome.report().steps()) {
      assertThat(step.state()).as(project.console()).isEqualTo(StepReport.State.APPLIED);
      if (step.rollback() == StepReport.RollbackState.FORWARD_ONLY) {
        without.add(step.name());
      } else if (step.rollback() != null) {
        assertThat(step.rollback())
            .as(step.name() + ": " + step.rollbackDiff() + "\n" + project.console())
            .isEqualTo(StepReport.RollbackState.PROVEN);
      }
    }
    assertThat(without).containsExactlyInAnyOrder(forwardOnly);
    assertThat(outcome.report().findings())
        .as(project.console())
        .allMatch(finding -> finding.severity() == Severity.INFO);
    project.judging(Judging.USUAL);
    return this;
  }

  /** Applies all of it; the plans with their gates are out of the way for that. */
  PatternTrial applies() {
    Path plans = folder.resolve("src/main/db/plans");
    Path aside = folder.resolve("plans");
    try {
      if (Files.exists(plans)) {
        Files.move(plans, aside);
      }
      passed(project.apply());
      if (Files.exists(aside)) {
        Files.move(aside, plans);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** A value in the database. */
  @Nullable String value(String sql) {
    return database.value(sql);
  }

  private Report passed(Outcome outcome) {
    assertThat(outcome.defect()).as(project.console()).isNull();
    assertThat(outcome.report().passed()).as(project.console()).isTrue();
    return outcome.report();
  }

  /** The new files, migrations by version, then plans. */
  private Set<Path> written() {
    Path root = folder.resolve("src/main/db");
    try (Stream<Path> files = Files.walk(root)) {
      Set<Path> found = new TreeSet<>();
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith(BASE))
          .forEach(found::add);
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String firstVersion() {
    return written().iterator().next().getFileName().toString().substring(0, 14);
  }

  /** All files with their names, their versions counted from 1. */
  String text() {
    StringBuilder text = new StringBuilder();
    List<String> versions = new ArrayList<>();
    for (Path file : written()) {
      String name = folder.resolve("src/main/db").relativize(file).toString().replace('\\', '/');
      if (name.startsWith("migrations/")) {
        versions.add(file.getFileName().toString().substring(0, 14));
      }
      try {
        text.append("==== ").append(name).append('\n').append(Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    String all = text.toString();
    for (int i = 0; i < versions.size(); i++) {
      all = all.replace(versions.get(i), "<version " + (i + 1) + ">");
    }
    return all;
  }
}
