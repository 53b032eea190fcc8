package io.github.dbsage.render;

import io.github.dbsage.plan.MigrationPlan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The document: the template's sections in its order, and the plan file itself at the end. Nothing
 * in it tells of a moment or a machine, so the same files give the same text.
 */
public final class Document {

  private Document() {}

  /** Its text, with line ends LF and the marker in its first lines. */
  public static String of(Material material, PlanTemplate template) {
    String marker = marker(material.plan());
    String text = template.fill(values(material, marker)).replace("\r\n", "\n").strip() + "\n";
    return RenderedFile.isRendered(text) ? text : marker + "\n\n" + text;
  }

  private static String marker(@Nullable MigrationPlan plan) {
    return RenderedFile.MARKER
        + (plan == null ? "" : " from " + plan.file().replace("--", "- -"))
        + ": a change in here is lost; run mvn dbsage:render instead. -->";
  }

  /** All that a template can ask for. */
  static Map<String, Object> values(Material material, String marker) {
    MigrationPlan plan = material.plan();
    String title = plan == null ? null : plan.summary().title();
    return new Values()
        .put("marker", marker)
        .put("title", Markdown.text(title == null ? "Migration plan" : title))
        .put("source", plan == null ? "" : Markdown.code(plan.file()))
        .put("summary", SummarySection.of(material))
        .put("changeSet", ChangeSetSection.of(material))
        .put("dependencies", DependenciesSection.of(material))
        .put("dataMigration", DataSection.of(material))
        .put("safety", SafetySection.of(material))
        .put("testing", TestingSection.of(material))
        .put("operations", Runbook.of(material))
        .put("communication", CommunicationSection.of(material))
        .put("versionTracking", TrackingSection.of(material))
        .put("zeroDowntime", ZeroDowntimeSection.of(material))
        .put("supabaseCli", SupabaseSection.of(material))
        .put("plan", plan == null ? "" : Markdown.block("yaml", material.planText()))
        .map();
  }
}
