package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.StampChecksums;
import org.apache.maven.plugins.annotations.Mojo;

/** Writes each migration's checksum into its header. */
@Mojo(
    name = "stamp",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class StampMojo extends DbsageMojo {

  @Override
  Outcome run(Context context) {
    return StampChecksums.run(context);
  }
}
