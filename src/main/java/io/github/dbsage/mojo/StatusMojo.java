package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.Status;
import org.apache.maven.plugins.annotations.Mojo;

/** Shows the migrations beside what a database recorded of them. */
@Mojo(
    name = "status",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class StatusMojo extends DbsageMojo {

  @Override
  Outcome run(Context context) {
    return Status.run(context);
  }
}
