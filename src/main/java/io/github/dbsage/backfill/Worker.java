package io.github.dbsage.backfill;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes extents and works through them, batch by batch; what fails is made smaller, down to the
 * row. Runs on a thread of its own.
 */
final class Worker implements Runnable {

  /** Fewer rows than this are done one by one where they cannot be done together. */
  private static final int FEW = 16;

  /** Of the rows of a range, at most so many are listed. */
  private static final int LISTED = 1_000;

  private static final Duration IDLE = Duration.ofMillis(200);

  /** What a row that was held before may wait for. */
  private static final Duration ROW_PATIENCE = Duration.ofSeconds(2);

  private final Job job;
  private final Database database;
  private final Lines lines;
  private final Batches batches;
  private final Edges edges;
  private final Crew crew;
  private final Throttle throttle;
  private final int number;
  private final Stride size;
  private final boolean two;

  private volatile @Nullable Session session;
  private String owner = UUID.randomUUID().toString();
  private @Nullable Claim piece;
  private Edges.@Nullable Edge next;
  private int most;
  private boolean careful;
  private boolean whole;
  private Hand other = new Hand(UUID.randomUUID().toString(), null, null, Integer.MAX_VALUE, false);
  private long barren;

  /**
   * An extent that rests while the other one is worked on.
   *
   * @param owner as its row has it
   * @param most rows of a batch
   * @param careful whether it is gone through without passes, because something is in the way
   */
  private record Hand(
      String owner, @Nullable Claim piece, Edges.@Nullable Edge next, int most, boolean careful) {}

  /**
   * @param number from 1
   * @param single whether an extent is done in one statement, if that goes
   * @param two whether it works on two extents in turn. The room that a pass leaves can be used by
   *     the next one when every transaction of its time has ended, those of other workers too: in
   *     between, there is time for them to end.
   */
  Worker(
      Job job,
      Database database,
      Lines lines,
      Edges edges,
      Crew crew,
      Throttle throttle,
      int number,
      boolean single,
      boolean two) {
    this.job = job;
    this.database = database;
    this.lines = lines;
    this.batches = new Batches(job);
    this.edges = edges;
    this.crew = crew;
    this.throttle = throttle;
    this.number = number;
    this.size = new Stride(job.batchRows(), job.spec().batchRows() != null);
    this.most = Integer.MAX_VALUE;
    this.whole = single;
    this.two = two;
  }

  /** The backend that works for it; 0 where there is none. */
  int pid() {
    Session current = session;
    return current == null ? 0 : current.pid();
  }

  /** Cancels the batch that runs now; from any thread. */
  void cancel() {
    Session current = session;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public void run() {
    crew.begins(this);
    try {
      while (!crew.isOver()) {
        turn();
      }
      giveBack();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (UserError e) {
      crew.fail(e.problem());
    } catch (ServerFailure e) {
      crew.fail(JobProblems.server(job, e));
    } catch (RuntimeException e) {
      crew.fail(JobProblems.defect(job, e));
    } finally {
      close();
      crew.ends(this);
    }
  }

  private void turn() throws InterruptedException {
    Pace pace = throttle.pace();
    if (number > pace.workers() || pace.stopped()) {
      giveBack();
      crew.rest(IDLE);
      return;
    }
    long start = System.nanoTime();
    Session current = session;
    try {
      if (current == null) {
        current = lines.open(database, number);
        session = current;
      }
      Claim mine = piece == null && start >= barren ? claim(current) : piece;
      if (mine == null && other.piece() != null) {
        barren = start >= barren ? start + IDLE.toNanos() : barren;
        swap();
        return;
      }
      if (mine == null) {
        crew.idle();
        crew.rest(IDLE);
        return;
      }
      if (mine.row()) {
        row(current, mine);
      } else {
        window(current, mine);
      }
      if (two) {
        swap();
      }
    } catch (ServerFailure e) {
      settle(e);
    }
    crew.rest(throttle.pace().rest(Duration.ofNanos(System.nanoTime() - start)));
  }

  /** Takes the extent of the other hand. */
  private void swap() {
    Hand now = new Hand(owner, piece, next, most, careful);
    owner = other.owner();
    piece = other.piece();
    next = other.next();
    most = other.most();
    careful = other.careful();
    other = now;
  }

  private @Nullable Claim claim(Session current) {
    List<Session.Row> rows = current.exchange(batches.claim(current, owner));
    next = null;
    if (rows.isEmpty()) {
      return null;
    }
    Session.Row row = rows.get(0);
    int known = (int) row.number(7);
    most = known > 0 && known < size.rows() ? known : Integer.MAX_VALUE;
    careful = false;
    String relation = row.string(3);
    List<String> upper = TextArray.read(row.text(9));
    if (upper == null && job.key().isTid()) {
      upper = List.of(current.exchange(batches.size(relation)).get(0).string(1));
    }
    Claim taken =
        new Claim(
            row.number(1),
            row.flag(2),
            new Extent(relation, TextArray.read(row.text(8)), upper, row.flag(4)),
            TextArray.read(row.text(10)),
            TextArray.read(row.text(11)),
            (int) row.number(5),
            row.number(6));
    piece = taken;
    return taken;
  }

  /** One pass over one window. */
  private void window(Session current, Claim mine) {
    int rows = Math.min(size.rows(), most);
    int passes = whole || (careful && mine.pass() == 0) ? 1 : job.passes();
    long wide = (long) rows * passes;
    Edges.Edge end =
        mine.pass() > 0
            ? new Edges.Edge(mine.window())
            : whole ? new Edges.Edge(null) : edge(current, mine, wide);
    next = end;
    boolean ends = mine.pass() + 1 >= passes;
    String range = range(mine, end);
    String its = ends ? range : batches.pass(range, mine.pass(), passes);
    boolean asks = ends && end.key() != null && edges.asks(mine.moved(end.key(), null, 0));
    Batches.Step step =
        new Batches.Step(
            mine,
            its,
            ends ? end.key() : mine.cursor(),
            ends ? null : end.key(),
            ends ? 0 : mine.pass() + 1,
            ends && end.key() == null,
            rows,
            rows,
            asks ? batches.boundary(mine.extent(), end.key(), wide) : null);
    long start = System.nanoTime();
    Session.Row reply = send(current, batches.batch(current, step));
    long changed = reply.number(1);
    if (!followed(reply, mine, step)) {
      return;
    }
    if (!whole) {
      size.took(System.nanoTime() - start, job.spec().target(), rows, changed);
    }
    most = most < Integer.MAX_VALUE / 2 ? most * 2 : Integer.MAX_VALUE;
    careful &= most < size.rows();
    if (ends && piece != null) {
      next = asks ? new Edges.Edge(TextArray.read(reply.text(3))) : null;
    }
  }

  private Edges.Edge edge(Session current, Claim mine, long rows) {
    Edges.Edge known = next;
    if (known != null) {
      return known;
    }
    if (!edges.asks(mine)) {
      return edges.of(mine, mine.from(), rows);
    }
    List<Session.Row> found = current.exchange(batches.boundary(mine.extent(), mine.from(), rows));
    return new Edges.Edge(found.isEmpty() ? null : TextArray.read(found.get(0).text(1)));
  }

  private String range(Claim mine, Edges.Edge end) {
    return end.key() == null
        ? batches.rest(mine.extent(), mine.from())
        : batches.range(mine.from(), end.key(), false);
  }

  /** Takes note of a batch's answer; whether it was done at all. */
  private boolean followed(Session.Row reply, Claim mine, Batches.Step step) {
    if (reply.text(1) == null) {
      piece = null;
      next = null;
      return false;
    }
    crew.did(reply.number(1), size.rows());
    piece = step.done() ? null : mine.moved(step.cursor(), step.window(), step.pass());
    return true;
  }

  private Session.Row send(Session current, String text) {
    return current.exchange(text).get(0);
  }

  /** A row that was set aside. */
  private void row(Session current, Claim mine) {
    Batches.Step step =
        new Batches.Step(mine, batches.row(key(mine)), null, null, 0, true, 0, 0, null);
    try {
      followed(send(current, batches.batch(current, step, ROW_PATIENCE)), mine, step);
    } catch (ServerFailure e) {
      Refusal refusal = refusal(current, e);
      current.exchange(batches.asideAgain(current, mine, refusal.sqlState(), refusal.message()));
      piece = null;
    }
  }

  /** Why the server does not take a row; nulls where somebody only holds it. */
  private record Refusal(@Nullable String sqlState, @Nullable String message) {}

  /** What is noted of a row that failed by itself; rethrows what is no row's fault. */
  private static Refusal refusal(Session current, ServerFailure failure) {
    if (!Failing.isOfRows(failure)) {
      throw failure;
    }
    current.exchange("ROLLBACK");
    return Failing.isRefusal(failure)
        ? new Refusal(failure.sqlState(), Failing.message(failure))
        : new Refusal(null, null);
  }

  private static List<String> key(Claim mine) {
    List<String> key = mine.extent().lower();
    if (key == null) {
      throw new IllegalStateException("a row without a key: " + mine.id());
    }
    return key;
  }

  /** The rows of a small range, each by itself. */
  private void rows(Session current, Claim begun) {
    Edges.Edge end = next == null ? edge(current, begun, FEW) : next;
    next = null;
    List<List<String>> keys =
        listed(current, begun.extent().relation(), range(begun, end)).stream()
            .map(row -> TextArray.elements(row.string(1)))
            .collect(Collectors.toCollection(ArrayList::new));
    boolean all = keys.size() < LISTED;
    List<String> rest = all ? null : keys.remove(LISTED - 1);
    Claim mine = begun;
    for (int i = 0; i < Math.max(1, keys.size()) && !crew.isOver(); i++) {
      boolean last = i + 1 >= keys.size();
      List<String> to = !last ? keys.get(i + 1) : all ? end.key() : rest;
      boolean done = last && all && to == null;
      String row = keys.isEmpty() ? "false" : batches.row(keys.get(i));
      Batches.Step step = new Batches.Step(mine, row, to, null, 0, done, 1, job.batchRows(), null);
      try {
        if (!followed(send(current, batches.batch(current, step)), mine, step)) {
          return;
        }
      } catch (ServerFailure e) {
        Refusal refusal = refusal(current, e);
        List<Session.Row> noted =
            current.exchange(
                batches.aside(
                    current, mine, keys.get(i), to, done, refusal.sqlState(), refusal.message()));
        if (noted.isEmpty()) {
          piece = null;
          return;
        }
        piece = done ? null : mine.moved(to, null, 0);
      }
      Claim now = piece;
      if (now == null) {
        return;
      }
      mine = now;
    }
    most = FEW * 2;
  }

  /** The rows of a range that need it; all, where it cannot be computed whether one does. */
  private List<Session.Row> listed(Session current, String relation, String range) {
    try {
      return current.exchange(batches.keys(relation, range, true, LISTED));
    } catch (ServerFailure e) {
      if (!Failing.isRefusal(e)) {
        throw e;
      }
      return current.exchange(batches.keys(relation, range, false, LISTED));
    }
  }

  /** A failure may bring another one: the connection goes while we roll back. */
  private void settle(ServerFailure first) throws InterruptedException {
    ServerFailure failure = first;
    while (failure != null) {
      try {
        failed(failure);
        return;
      } catch (ServerFailure another) {
        failure = another;
      }
    }
  }

  private void failed(ServerFailure failure) throws InterruptedException {
    Session current = session;
    if (failure.connectionLost() || current == null) {
      close();
      piece = null;
      next = null;
      other = new Hand(other.owner(), null, null, Integer.MAX_VALUE, false);
      lines.lost(failure);
      return;
    }
    current.exchange("ROLLBACK");
    if (Failing.isShortage(failure)) {
      crew.pause(failure.sqlState() + " " + failure.text());
      return;
    }
    Claim mine = piece;
    if (mine == null && Failing.isContention(failure)) {
      // What was cancelled, or waited too long, was the claim of an extent: nothing is smaller.
      crew.rest(jitter());
      return;
    }
    if (!Failing.isOfRows(failure) || mine == null) {
      crew.fail(JobProblems.server(job, failure));
      return;
    }
    if (!Failing.isRefusal(failure)) {
      crew.deferred();
      crew.rest(jitter());
      if (isTableHeld(current, mine)) {
        return;
      }
    }
    int tried = whole ? job.batchRows() * 2 : Math.min(size.rows(), most);
    whole = false;
    most = Math.max(1, tried / 2);
    careful = true;
    next = null;
    Claim again = mine.restarted();
    piece = again;
    if (edges.isLeast(most, FEW)) {
      rows(current, again);
    }
  }

  /** Whether it is not the rows but the table that somebody holds: smaller batches do not help. */
  private boolean isTableHeld(Session current, Claim mine) {
    String table = batches.bare(mine.extent().relation());
    try {
      current.exchange("BEGIN; LOCK TABLE " + table + " IN ROW EXCLUSIVE MODE; COMMIT");
      return false;
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      current.exchange("ROLLBACK");
      return Failing.isContention(e);
    }
  }

  private static Duration jitter() {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(20, 120));
  }

  private void giveBack() {
    for (int hand = 0; hand < 2; hand++) {
      Claim mine = piece;
      Session current = session;
      piece = null;
      next = null;
      if (mine != null && current != null) {
        try {
          current.exchange(batches.release(current, mine, owner));
        } catch (ServerFailure | UserError e) {
          // It is free as soon as the session is gone.
          close();
        }
      }
      swap();
    }
  }

  private void close() {
    Session current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }
}
