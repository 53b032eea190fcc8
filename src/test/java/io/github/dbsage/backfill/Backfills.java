package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Mode;
import io.github.dbsage.model.BackfillSpec.Passes;
import io.github.dbsage.model.BackfillSpec.Preset;
import io.github.dbsage.model.BackfillSpec.Throttling;
import io.github.dbsage.model.BackfillSpec.Verification;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.Version;
import io.github.dbsage.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Backfills for tests: a specification that is changed piece by piece, and run. */
final class Backfills {

  static final String VERSION = "20260101000000";

  private String name = "fill";
  private QualifiedName table = new QualifiedName("public", "t");
  private Map<String, String> set = Map.of("b", "a");
  private @Nullable String statement;
  private @Nullable String qualifier;
  private @Nullable String where;
  private List<String> key = List.of();
  private Mode mode = Mode.BATCHED;
  private @Nullable Integer batch;
  private int workers = 2;
  private boolean idempotent = true;
  private Passes passes = Passes.AUTO;
  private Throttling throttle = new Throttling(Preset.NONE, null, null, null);
  private Duration lockTimeout = Duration.ofMillis(50);
  private int poisonLimit;
  private Verification verify = new Verification(0L, null, null);
  private String hash = "a";
  private Duration patience = Duration.ofSeconds(30);
  private Duration residuePatience = Duration.ofSeconds(20);
  private List<Supplier<Signal>> signals = List.of();
  private final List<Event> events = Collections.synchronizedList(new ArrayList<>());

  static Backfills of(String column, String expression) {
    Backfills backfills = new Backfills();
    backfills.set = Map.of(column, expression);
    return backfills;
  }

  static Backfills statement(String sql, String qualifier) {
    Backfills backfills = new Backfills();
    backfills.set = Map.of();
    backfills.statement = sql;
    backfills.qualifier = qualifier;
    backfills.verify = new Verification(null, null, null);
    return backfills;
  }

  Backfills name(String its) {
    name = its;
    return this;
  }

  Backfills on(String its) {
    table = new QualifiedName("public", its);
    return this;
  }

  Backfills where(String condition) {
    where = condition;
    return this;
  }

  Backfills along(String... columns) {
    key = List.of(columns);
    return this;
  }

  Backfills mode(Mode its) {
    mode = its;
    return this;
  }

  Backfills batch(int rows) {
    batch = rows;
    return this;
  }

  Backfills workers(int count) {
    workers = count;
    return this;
  }

  /** Not to be done twice on any row: nothing is swept, nothing is counted. */
  Backfills once() {
    idempotent = false;
    verify = new Verification(null, null, null);
    return this;
  }

  Backfills passes(int count) {
    passes = new Passes(count);
    return this;
  }

  Backfills throttle(Preset preset, List<Supplier<Signal>> by) {
    throttle = new Throttling(preset, null, null, null);
    signals = by;
    return this;
  }

  Backfills poisonLimit(int limit) {
    poisonLimit = limit;
    return this;
  }

  Backfills verify(Verification wanted) {
    verify = wanted;
    return this;
  }

  Backfills hash(String digit) {
    hash = digit;
    return this;
  }

  Backfills patience(Duration server, Duration residue) {
    patience = server;
    residuePatience = residue;
    return this;
  }

  BackfillSpec spec() {
    return new BackfillSpec(
        name,
        table,
        set,
        statement,
        qualifier,
        where,
        key,
        mode,
        batch,
        Duration.ofMillis(100),
        workers,
        idempotent,
        true,
        passes,
        true,
        throttle,
        lockTimeout,
        poisonLimit,
        verify,
        null,
        new Checksum(hash.repeat(64)),
        Map.of());
  }

  /** The file that it is said to be in. */
  Source source() {
    return new NoFile();
  }

  /** Everything that was told so far. */
  List<Event> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  /** What became of it. */
  BackfillEngine.Result run(TestDatabase database) {
    try (Database target = Database.at(database.target(), "dbsage:test")) {
      return run(target);
    }
  }

  /** The same beside the test. */
  CompletableFuture<BackfillEngine.Result> start(TestDatabase database) {
    CompletableFuture<BackfillEngine.Result> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(run(database));
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            },
            "backfill-of-test");
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  BackfillEngine.Result run(Database target) {
    return BackfillEngine.run(
        new BackfillEngine.Request(
            target,
            new Version(VERSION),
            spec(),
            new NoFile(),
            "public",
            signals,
            "host",
            Redaction.of(Set.of()),
            events::add,
            patience,
            residuePatience));
  }

  /** The same where it is to go through. */
  BackfillReport done(TestDatabase database) {
    BackfillEngine.Result result = run(database);
    Problem error = result.error();
    if (error != null) {
      throw new AssertionError(error.toString());
    }
    return result.report();
  }

  private static final class NoFile implements Source {
    @Override
    public String file() {
      return "migrations/20260101000000_fill.backfill.yaml";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream("".getBytes(StandardCharsets.UTF_8));
    }
  }
}
