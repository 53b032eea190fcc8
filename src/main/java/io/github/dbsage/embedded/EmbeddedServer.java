package io.github.dbsage.embedded;

import io.github.dbsage.model.Binaries;
import io.github.dbsage.model.Listener;
import io.github.dbsage.model.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server that the plugin started itself, for this machine's eyes only.
 *
 * <p>Unless it was asked to live until it is stopped, it ends with the last JVM that uses it,
 * however that JVM ends; closing ends it at once, for everybody. Not thread-safe.
 */
public final class EmbeddedServer implements AutoCloseable {

  /** The superuser's name; it owns the server. */
  public static final String SUPERUSER = "postgres";

  /** The file, in the directory of a request, that tells where the server is. */
  public static final String PROPERTIES = "embedded.properties";

  /** When a server ends by itself. */
  public enum Lifetime {
    /** With the last JVM that uses it. */
    TIED_TO_JVM,
    /** Not before it is closed. */
    UNTIL_STOPPED
  }

  /**
   * What server is wanted.
   *
   * @param version {@code 14} to {@code 18}, or an exact one like {@code 18.6.0}
   * @param cacheDirectory where programs are kept for all projects of a user; null for the
   *     platform's usual place. Root's are under the temporary directory, whatever this says
   * @param directory where {@code embedded.properties} is written and the data are kept; null for a
   *     server whose data are thrown away, which ends with this JVM and which no one else finds
   * @param port 0 for any free one
   * @param seeds names of data that were {@linkplain EmbeddedServer#keepAs kept}, best first, for a
   *     server whose data are thrown away; it starts from the first that is there, whole, and of
   *     its very version. May be long: all of a history's prefixes
   */
  public record Request(
      String version,
      Binaries binaries,
      @Nullable Path cacheDirectory,
      @Nullable Path directory,
      Lifetime lifetime,
      int port,
      List<String> seeds,
      Listener listener) {

    public Request {
      seeds = List.copyOf(seeds);
      seeds.forEach(Seeds::checkKey);
      if (directory != null && !seeds.isEmpty()) {
        throw new IllegalArgumentException("data that are kept do not start from a seed");
      }
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("not a port: " + port);
      }
      if (directory == null && lifetime == Lifetime.UNTIL_STOPPED) {
        throw new IllegalArgumentException("a server that outlives the JVM needs a directory");
      }
    }

    /** A server that starts from no seed. */
    public Request(
        String version,
        Binaries binaries,
        @Nullable Path cacheDirectory,
        @Nullable Path directory,
        Lifetime lifetime,
        int port,
        Listener listener) {
      this(version, binaries, cacheDirectory, directory, lifetime, port, List.of(), listener);
    }

    /** A server whose data go when it ends. */
    public static Request throwAway(
        String version, Binaries binaries, @Nullable Path cacheDirectory, Listener listener) {
      return throwAway(version, binaries, cacheDirectory, List.of(), listener);
    }

    /** A server whose data go when it ends, and which starts from the first seed that will do. */
    public static Request throwAway(
        String version,
        Binaries binaries,
        @Nullable Path cacheDirectory,
        List<String> seeds,
        Listener listener) {
      return new Request(
          version, binaries, cacheDirectory, null, Lifetime.TIED_TO_JVM, 0, seeds, listener);
    }
  }

  /**
   * What is known of a running server.
   *
   * @param version of its binaries: {@code 18.6.0}
   * @param folder holds its data, log and configuration
   */
  record Running(
      String version, int port, String password, long pid, Path folder, Lifetime lifetime) {

    Path data() {
      return folder.resolve("data");
    }

    /** The same after it was started again. */
    Running at(int newPort, long newPid) {
      return new Running(version, newPort, password, newPid, folder, lifetime);
    }

    String url() {
      return "jdbc:postgresql://" + Server.ADDRESS + ":" + port + "/postgres";
    }

    @Override
    public String toString() {
      return "PostgreSQL " + version + " on port " + port; // without the password
    }
  }

  private final @Nullable Path file;
  private final @Nullable ThrowAway throwAway;
  private final Tie tie;
  private Running running;
  private boolean closed;

  EmbeddedServer(Running running, @Nullable Path file, Tie tie, @Nullable ThrowAway throwAway) {
    this.running = running;
    this.file = file;
    this.tie = tie;
    this.throwAway = throwAway;
  }

  /**
   * Starts a server, or joins the one that a request with this directory started before.
   *
   * <p>A running one of another version, port or lifetime is stopped first; its data stay.
   *
   * @throws UserError where none can be had
   */
  public static EmbeddedServer start(Request request) {
    return new Start(request, null).run();
  }

  /**
   * The server that a properties file tells of, if it is alive; if not, the file tells of none
   * afterwards.
   */
  public static Optional<EmbeddedServer> find(Path propertiesFile) {
    if (!Files.exists(propertiesFile)) {
      return Optional.empty();
    }
    try (StartLock lock = StartLock.take(propertiesFile)) {
      return find(lock);
    }
  }

  static Optional<EmbeddedServer> find(StartLock lock) {
    Running running = ServerFile.read(lock.file()).map(ServerFile::server).orElse(null);
    if (running == null) {
      return Optional.empty();
    }
    Optional<Tie> tie = Server.ready(running) ? Server.tie(running) : Optional.empty();
    if (tie.isEmpty()) {
      ServerFile.forget(lock.file(), running);
    }
    return tie.map(held -> new EmbeddedServer(running, lock.file(), held, null));
  }

  /** When the JVM is ended meanwhile, the server stays until this has run: a last statement. */
  public void endAfter(Runnable lastWords) {
    tie.before(lastWords);
  }

  /** JDBC, without user and password. */
  public String url() {
    return running.url();
  }

  /** Always 127.0.0.1. */
  public String host() {
    return Server.ADDRESS;
  }

  public int port() {
    return running.port();
  }

  public String user() {
    return SUPERUSER;
  }

  /** Random, and new with every start. */
  public String password() {
    return running.password();
  }

  /** Of its binaries: {@code 18.6.0}. */
  public String version() {
    return running.version();
  }

  /** The server's process. */
  public long pid() {
    return running.pid();
  }

  public Path dataDirectory() {
    return running.data();
  }

  public Lifetime lifetime() {
    return running.lifetime();
  }

  /** The key of the seed that it started from, if it did. */
  public Optional<String> seed() {
    return throwAway == null ? Optional.empty() : Optional.ofNullable(throwAway.seed());
  }

  /**
   * Keeps the data of a throw-away server as a seed that later ones may start from.
   *
   * <p>The server is stopped for that and started again: connections are cut. User and password
   * stay; the port does too unless somebody takes it meanwhile, so ask for {@link #url} again.
   *
   * @param key 64 hexadecimal digits that stand for what the data hold
   * @return false where they are not kept: too large ({@link Seeds#LARGEST}), a disk that is full,
   *     settings or table spaces that would not be the copy's own, or a machine without a shell
   * @throws UserError where the server does not come up again; it is closed then
   */
  public boolean keepAs(String key) {
    Seeds.checkKey(key);
    if (throwAway == null || closed) {
      throw new IllegalStateException("only a throw-away server that runs can be kept");
    }
    Optional<Pause> pause = throwAway.pause(running, tie);
    if (pause.isEmpty()) {
      return false;
    }
    boolean resumed = false;
    try {
      boolean kept = pause.get().begin() && throwAway.keep(key);
      running = pause.get().end();
      resumed = true;
      return kept;
    } finally {
      if (!resumed) {
        closed = true;
        pause.get().abandon(tie);
      }
    }
  }

  /**
   * Ends the server, waits for it and removes throw-away data; connections are cut, transactions
   * rolled back. Does nothing the second time.
   *
   * @throws UserError when it does not stop
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (file == null) {
      stop();
      Folders.delete(running.folder());
      return;
    }
    try (StartLock lock = StartLock.take(file)) {
      close(lock);
    }
  }

  void close(StartLock lock) {
    stop();
    ServerFile.forget(lock.file(), running);
  }

  @Override
  public String toString() {
    return running.toString();
  }

  private void stop() {
    closed = true;
    try {
      Server.stop(running, tie.watchdog());
    } finally {
      tie.release();
    }
  }
}
