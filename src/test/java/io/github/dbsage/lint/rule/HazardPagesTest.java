package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.lint.About;
import io.github.dbsage.lint.Rule;
import io.github.dbsage.model.Severity;
import io.github.dbsage.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each hazard has a page, made from its rule and its examples. */
final class HazardPagesTest {

  private static final String FOLDER = "../../site/markdown/hazards/";

  @Test
  void everyPageSaysWhatItsRuleSays() {
    List<HazardExample.Pair> pairs = HazardExample.all();
    for (Rule rule : Rules.ALL) {
      String id = rule.about().id();
      List<HazardExample.Pair> own = pairs.stream().filter(p -> p.id().equals(id)).toList();
      assertThat(own).as("%s has no example", id).isNotEmpty();
      Goldens.check(FOLDER + id + ".md", page(rule, own));
    }
    Goldens.check(FOLDER + "index.md", index());
  }

  @Test
  void noPageIsLeftOfAHazardThatIsNoMore() throws IOException {
    Set<String> pages = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("src/site/markdown/hazards"))) {
      files.forEach(file -> pages.add(file.getFileName().toString().replace(".md", "")));
    }
    pages.remove("index");
    Set<String> rules =
        Rules.ALL.stream()
            .map(rule -> rule.about().id())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(pages).isEqualTo(rules);
  }

  private static String page(Rule rule, List<HazardExample.Pair> pairs) {
    About about = rule.about();
    StringBuilder page = new StringBuilder();
    page.append("# ").append(about.id()).append("\n\n");
    page.append("<!-- Made from the rule and its examples: do not edit. -->\n\n");
    page.append(about.title()).append(". Severity: **").append(severity(about)).append("**");
    page.append(rule.offByDefault() ? ", off until `dbsage.severities` names it" : "");
    page.append(".\n\n## What happens\n\n").append(about.effect()).append('\n');
    page.append("\n## When it is none\n\n").append(about.harmless()).append('\n');
    page.append("\n## The safe way\n\n").append(about.safe()).append('\n');
    for (HazardExample.Pair pair : pairs) {
      page.append("\n## ").append(heading(pair.bad())).append("\n\n");
      if (!pair.bad().setup().isBlank()) {
        page.append("Where this is there already:\n\n").append(sql(pair.bad().setup()));
      }
      page.append("Bad:\n\n").append(sql(pair.bad().migration()));
      page.append("Good:\n\n").append(sql(pair.good().migration()));
      page.append(proven(pair.bad()));
    }
    page.append("\nSilence it, where you know better, in front of the statement:\n\n");
    page.append(sql("-- dbsage:ignore " + about.id() + " because …\n"));
    return page.toString().stripTrailing() + "\n";
  }

  private static String severity(About about) {
    return about.severity().label();
  }

  private static String heading(HazardExample bad) {
    String name = bad.file().replace("bad", "").replace(".sql", "").replace('-', ' ').strip();
    return name.isEmpty() ? "Example" : "Example: " + name;
  }

  private static String sql(String text) {
    return "```sql\n" + text.strip() + "\n```\n\n";
  }

  private static String proven(HazardExample bad) {
    String servers =
        bad.versions().equals(HazardExample.Versions.ALL)
            ? bad.needs() > 0 ? "PostgreSQL " + bad.needs() + " and later" : "every PostgreSQL"
            : "PostgreSQL "
                + bad.versions().from()
                + (bad.versions().to() == Integer.MAX_VALUE
                    ? " and later"
                    : " to " + bad.versions().to());
    String proofs =
        bad.proofs().stream()
            .map(proof -> "`" + proof.text() + "`")
            .collect(Collectors.joining(", "));
    return "Proven by the tests on " + servers + ": " + proofs + ".\n";
  }

  private static String index() {
    StringBuilder index = new StringBuilder("# Hazards\n\n");
    index.append("<!-- Made from the rules: do not edit. -->\n\n");
    index.append("| hazard | severity | what |\n| --- | --- | --- |\n");
    for (Rule rule : Rules.ALL) {
      About about = rule.about();
      index.append("| [").append(about.id()).append("](").append(about.id()).append(".md) | ");
      index.append(about.severity() == Severity.ERROR ? "**error**" : severity(about));
      index.append(" | ").append(about.title().replace("|", "\\|")).append(" |\n");
    }
    return index.toString();
  }
}
