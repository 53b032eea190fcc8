package io.github.dbsage.app;

import io.github.dbsage.embedded.EmbeddedServer;
import io.github.dbsage.model.Event;
import java.nio.file.Path;
import java.util.Optional;

/** The goal {@code stop}: ends the embedded server; its data stay until {@code clean}. */
public final class StopServer {

  private StopServer() {}

  /** Runs the goal; no server is no failure. */
  public static Outcome run(Context context) {
    return GoalRun.of(
        "stop",
        context,
        run -> {
          Path file = context.output().resolve(EmbeddedServer.PROPERTIES);
          Optional<EmbeddedServer> server = EmbeddedServer.find(file);
          server.ifPresent(EmbeddedServer::close);
          run.listener()
              .on(
                  new Event.Remark(
                      server.isPresent()
                          ? "the embedded server is stopped"
                          : "no embedded server was running"));
        });
  }
}
