package io.github.dbsage.embedded;

import io.github.dbsage.embedded.EmbeddedServer.Lifetime;
import io.github.dbsage.embedded.EmbeddedServer.Request;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One start of a server: joins the running one, or brings the data in place and launches one. */
final class Start {

  private final Request request;
  private final PostgresVersion version;
  private final Account.@Nullable Way way;
  private final long begin = System.nanoTime();

  /**
   * @param way how the account is taken on, null for the first way that works
   */
  Start(Request request, Account.@Nullable Way way) {
    this.request = request;
    this.version = PostgresVersion.of(request.version());
    this.way = way;
  }

  EmbeddedServer run() {
    Path directory = request.directory();
    if (directory == null) {
      return throwAway();
    }
    Path absolute = directory.toAbsolutePath().normalize();
    try (StartLock lock = StartLock.take(absolute.resolve(EmbeddedServer.PROPERTIES))) {
      Optional<EmbeddedServer> found = EmbeddedServer.find(lock);
      if (found.isPresent() && suits(found.get())) {
        return found.get();
      }
      found.ifPresent(other -> other.close(lock));
      return kept(absolute, lock.file());
    }
  }

  private boolean suits(EmbeddedServer found) {
    boolean lives =
        request.lifetime() == Lifetime.TIED_TO_JVM || found.lifetime() == request.lifetime();
    boolean listens = request.port() == 0 || request.port() == found.port();
    return lives && listens && found.version().equals(version.exact());
  }

  private EmbeddedServer throwAway() {
    return throwAway(Prepared.of(request, version, way));
  }

  /** From the first seed that will do, else from the template. */
  EmbeddedServer throwAway(Prepared prepared) {
    for (Seeds.Seed seed : prepared.seeds().present(request.seeds())) {
      Optional<EmbeddedServer> server = throwAway(prepared, seed);
      if (server.isPresent()) {
        return server.get();
      }
    }
    try {
      return launched(prepared, null).orElseThrow();
    } catch (IOException e) {
      throw Folders.failed(Prepared.temporary(), e);
    }
  }

  /** Empty where the seed is not whole, no server starts from it, or it does not fit the disk. */
  private Optional<EmbeddedServer> throwAway(Prepared prepared, Seeds.Seed seed) {
    try {
      Optional<EmbeddedServer> server = launched(prepared, seed);
      if (server.isEmpty()) {
        seed.discard();
      }
      return server;
    } catch (IOException e) {
      return Optional.empty();
    } catch (UserError e) {
      if (!EmbeddedProblems.blamesData(e)) {
        throw e;
      }
      seed.discard();
      return Optional.empty();
    }
  }

  private Optional<EmbeddedServer> launched(Prepared prepared, Seeds.@Nullable Seed seed)
      throws IOException {
    Path folder = request.seeds().isEmpty() ? prepared.throwAway() : prepared.inMemory();
    Path whole = folder;
    // From the launch on, the watchdog does this.
    Thread interruption = new Thread(() -> Folders.delete(whole), "dbsage-launch");
    Runtime.getRuntime().addShutdownHook(interruption);
    try {
      Data data = new Data(folder, prepared);
      if (seed != null && !data.fill(seed)) {
        return Optional.empty();
      }
      Launch launch = Launch.of(data, true, request.lifetime(), request.port());
      folder = null;
      return Optional.of(
          announced(launch, null, new ThrowAway(data, seed == null ? null : seed.key())));
    } finally {
      removeHook(interruption);
      Folders.delete(folder);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already, and the hook with it.
    }
  }

  private EmbeddedServer kept(Path directory, Path file) {
    Prepared prepared = Prepared.of(request, version, way);
    Path home = prepared.home(directory);
    Path folder = home.resolve(Integer.toString(version.major()));
    try {
      Server.end(folder.resolve("data"));
      if (!home.startsWith(directory) && !named(home, file)) {
        beginAnew(home);
      }
      prepared.open(home, folder);
      new ServerFile(home, null).write(file);
      Launch launch =
          Launch.of(new Data(folder, prepared), false, request.lifetime(), request.port());
      EmbeddedServer server = announced(launch, file, null);
      new ServerFile(home, launch.running()).write(file);
      if (!home.startsWith(directory)) {
        Orphans.claim(home, file);
        Orphans.sweep(home.resolveSibling(".").normalize());
      }
      return server;
    } catch (IOException e) {
      throw Folders.failed(folder, e);
    }
  }

  private EmbeddedServer announced(
      Launch launch, @Nullable Path file, @Nullable ThrowAway throwAway) {
    EmbeddedServer server = new EmbeddedServer(launch.running(), file, launch.tie(), throwAway);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    request.listener().on(new Event.ServerStarted(version.release(), server.port(), took));
    return server;
  }

  /** The project was cleaned: its data are to go, and whoever still serves them. */
  private static void beginAnew(Path home) {
    for (PostgresVersion any : PostgresVersion.ALL) {
      Server.end(home.resolve(Integer.toString(any.major())).resolve("data"));
    }
    Folders.delete(home);
  }

  private static boolean named(Path home, Path file) {
    return ServerFile.read(file).filter(content -> content.home().equals(home)).isPresent();
  }
}
