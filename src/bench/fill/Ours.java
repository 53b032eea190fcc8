package bench.fill;

import io.github.dbsage.backfill.BackfillEngine;
import io.github.dbsage.backfill.Jobs;
import io.github.dbsage.backfill.Signal;
import io.github.dbsage.backfill.signal.Signals;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.Target;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Passes;
import io.github.dbsage.model.BackfillSpec.Preset;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Redaction;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.Version;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Our engine, called as the goals call it, but in this JVM. */
final class Ours implements Contestant {

  /** What a file gets that says nothing about it. */
  static final int WORKERS = 2;

  private static final int GRACE_SECONDS = 3;
  private static final String JOB = "items_email_address";

  private final int workers;
  private final Preset preset;
  private final Passes passes;
  private final Duration batch;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Database database;
  private volatile boolean stopped;

  /**
   * One of many.
   *
   * @param batch how long a batch should take
   */
  Ours(int workers, Preset preset, Passes passes, Duration batch) {
    this.workers = workers;
    this.preset = preset;
    this.passes = passes;
    this.batch = batch;
  }

  Ours(int workers, Preset preset, Passes passes) {
    this(workers, preset, passes, preset.target());
  }

  /** One that holds nothing back. */
  static Ours free(int workers) {
    return new Ours(workers, Preset.NONE, Passes.AUTO);
  }

  @Override
  public String name() {
    return "ours × "
        + workers
        + (preset == Preset.NONE ? "" : ", " + preset.label())
        + (passes.equals(Passes.OFF) ? ", passes off" : "")
        + (batch.equals(preset.target()) ? "" : ", " + batch.toMillis() + " ms");
  }

  @Override
  public Ending run(Arena arena) throws IOException {
    try (Database opened = Database.at(target(arena), "dbsage")) {
      database = opened;
      BackfillEngine.Result result =
          BackfillEngine.run(
              new BackfillEngine.Request(
                  opened,
                  new Version("20260101120000"),
                  spec(),
                  new Nothing(),
                  "public",
                  signals(),
                  "bench",
                  Redaction.of(List.of()),
                  event -> {}));
      if (result == null) {
        return Ending.NOT_THERE;
      }
      tell(result.report());
      Problem error = result.error();
      if (error != null && !stopped) {
        throw new IOException(error.what());
      }
      return error == null && result.report().status().equals("done")
          ? Ending.DONE
          : Ending.STOPPED;
    } catch (RuntimeException e) {
      if (stopped) {
        return Ending.STOPPED;
      }
      throw e;
    } finally {
      ended.countDown();
    }
  }

  /** As people do: pauses the job; where that is not enough, as Ctrl-C does. */
  @Override
  public void stop(Arena arena) {
    stopped = true;
    try (Database own = Database.at(target(arena), "bench-setup")) {
      new Jobs("public").pause(own.open(), JOB, "the benchmark has seen enough");
      if (ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
      System.err.println("    goes on " + GRACE_SECONDS + " s after it was paused");
    } catch (RuntimeException e) {
      System.err.println("    cannot be paused: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Database running = database;
    if (running != null) {
      running.stop();
    }
  }

  private static Target target(Arena arena) {
    return new Target(
        Postmaster.HOST, arena.server().port(), arena.database(), Postmaster.USER, "", Map.of());
  }

  /** For whoever wonders about a figure. */
  private static void tell(BackfillReport report) {
    report.choices().forEach(choice -> System.err.println("    " + choice));
    report
        .slowDowns()
        .forEach(
            one ->
                System.err.println(
                    "    held back " + one.ms() + " ms by " + one.signal() + ": " + one.reason()));
    System.err.println(
        "    " + report.batches() + " batches, " + report.deferred() + " of them deferred");
  }

  /** What holds back by default; the goals hand in the same. */
  private static List<Supplier<Signal>> signals() {
    return Signals.ALL;
  }

  private BackfillSpec spec() {
    return new BackfillSpec(
        JOB,
        new QualifiedName("public", "items"),
        Map.of("email_address", "email"),
        null,
        null,
        "email_address IS NULL",
        List.of(), // as the engine chooses
        BackfillSpec.Mode.BATCHED,
        null,
        batch,
        workers,
        true,
        true,
        passes,
        true,
        new BackfillSpec.Throttling(preset, null, null, null),
        Duration.ofMillis(50),
        0,
        new BackfillSpec.Verification(null, null, null),
        null,
        Checksum.OF_NOTHING,
        Map.of());
  }

  /** A file that is not there: all that counts of it is in the spec. */
  private static final class Nothing implements Source {
    @Override
    public String file() {
      return JOB + ".backfill.yaml";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(new byte[0]);
    }
  }
}
