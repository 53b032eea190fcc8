package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.Exam;
import io.github.dbsage.lint.Server;
import io.github.dbsage.lint.rule.Rules;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Severity;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.TreeCache;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes the exam: counted per file and hazard, as squawk and pgfence were counted. */
final class ExamTest {

  private static final double PASS = 0.97;

  /** Counted only where a case names them. */
  private static final Set<String> ON_REQUEST =
      Set.of(
          "ROLLBACK_MISSING",
          "ROLLBACK_LOSES_DATA",
          "CHECKSUM_HEADER",
          "SUPPRESSION_UNUSED",
          // No hazard: what PostgreSQL takes and the runner does not yet.
          "TXN_UNSUPPORTED");

  @TempDir Path folder;

  private final Map<String, int[]> counts = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();
  private final Grammar grammar = new Grammar(new TreeCache(Path.of("target/exam/cache")));
  private int hits;
  private int missed;
  private int extra;

  @Test
  void recallAndPrecisionAreAtLeast97Percent() throws IOException {
    String only = System.getProperty("dbsage.exam");
    int number = 0;
    for (Exam.Case one : Exam.cases()) {
      if (only == null || one.toString().contains(only)) {
        take(one, folder.resolve("case" + ++number));
      }
    }
    grammar.close();
    double recall = hits / (double) (hits + missed);
    double precision = hits / (double) (hits + extra);
    String table =
        counts.entrySet().stream()
            .map(
                e ->
                    "%-36s hit %d missed %d extra %d"
                        .formatted(e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[2]))
            .collect(Collectors.joining("\n"));
    String summary =
        "%d cases, recall %.3f (%d of %d), precision %.3f (%d of %d)"
            .formatted(number, recall, hits, hits + missed, precision, hits, hits + extra);
    Files.createDirectories(Path.of("target/exam"));
    Files.writeString(
        Path.of("target/exam/result.txt"),
        summary + "\n\n" + table + "\n\n" + String.join("\n\n", wrong) + "\n");
    System.out.println(summary);
    assertThat(recall).as("recall; see target/exam/result.txt").isGreaterThanOrEqualTo(PASS);
    assertThat(precision).as("precision; see target/exam/result.txt").isGreaterThanOrEqualTo(PASS);
  }

  private void take(Exam.Case one, Path base) throws IOException {
    Path migrations = base.resolve("src/main/db/migrations");
    Files.createDirectories(migrations);
    for (Map.Entry<String, String> file : one.files().entrySet()) {
      Files.writeString(migrations.resolve(file.getKey()), file.getValue(), StandardCharsets.UTF_8);
    }
    if (one.plan() != null) {
      Files.writeString(base.resolve("src/main/db/migration-plan.yaml"), one.plan());
    }
    Map<String, Map<String, Finding>> found = found(one, base);
    for (String file : one.files().keySet()) {
      String version = file.substring(0, 14);
      judge(
          one,
          file,
          one.expected().getOrDefault(version, Set.of()),
          found.getOrDefault(file, Map.of()));
    }
  }

  private Map<String, Map<String, Finding>> found(Exam.Case one, Path base) {
    Project project = Project.read(new ProjectRequest(base, null, Map.of(), true));
    Server server = one.server() == null ? Server.ANY : Server.of(one.server());
    List<Finding> findings = new ArrayList<>(project.findings());
    String since = one.since();
    findings.addAll(
        Linting.of(
                project,
                step -> since == null || step.version().digits().compareTo(since) >= 0,
                since != null,
                server,
                Severities.USUAL,
                grammar)
            .findings());
    Map<String, Map<String, Finding>> byFile = new LinkedHashMap<>();
    for (Finding finding : findings) {
      String name = Path.of(finding.where().file()).getFileName().toString();
      byFile
          .computeIfAbsent(name, f -> new TreeMap<>())
          .merge(finding.rule(), finding, (a, b) -> a.certainty() == Certainty.CERTAIN ? a : b);
    }
    return byFile;
  }

  private void judge(Exam.Case one, String file, Set<String> expected, Map<String, Finding> found) {
    Set<String> either = new TreeSet<>();
    Set<String> wanted = new TreeSet<>();
    Set<String> forbidden = new TreeSet<>();
    for (String id : expected) {
      if (id.startsWith("~")) {
        either.add(id.substring(1));
      } else if (id.startsWith("!")) {
        forbidden.add(id.substring(1));
      } else {
        wanted.add(id);
      }
    }
    List<String> errors = new ArrayList<>();
    Set<String> named = new TreeSet<>();
    for (String id : wanted) {
      boolean possible = id.endsWith("?");
      String rule = possible ? id.substring(0, id.length() - 1) : id;
      named.add(rule);
      Finding hit = found.get(rule);
      if (hit != null && (possible || hit.certainty() == Certainty.CERTAIN)) {
        hits++;
        count(rule)[0]++;
      } else {
        missed++;
        count(rule)[1]++;
        errors.add("missed " + id + (hit == null ? "" : " (only possible)"));
      }
    }
    for (Finding finding : found.values()) {
      String rule = finding.rule();
      boolean counted =
          forbidden.contains(rule)
              || (finding.severity() != Severity.INFO && !ON_REQUEST.contains(rule));
      if (counted && !named.contains(rule) && !either.contains(rule)) {
        extra++;
        count(rule)[2]++;
        errors.add("extra " + rule + " at " + finding.where() + ": " + finding.message());
      }
    }
    if (!errors.isEmpty()) {
      wrong.add(one + "\n  " + file + "\n  " + String.join("\n  ", errors));
    }
  }

  private int[] count(String rule) {
    return counts.computeIfAbsent(rule, r -> new int[3]);
  }

  @Test
  void everyHazardThatACaseNamesHasARule() {
    Set<String> known =
        Rules.ALL.stream().map(rule -> rule.about().id()).collect(Collectors.toSet());
    Set<String> named = new TreeSet<>();
    Exam.cases()
        .forEach(
            one ->
                one.expected()
                    .values()
                    .forEach(ids -> ids.forEach(id -> named.add(id.replaceAll("[?!~]", "")))));
    named.removeAll(known);
    assertThat(named)
        .isSubsetOf(Set.of("SUPPRESSION_UNUSED", "SUPPRESSION_NO_REASON", "PLAN_PHASE"));
  }
}
