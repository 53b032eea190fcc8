package io.github.dbsage.app;

import io.github.dbsage.model.Sink;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A project folder of a test, and the goals run on it against the test's database. */
final class Workspace {

  private final Path folder;
  private final @Nullable TestDatabase given;
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final Map<String, String> placeholders = new HashMap<>();

  private @Nullable String target;
  private boolean outOfOrder;
  private Timeouts timeouts = Timeouts.NONE;
  private Duration runnerTimeout = Duration.ofMinutes(1);
  private @Nullable String schema;
  private Map<String, String> environment = Map.of();
  private Context.Access.Settings server = () -> null;
  private int retries;

  Workspace(Path folder, TestDatabase database) {
    this.folder = folder;
    this.given = database;
  }

  private Workspace(Path folder) {
    this.folder = folder;
    this.given = null;
  }

  /** One whose database is named with each goal. */
  static Workspace of(Path folder) {
    return new Workspace(folder);
  }

  /** Writes a migration file; the name may leave out {@code .sql}. */
  Workspace file(String name, String text) {
    return bytes(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Workspace bytes(String name, byte[] bytes) {
    try {
      Path file = path(name);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspace plan(String yaml) {
    try {
      Files.createDirectories(folder.resolve("src/main/db"));
      Files.writeString(folder.resolve("src/main/db/migration-plan.yaml"), yaml);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path path(String name) {
    String file = name.contains(".") ? name : name + ".sql";
    return folder.resolve("src/main/db/migrations").resolve(file);
  }

  Workspace delete(String name) {
    try {
      Files.delete(path(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Workspace target(String version) {
    target = version;
    return this;
  }

  Workspace outOfOrder() {
    outOfOrder = true;
    return this;
  }

  Workspace lockTimeout(Duration timeout) {
    timeouts = new Timeouts(timeout, null);
    return this;
  }

  Workspace runnerTimeout(Duration timeout) {
    runnerTimeout = timeout;
    return this;
  }

  Workspace schema(String name) {
    schema = name;
    return this;
  }

  Workspace placeholder(String name, String value) {
    placeholders.put(name, value);
    return this;
  }

  /** Variables, instead of this machine's. */
  Workspace environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  /** What {@code dbsage.serverId} finds. */
  Workspace server(String id, @Nullable String user, @Nullable String password) {
    server = () -> new Context.Access.Server(id, user, password);
    return this;
  }

  Workspace retries(int most) {
    retries = most;
    return this;
  }

  Outcome apply() {
    return Apply.run(request(context()));
  }

  Outcome statusAt(@Nullable String url, @Nullable String user, @Nullable String password) {
    return Status.run(context(url, user, password));
  }

  Outcome verifyAt(@Nullable String url, @Nullable String user, @Nullable String password) {
    return VerifyChecksums.run(context(url, user, password));
  }

  Outcome applyAt(@Nullable String url, @Nullable String user, @Nullable String password) {
    return Apply.run(request(context(url, user, password)));
  }

  Outcome verify() {
    return VerifyChecksums.run(context());
  }

  Outcome verifyFiles() {
    return VerifyChecksums.run(context(null, null, null));
  }

  Outcome validate() {
    return ValidatePlan.run(context(null, null, null));
  }

  Outcome status() {
    return Status.run(context());
  }

  Outcome stamp() {
    return StampChecksums.run(context(null, null, null));
  }

  private Context context() {
    TestDatabase database = Objects.requireNonNull(given);
    return context(database.jdbcUrl(), database.user(), database.password());
  }

  /** Everything that the goals wrote to the console. */
  String console() {
    return String.join("\n", console);
  }

  String report() {
    try {
      return Files.readString(folder.resolve("target/dbsage/report.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Apply.Request request(Context context) {
    return new Apply.Request(context, target, outOfOrder, timeouts, null);
  }

  private Context context(@Nullable String url, @Nullable String user, @Nullable String password) {
    return new Context(
        folder,
        folder.resolve("target/dbsage"),
        null,
        schema,
        placeholders,
        true,
        new Context.Access(
            url, user, password, server, environment, "18", 0, null, runnerTimeout, retries),
        new Lines(),
        StandardCharsets.UTF_8,
        (platform, version) -> {
          throw new IllegalStateException("no embedded server in these tests");
        },
        "test");
  }

  private final class Lines implements Sink {
    @Override
    public void info(String line) {
      console.add(line);
    }

    @Override
    public void warn(String line) {
      console.add(line);
    }

    @Override
    public void error(String line) {
      console.add(line);
    }

    @Override
    public boolean colour() {
      return false;
    }
  }
}
