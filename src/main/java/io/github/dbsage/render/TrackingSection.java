package io.github.dbsage.render;

import java.util.Map;

/** Where the history is kept, and what to ask it. */
final class TrackingSection {

  private TrackingSection() {}

  static Map<String, Object> of(Material material) {
    return new Values()
        .put("schema", Markdown.code(material.schema()))
        .put("table", Markdown.code(material.schema() + ".schema_migrations"))
        .list(
            "queries",
            material.queries().stream()
                .map(
                    query ->
                        new Values()
                            .put("title", Markdown.text(query.title()))
                            .put("sql", Markdown.block("sql", query.sql().strip() + ";"))
                            .map())
                .toList())
        .map();
  }
}
