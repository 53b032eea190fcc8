package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.StopServer;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/** Stops the embedded PostgreSQL server. */
@Mojo(
    name = "stop",
    defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST,
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class StopMojo extends DbsageMojo {

  @Override
  Outcome run(Context context) {
    return StopServer.run(context);
  }

  @Override
  boolean needsProject() {
    return false;
  }
}
