package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Judging;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.ValidatePlan;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Reads all migrations and reports everything that is wrong with them; needs no database. */
@Mojo(
    name = "validate-plan",
    defaultPhase = LifecyclePhase.VALIDATE,
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class ValidatePlanMojo extends LintingMojo {

  /**
   * Which migrations are judged: a version (14 digits), from which on all are, or a git revision
   * ({@code origin/main}), since whose common ancestor a file was added or changed. Earlier ones
   * are read only for what they leave behind. The default is to judge all.
   */
  @Parameter(property = "dbsage.since")
  @Nullable String since;

  /**
   * The PostgreSQL that the migrations will run on: {@code 14} to {@code 18}, or an exact version.
   * Without it, what is hazardous on any of them counts.
   */
  @Parameter(property = "dbsage.serverVersion")
  @Nullable String serverVersion;

  @Override
  Outcome run(Context context) {
    return ValidatePlan.run(
        new ValidatePlan.Request(context, judging(), judgement(Judgement.FailOn.ERROR, false)));
  }

  Judging judging() {
    return Judging.of(
        severities(),
        Parameters.chosen(session, "dbsage.since", since),
        Parameters.chosen(session, "dbsage.serverVersion", serverVersion));
  }
}
