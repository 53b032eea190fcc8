package io.github.dbsage.render;

import io.github.dbsage.model.Step;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The phases as a Mermaid flowchart. Every label is quoted, and what would end it or mean something
 * in it is written as Mermaid's entities.
 */
final class Flowchart {

  private final Material material;

  private Flowchart(Material material) {
    this.material = material;
  }

  static String of(Material material) {
    Flowchart chart = new Flowchart(material);
    StringBuilder text = new StringBuilder("flowchart TD\n");
    int number = 0;
    for (Phase phase : material.phases()) {
      number++;
      text.append("  p").append(number).append(chart.node(phase, number)).append('\n');
    }
    for (int i = 1; i < number; i++) {
      text.append("  p").append(i).append(" --> p").append(i + 1).append('\n');
    }
    return text.toString();
  }

  private String node(Phase phase, int number) {
    if (phase instanceof Phase.Deploy deploy) {
      return "{\"phase " + number + ": gate " + escaped(deploy.gate().value()) + "\"}";
    }
    List<String> lines = new ArrayList<>();
    // Not "1. expand": that would be a list to Mermaid, which draws none.
    lines.add("phase " + number + ": " + phase.label());
    for (At<Version> version : phase.versions()) {
      Step step = material.step(version.value());
      lines.add(step == null ? version.value().digits() : step.title());
    }
    if (phase instanceof Phase.Validate validate) {
      validate.checks().forEach(check -> lines.add(escaped(check.value())));
    }
    return "[\"" + String.join("<br/>", lines) + "\"]";
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    Markdown.oneLine(text)
        .codePoints()
        .forEach(
            c -> {
              boolean plain = Character.isLetterOrDigit(c) || " -_.:/".indexOf(c) >= 0;
              if (plain) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append('#').append(c).append(';');
              }
            });
    return escaped.toString();
  }
}
