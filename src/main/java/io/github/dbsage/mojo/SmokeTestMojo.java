package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.SmokeTest;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Runs the checks of the plan's testing section: smoke tests, row security as a role sees it, and
 * EXPLAIN. Each is rolled back.
 */
@Mojo(
    name = "smoke-test",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class SmokeTestMojo extends DbsageMojo {

  /** The only check to run; the default is all of all plans. */
  @Parameter(property = "dbsage.name")
  @Nullable String name;

  /**
   * The file with what EXPLAIN checks once cost: one that now costs more than 1.5 times as much
   * fails. The default is {@code explain-baseline.json} in the project's folder, where there is
   * one.
   */
  @Parameter(property = "dbsage.from")
  @Nullable String from;

  /** The file in which the cost of the EXPLAIN checks is recorded, where all checks hold. */
  @Parameter(property = "dbsage.to")
  @Nullable String to;

  /** How long each check may take. */
  @Parameter(property = "dbsage.statementTimeout", defaultValue = "60s")
  String statementTimeout = "60s";

  @Override
  Outcome run(Context context) {
    return SmokeTest.run(
        new SmokeTest.Request(
            context,
            Parameters.chosen(session, "dbsage.name", name),
            Parameters.chosen(session, "dbsage.from", from),
            Parameters.chosen(session, "dbsage.to", to),
            Parameters.duration("dbsage.statementTimeout", statementTimeout)));
  }
}
