package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.VerifyChecksums;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Compares the migrations with their headers and with what a database recorded of them. */
@Mojo(
    name = "verify-checksums",
    defaultPhase = LifecyclePhase.VERIFY,
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class VerifyChecksumsMojo extends JudgingMojo {

  @Override
  Outcome run(Context context) {
    return VerifyChecksums.run(context, judgement(Judgement.FailOn.ERROR, false));
  }
}
