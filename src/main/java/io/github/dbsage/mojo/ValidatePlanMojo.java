package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.ValidatePlan;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Reads all migrations and reports everything that is wrong with them; needs no database. */
@Mojo(
    name = "validate-plan",
    defaultPhase = LifecyclePhase.VALIDATE,
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class ValidatePlanMojo extends JudgingMojo {

  @Override
  Outcome run(Context context) {
    return ValidatePlan.run(context, judgement(Judgement.FailOn.ERROR, false));
  }
}
