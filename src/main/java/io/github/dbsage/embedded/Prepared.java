package io.github.dbsage.embedded;

import io.github.dbsage.embedded.EmbeddedServer.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs before it can be launched: an account, programs, a template of its data.
 *
 * @param cache where programs and templates are, private to us
 */
record Prepared(
    PostgresVersion version,
    Platform platform,
    Account account,
    Path cache,
    Installation programs,
    Path template) {

  /** Where Linux keeps files in memory. */
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final long PLENTY = 4L << 30;

  /** Finds or makes all of it; downloads and unpacks only what is not there. */
  static Prepared of(Request request, PostgresVersion version, Account.@Nullable Way way) {
    Platform platform = Platform.current();
    Path temporary = temporary();
    Account account = way == null ? Account.choose(platform, temporary) : Account.of(way);
    Path cache = cache(request, temporary);
    try {
      Folders.create(cache);
      Folders.checkOurs(cache);
      Folders.admit(cache, account.owner());
    } catch (IOException e) {
      throw Folders.failed(cache, e);
    }
    Path jar = request.binaries().resolve(platform.artifact(), version.exact());
    Installation programs = Installation.of(cache, jar, version, platform, account);
    Path template = Template.of(cache, programs, version, account);
    return new Prepared(version, platform, account, cache, programs, template);
  }

  /** The data that later servers of these very programs may start from. */
  Seeds seeds() {
    return new Seeds(cache.resolve("seeds"), programs.name());
  }

  /** Where the data of a directory are kept: in it, or for root, whose folders are closed, not. */
  Path home(Path directory) {
    if (!Account.root(temporary())) {
      return directory.resolve("embedded");
    }
    String name =
        UUID.nameUUIDFromBytes(directory.toString().getBytes(StandardCharsets.UTF_8)).toString();
    return cache.resolve("data").resolve(name);
  }

  /** A folder of kept data, private to us and passable for the account. */
  void open(Path home, Path folder) throws IOException {
    for (Path path :
        home.startsWith(cache)
            ? List.of(cache.resolve("data"), home, folder)
            : List.of(home, folder)) {
      Folders.create(path);
      Folders.admit(path, account.owner());
    }
  }

  /** A new folder for a server whose data go with it. */
  Path throwAway() throws IOException {
    return throwAway(temporary());
  }

  /**
   * The same in memory, where the machine has plenty of it for files: thousands of small ones are
   * made there in a fraction of the time that a disk takes.
   */
  Path inMemory() throws IOException {
    try {
      if (!platform.windows()
          && Files.isWritable(MEMORY)
          && Files.getFileStore(MEMORY).getUsableSpace() >= PLENTY) {
        return throwAway(MEMORY);
      }
    } catch (IOException e) {
      // A disk does it too.
    }
    return throwAway();
  }

  private Path throwAway(Path parent) throws IOException {
    Orphans.sweepHalfMade(parent);
    Path folder = Files.createTempDirectory(parent, "dbsage-");
    Folders.admit(folder, account.owner());
    return folder;
  }

  private static Path cache(Request request, Path temporary) {
    Path asked = request.cacheDirectory();
    Path home = Path.of(System.getProperty("user.home", ""));
    if (Folders.posix(temporary) && (Account.root(temporary) || !home.isAbsolute())) {
      return temporary.resolve("dbsage-" + Account.uid(temporary));
    }
    return UserCache.folder(asked);
  }

  /** Where short-lived files go. */
  static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir", "/tmp")).toAbsolutePath();
  }
}
