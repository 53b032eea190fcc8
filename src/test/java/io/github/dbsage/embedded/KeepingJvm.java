package io.github.dbsage.embedded;

import io.github.dbsage.embedded.Account.Way;
import io.github.dbsage.embedded.EmbeddedServer.Request;
import io.github.dbsage.testing.TestBinaries;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A program that keeps the data of its throw-away server as a seed when it is told to go on. */
final class KeepingJvm {

  private KeepingJvm() {}

  /** Its arguments: the version, the cache, the key, and the way if it matters. */
  public static void main(String[] arguments) throws Exception {
    Way way = arguments.length > 3 ? Way.valueOf(arguments[3]) : null;
    EmbeddedServer server = start(arguments[0], Path.of(arguments[1]), way, List.of());
    Requests.sql(
        server, "CREATE TABLE bulky AS SELECT repeat('x', 200) FROM generate_series(1, 99999)");
    System.out.println(server.pid() + " " + server.dataDirectory());
    if (System.in.read() != -1) {
      System.out.println(server.keepAs(arguments[2]));
    }
    while (System.in.read() != -1) {
      // Only the end of the input counts.
    }
  }

  /** A server with seeds in a cache of the test's own; programs and template are everybody's. */
  static EmbeddedServer start(String major, Path cache, @Nullable Way way, List<String> seeds) {
    Request request =
        Request.throwAway(major, new TestBinaries(), TestBinaries.cache(), seeds, event -> {});
    return new Start(request, way).throwAway(prepared(request, cache, way));
  }

  static Prepared prepared(Request request, Path cache, @Nullable Way way) {
    Prepared shared = Prepared.of(request, PostgresVersion.of(request.version()), way);
    return new Prepared(
        shared.version(),
        shared.platform(),
        shared.account(),
        cache,
        shared.programs(),
        shared.template());
  }
}
