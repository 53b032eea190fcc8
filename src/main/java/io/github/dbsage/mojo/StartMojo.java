package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.StartServer;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;

/**
 * Starts the embedded PostgreSQL server; its address becomes dbsage.embedded.url, .user, .password
 * and .port.
 */
@Mojo(
    name = "start",
    defaultPhase = LifecyclePhase.PRE_INTEGRATION_TEST,
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class StartMojo extends DbsageMojo {

  @Override
  Outcome run(Context context) {
    return StartServer.run(context, isTyped());
  }

  @Override
  boolean needsProject() {
    return false;
  }
}
