package io.github.dbsage.app;

import io.github.dbsage.embedded.EmbeddedServer;

/** The goal {@code start}: the embedded server, for whoever comes behind. */
public final class StartServer {

  private StartServer() {}

  /**
   * Runs the goal.
   *
   * @param untilStopped whether the server outlives this Maven (typed on the command line)
   */
  public static Outcome run(Context context, boolean untilStopped) {
    return GoalRun.of(
        "start",
        context,
        run ->
            run.embeddedServer(
                untilStopped
                    ? EmbeddedServer.Lifetime.UNTIL_STOPPED
                    : EmbeddedServer.Lifetime.TIED_TO_JVM));
  }
}
