package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.embedded.EmbeddedServer;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Event;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.run.Rehearsal;
import io.github.dbsage.run.Settings;
import io.github.dbsage.schema.SchemaSnapshot;
import io.github.dbsage.shadow.Sequences;
import io.github.dbsage.shadow.Shadow;
import io.github.dbsage.shadow.Surroundings;
import io.github.dbsage.sql.tree.Grammar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a dry run plays: a throw-away server with the history in it, or the target itself. */
final class Stage implements AutoCloseable {

  /** As many migrations are worth keeping what they make. */
  private static final int WORTH_KEEPING = 50;

  private final GoalRun run;
  private final int major;
  private final Rehearsal rehearsal;
  private final @Nullable Database database;
  private final @Nullable Shadow shadow;
  private final @Nullable Replay replay;
  private final @Nullable StandIns standIns;
  private final @Nullable Session look;
  private final Map<String, Long> sequences;

  private Stage(
      GoalRun run,
      int major,
      Rehearsal rehearsal,
      @Nullable Database database,
      @Nullable Shadow shadow,
      @Nullable Replay replay,
      @Nullable StandIns standIns,
      @Nullable Session look) {
    this.run = run;
    this.major = major;
    this.rehearsal = rehearsal;
    this.database = database;
    this.shadow = shadow;
    this.replay = replay;
    this.standIns = standIns;
    this.look = look;
    this.sequences = look == null ? Map.of() : Sequences.of(look);
  }

  /**
   * A throw-away server in which a history has run.
   *
   * @param schemas tells the statements that make what stands for a schema that no file makes
   * @param version of PostgreSQL, a major or an exact one
   * @param history in its order
   * @param baseline whether the history may lack what was there before
   * @throws UserError where the history does not run
   */
  static Stage shadow(
      GoalRun run,
      Grammar grammar,
      Function<String, List<String>> schemas,
      String version,
      Surroundings surroundings,
      Tables tables,
      List<Step> history,
      boolean baseline) {
    Context.Access access = run.context().access();
    String application = Applications.name("dry-run");
    List<String> names = Prefixes.of(surroundings, tables.schema(), history);
    List<String> seeds = new ArrayList<>(names);
    Collections.reverse(seeds);
    Shadow shadow =
        Shadow.start(
            EmbeddedServer.Request.throwAway(
                version, run.context().binaries(), access.cacheDirectory(), seeds, run.listener()),
            surroundings,
            application);
    boolean ready = false;
    try {
      run.hide(shadow.password());
      StandIns standIns = new StandIns(run, shadow, grammar, schemas);
      Database database = run.stopping(shadow.database(application));
      String seed = shadow.seed();
      int done = seed == null ? 0 : names.indexOf(seed);
      long start = System.nanoTime();
      Replay replay = Replay.on(run, standIns, database, tables);
      Problem problem = replay.apply(history.subList(done, history.size()));
      if (problem != null) {
        throw new UserError(DryRunProblems.replay(standIns.explained(problem), baseline));
      }
      if (history.size() > done) {
        tell(run, history.size() - done, System.nanoTime() - start);
      }
      if (history.size() - done >= WORTH_KEEPING && !standIns.hasBorrowed()) {
        replay.close();
        database.close();
        shadow.keepAs(names.get(history.size()));
        database = run.stopping(shadow.database(application));
        replay = Replay.on(run, standIns, database, tables);
      }
      Rehearsal rehearsal =
          new Rehearsal(
              database, Replay.SETTINGS, run.redaction(), run.listener(), Rehearsal.Stage.SHADOW);
      int major = Integer.parseInt(shadow.version().split("\\D", 2)[0]);
      ready = true;
      return new Stage(run, major, rehearsal, database, shadow, replay, standIns, null);
    } finally {
      if (!ready) {
        shadow.close();
      }
    }
  }

  /**
   * The target itself.
   *
   * @param session that only looks
   */
  static Stage target(GoalRun run, Database database, Session session, Settings settings) {
    Rehearsal rehearsal =
        new Rehearsal(database, settings, run.redaction(), run.listener(), Rehearsal.Stage.TARGET);
    return new Stage(run, run.major(), rehearsal, null, null, null, null, session);
  }

  /** Who wants to know of what was lacking. */
  interface Provision {

    /** Something may be lacking; nothing was made yet. */
    void wanted();

    /** It is there now. */
    void made();
  }

  /** The server's major version. */
  int major() {
    return major;
  }

  boolean isShadow() {
    return shadow != null;
  }

  /** The throw-away server's; null where it is the target that is played on. */
  @Nullable Database ownDatabase() {
    return database;
  }

  Rehearsal rehearsal() {
    return rehearsal;
  }

  /** The schema as it is now. */
  SchemaSnapshot schema(String own) {
    return rehearsal.isOpen()
        ? SchemaSnapshot.within(rehearsal.session(), own)
        : SchemaSnapshot.take(rehearsal.session(), own);
  }

  /**
   * Tries a step, and again where something could be provided that it lacked.
   *
   * @param provision told before something is looked for, and when it is there, and nothing of the
   *     step
   */
  Rehearsal.Outcome run(SqlStep step, Provision provision) {
    if (standIns != null && step.shape().segmented()) {
      provision.wanted();
      if (standIns.prepare(step)) {
        rehearsal.provided();
        provision.made();
      }
    }
    Rehearsal.Outcome outcome =
        standIns == null ? rehearsal.run(step) : run(step, standIns, provision);
    if (outcome.error() == null && replay != null) {
      replay.record(step);
    }
    return outcome;
  }

  private Rehearsal.Outcome run(SqlStep step, StandIns provider, Provision provision) {
    while (true) {
      Rehearsal.Outcome outcome = rehearsal.run(provider.adapted(step));
      Problem error = outcome.error();
      if (error == null || outcome.kept()) {
        return outcome;
      }
      provision.wanted();
      if (!provider.provide(step, error)) {
        return outcome;
      }
      rehearsal.provided();
      provision.made();
    }
  }

  /** A failure with what the server lacks that it may come from. */
  Problem explained(Problem error) {
    return standIns == null ? error : standIns.explained(error);
  }

  /** Rolls back what is not kept, and says what that does not bring back. */
  void conclude() {
    if (look == null) {
      return;
    }
    rehearsal.close();
    List<String> moved = Sequences.moved(sequences, Sequences.of(look));
    if (!moved.isEmpty()) {
      run.listener()
          .on(
              new Event.Remark(
                  "rolled back; sequences do not go back, and these moved: "
                      + String.join(", ", moved)));
    }
  }

  @Override
  public void close() {
    rehearsal.close();
    if (replay != null) {
      replay.close();
    }
    if (shadow != null) {
      shadow.close();
    }
  }

  private static void tell(GoalRun run, int migrations, long nanos) {
    run.listener()
        .on(
            new Event.Remark(
                "%d applied %s run again in the throw-away server in %.1f s"
                    .formatted(
                        migrations,
                        migrations == 1 ? "migration was" : "migrations were",
                        nanos / 1e9)));
  }
}
