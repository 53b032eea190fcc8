package io.github.dbsage;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The house's doors: which room may import which, and which room alone owns an outside world. */
final class ArchitectureTest {

  private static final String ROOT = "io.github.dbsage.";

  /** Room → the rooms that it may import. A room enters the map when it is built. */
  private static final Map<String, Set<String>> DOORS =
      Map.ofEntries(
          Map.entry("model", Set.of()),
          Map.entry("sql", Set.of("model")),
          Map.entry("sql.tree", Set.of("model", "sql")),
          Map.entry("lint", Set.of("model", "sql", "sql.tree")),
          Map.entry("lint.rule", Set.of("model", "sql", "sql.tree", "lint")),
          Map.entry("plan", Set.of("model", "sql")),
          Map.entry("plan.pattern", Set.of("model", "sql", "plan")),
          Map.entry("db", Set.of("model")),
          Map.entry("history", Set.of("model", "db")),
          Map.entry("schema", Set.of("model", "db")),
          Map.entry("preflight", Set.of("model", "db")),
          Map.entry("adopt", Set.of("model", "db", "history")),
          Map.entry("trace", Set.of("model", "sql", "db")),
          Map.entry("backfill", Set.of("model", "db")),
          Map.entry("backfill.signal", Set.of("backfill", "model", "db")),
          Map.entry("check", Set.of("model", "db")),
          Map.entry("run", Set.of("model", "sql", "db", "history", "trace")),
          Map.entry("report", Set.of("model")),
          Map.entry("report.format", Set.of("model", "report")),
          Map.entry("embedded", Set.of("model", "db")),
          Map.entry("shadow", Set.of("model", "db", "embedded")),
          Map.entry(
              "app",
              Set.of(
                  "model",
                  "sql",
                  "sql.tree",
                  "lint",
                  "lint.rule",
                  "plan",
                  "plan.pattern",
                  "db",
                  "history",
                  "schema",
                  "preflight",
                  "adopt",
                  "trace",
                  "run",
                  "check",
                  "backfill",
                  "backfill.signal",
                  "report",
                  "report.format",
                  "shadow",
                  "embedded")),
          Map.entry("mojo", Set.of("app", "model")));

  /** Packages of the outside world → the only rooms that may use them. */
  private static final Map<String, Set<String>> OWNERS =
      Map.of(
          "java.sql", Set.of("db"),
          "org.postgresql", Set.of("db"),
          "org.yaml.snakeyaml", Set.of("plan"),
          "org.apache.maven", Set.of("mojo"),
          "org.eclipse.aether", Set.of("mojo"),
          "org.codehaus.plexus", Set.of("mojo"),
          "javax.inject", Set.of("mojo"),
          "com.google.gson", Set.of("report.format", "sql.tree", "check"),
          "run.endive", Set.of("sql.tree"),
          "org.apache.commons.compress", Set.of("embedded"));

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.dbsage");

  @Test
  void everyRoomImportsOnlyTheRoomsBehindItsDoors() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass type : classes) {
      String room = room(type.getPackageName());
      if (!DOORS.containsKey(room)) {
        broken.add("room without a row in the map: " + room);
        continue;
      }
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getPackageName();
        if (target.startsWith(ROOT)) {
          String other = room(target);
          if (!other.equals(room) && !DOORS.get(room).contains(other)) {
            broken.add(dependency.getDescription());
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theOutsideWorldHasOneOwnerEach() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass type : classes) {
      String room = room(type.getPackageName());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getPackageName();
        OWNERS.forEach(
            (outside, rooms) -> {
              boolean uses = target.equals(outside) || target.startsWith(outside + ".");
              if (uses && !rooms.contains(room)) {
                broken.add(dependency.getDescription());
              }
            });
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void theMapOfDoorsHasNoCycle() {
    for (String room : DOORS.keySet()) {
      assertThat(reachable(room, new TreeSet<>()))
          .as("reachable from %s", room)
          .doesNotContain(room);
    }
  }

  @Test
  void theClassesWereFound() {
    assertThat(classes).hasSizeGreaterThan(30);
  }

  private static Set<String> reachable(String room, Set<String> seen) {
    for (String next : DOORS.getOrDefault(room, Set.of())) {
      if (seen.add(next)) {
        reachable(next, seen);
      }
    }
    return seen;
  }

  private static String room(String packageName) {
    return packageName.startsWith(ROOT) ? packageName.substring(ROOT.length()) : packageName;
  }
}
