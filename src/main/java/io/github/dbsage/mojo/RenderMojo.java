package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.Render;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the plan as people read it, {@code migration-plan.md} beside the plan file: what changes,
 * in which order, how it is undone, and the runbook's exact commands. It needs no database. Each
 * plan of {@code plans} has its own document beside it; without any plan there is one about all
 * migrations.
 */
@Mojo(
    name = "render",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class RenderMojo extends DbsageMojo {

  /** The plan to render, where there are several: {@code NAME} of {@code plans/NAME.yaml}. */
  @Parameter(property = "dbsage.name")
  @Nullable String name;

  /**
   * A Mustache template instead of the plugin's own; one that is called {@code
   * migration-plan.md.mustache} in the project's folder is found by itself.
   */
  @Parameter(property = "dbsage.from")
  @Nullable String from;

  /** The file to write. One that was not rendered is never overwritten. */
  @Parameter(property = "dbsage.to")
  @Nullable String to;

  @Override
  Outcome run(Context context) {
    return Render.run(
        new Render.Request(
            context,
            Parameters.chosen(session, "dbsage.name", name),
            Parameters.chosen(session, "dbsage.from", from),
            Parameters.chosen(session, "dbsage.to", to)));
  }
}
