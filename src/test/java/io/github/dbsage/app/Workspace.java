package io.github.dbsage.app;

import io.github.dbsage.model.Binaries;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Sink;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.testing.TestBinaries;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
  private int tries = 10;
  private Duration runnerTimeout = Duration.ofMinutes(1);
  private @Nullable String schema;
  private @Nullable String since;
  private @Nullable String table;
  private Judgement judgement = Judgement.USUAL;
  private boolean asked;
  private Judging judging = Judging.USUAL;
  private Lock lock = Lock.SESSION;
  private Permit permit = Permit.NONE;
  private Duration watch = Duration.ofMillis(200);
  private @Nullable String reason;
  private Map<String, String> environment = Map.of();
  private Context.Access.Settings server = () -> null;
  private int retries;
  private Path cache = TestBinaries.cache();
  private Binaries binaries = Workspace::none;
  private int major = 18;
  private boolean echo;

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

  /** Deletes the whole folder of the project. */
  Workspace deleteAll() {
    try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
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

  Workspace tries(int most) {
    tries = most;
    return this;
  }

  Workspace runnerTimeout(Duration timeout) {
    runnerTimeout = timeout;
    return this;
  }

  Workspace lease() {
    lock = Lock.LEASE;
    return this;
  }

  Workspace session() {
    lock = Lock.SESSION;
    return this;
  }

  Workspace schema(String name) {
    schema = name;
    return this;
  }

  Workspace since(String version) {
    since = version;
    return this;
  }

  Workspace table(String name) {
    table = name;
    return this;
  }

  /** How the goals judge migrations from here on. */
  Workspace judging(Judging how) {
    judging = how;
    return this;
  }

  /** What fails the goals from here on. */
  Workspace judgement(Judgement.FailOn failOn, boolean failOnPending) {
    judgement = new Judgement(failOn, failOnPending, true, false);
    asked = true;
    return this;
  }

  /** What {@code apply} may do from here on. */
  Workspace permit(Permit given) {
    permit = given;
    return this;
  }

  /** How long {@code apply} looks for old writers behind a gate that it has opened. */
  Workspace watch(Duration howLong) {
    watch = howLong;
    return this;
  }

  /** The gates that the next runs of {@code apply} open. */
  Workspace deployed(@Nullable String gates) {
    return permit(new Permit(gates, null, null, null));
  }

  Workspace reason(@Nullable String why) {
    reason = why;
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

  /** Throw-away servers can be had; what they make is kept in a folder. */
  Workspace servers(Path schemas) {
    binaries = new TestBinaries();
    cache = schemas;
    return this;
  }

  /** No throw-away server can be had. */
  Workspace noServers() {
    binaries = Workspace::none;
    return this;
  }

  private static Path none(String platform, String version) {
    throw new UserError(
        Problem.of(
            "EMBEDDED_BINARIES",
            "There is no PostgreSQL " + version + " for " + platform + ".",
            null,
            "Use a test that has one."));
  }

  /** Writes files from a pattern, told values by the names of their parameters. */
  Outcome fresh(@Nullable String pattern, Map<String, String> values) {
    return NewFiles.run(new NewFiles.Request(context(), pattern, values));
  }

  /** The same without a database. */
  Outcome freshAlone(@Nullable String pattern, Map<String, String> values) {
    return NewFiles.run(new NewFiles.Request(context(null, null, null), pattern, values));
  }

  /** Writes the plan, or the plans, as documents. */
  Outcome render(@Nullable String name, @Nullable String from, @Nullable String to) {
    return Render.run(new Render.Request(context(null, null, null), name, from, to));
  }

  /** What a goal without a database is given. */
  Context bare() {
    return context(null, null, null);
  }

  Outcome apply() {
    return Apply.run(request(context()), tries, watch);
  }

  Outcome statusAt(@Nullable String url, @Nullable String user, @Nullable String password) {
    return status(context(url, user, password));
  }

  Outcome verifyAt(@Nullable String url, @Nullable String user, @Nullable String password) {
    return VerifyChecksums.run(context(url, user, password), judgement);
  }

  Outcome applyAt(@Nullable String url, @Nullable String user, @Nullable String password) {
    return Apply.run(request(context(url, user, password)), 10, watch);
  }

  Outcome verify() {
    return VerifyChecksums.run(context(), judgement);
  }

  Outcome verifyFiles() {
    return VerifyChecksums.run(context(null, null, null), judgement);
  }

  /** A goal without a database that does something of its own. */
  Outcome run(String goal, GoalRun.Work work) {
    return GoalRun.of(goal, context(null, null, null), judgement, work);
  }

  Outcome validate() {
    return ValidatePlan.run(
        new ValidatePlan.Request(context(null, null, null), judging, judgement));
  }

  /** Judged as it is by default: only failOnPending and what was asked for fail it. */
  Outcome status() {
    return status(context());
  }

  Outcome statusAt(String url) {
    return status(context(url, null, null));
  }

  private Outcome status(Context context) {
    return Status.run(
        new Status.Request(
            context,
            since,
            table,
            judgement.equals(Judgement.USUAL)
                ? Judgement.of(null, Judgement.FailOn.NEVER, false)
                : judgement));
  }

  /** Takes a snapshot, or compares two. */
  Outcome snapshot(@Nullable String from, @Nullable String to) {
    return TakeSnapshot.run(new TakeSnapshot.Request(context(), from, to, judgement));
  }

  /** Compares two files, without a database. */
  Outcome compare(@Nullable String from, @Nullable String to) {
    return TakeSnapshot.run(
        new TakeSnapshot.Request(context(null, null, null), from, to, judgement));
  }

  /** In a throw-away server, beside the database. */
  Outcome dryRun() {
    return dryRun(DryRun.Mode.SHADOW, () -> context());
  }

  /** In a throw-away server, without any database. */
  Outcome dryRunAlone() {
    return dryRun(DryRun.Mode.SHADOW, () -> context(null, null, null));
  }

  /** Asked for a transaction on a database that nobody names. */
  Outcome dryRunInTransactionAlone() {
    return dryRun(DryRun.Mode.TRANSACTION, () -> context(null, null, null));
  }

  /** On the database, rolled back. */
  Outcome dryRunInTransaction() {
    return dryRun(DryRun.Mode.TRANSACTION, () -> context());
  }

  Outcome dryRunAt(@Nullable String url, @Nullable String user, @Nullable String password) {
    return dryRunAt(DryRun.Mode.SHADOW, url, user, password);
  }

  Outcome dryRunAt(
      DryRun.Mode mode, @Nullable String url, @Nullable String user, @Nullable String password) {
    return dryRun(mode, () -> context(url, user, password));
  }

  /** There, a throw-away server is what it is about. */
  private Outcome dryRun(DryRun.Mode mode, Supplier<Context> context) {
    binaries = new TestBinaries();
    return DryRun.run(
        new DryRun.Request(
            context.get(), target, outOfOrder, timeouts, mode, null, judging, letsHazardsPass()));
  }

  Outcome backfill(Backfill.Action action, @Nullable String name, @Nullable String reason) {
    return Backfill.run(new Backfill.Request(context(), name, action, null, lock, reason));
  }

  Outcome backfillAt(TestDatabase by, Backfill.Action action, @Nullable String name) {
    return Backfill.run(
        new Backfill.Request(
            context(by.jdbcUrl(), by.user(), by.password()), name, action, null, lock, null));
  }

  /** Runs all checks. */
  Outcome smokeTest() {
    return smokeTest(null, null, null, Duration.ofSeconds(60));
  }

  Outcome smokeTest(
      @Nullable String name, @Nullable String from, @Nullable String to, Duration timeout) {
    return SmokeTest.run(new SmokeTest.Request(context(), name, from, to, timeout));
  }

  Outcome stamp() {
    return StampChecksums.run(context(null, null, null));
  }

  Outcome adopt(@Nullable String from, @Nullable String version, @Nullable String reason) {
    return Adopt.run(new Adopt.Request(context(), lock, from, version, reason));
  }

  /** Undoes the newest migration. */
  Outcome rollback() {
    return rollback(null, null, null);
  }

  /** Undoes the newest migration of the database at another address of it. */
  Outcome rollbackAt(String url, String user, String password) {
    return Rollback.run(
        new Rollback.Request(context(url, user, password), null, null, timeouts, lock, null),
        tries);
  }

  Outcome rollback(
      @Nullable String stays, @Nullable String allowDataLoss, @Nullable String reason) {
    return Rollback.run(
        new Rollback.Request(context(), stays, allowDataLoss, timeouts, lock, reason), tries);
  }

  /** Lists what needs repair. */
  Outcome repair() {
    return Repair.run(new Repair.Request(context(), lock, null, null, null, null));
  }

  Outcome repair(
      @Nullable String version,
      @Nullable String to,
      @Nullable String from,
      @Nullable String reason) {
    return Repair.run(new Repair.Request(context(), lock, version, to, from, reason));
  }

  private Context context() {
    TestDatabase database = Objects.requireNonNull(given);
    return context(database.jdbcUrl(), database.user(), database.password());
  }

  /** Prints what the goals say as well. */
  Workspace echo() {
    echo = true;
    return this;
  }

  /** The major version of the servers that the goals start themselves. */
  Workspace major(int version) {
    major = version;
    return this;
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

  /** How files run is another matter than what is wrong with them, unless a test asks for both. */
  private Judgement letsHazardsPass() {
    return asked ? judgement : new Judgement(Judgement.FailOn.NEVER, false, true, false);
  }

  private Apply.Request request(Context context) {
    return new Apply.Request(
        context, target, outOfOrder, timeouts, lock, reason, permit, judging, letsHazardsPass());
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
            url,
            user,
            password,
            server,
            environment,
            String.valueOf(major),
            0,
            cache,
            runnerTimeout,
            retries),
        new Lines(),
        StandardCharsets.UTF_8,
        binaries,
        "test");
  }

  private final class Lines implements Sink {
    @Override
    public void info(String line) {
      console.add(line);
      if (echo) {
        System.out.println(line);
      }
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
