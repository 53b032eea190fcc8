package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs as those see them who watch and steer. */
@OnPostgres
final class JobsTest {

  private static final String VERSION = "20260102120000";

  private final Jobs jobs = new Jobs("public");
  private TestDatabase database;
  private Database opened;
  private Session session;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
    opened = Database.at(fresh.target(), "jobs test");
    session = opened.open();
  }

  @AfterEach
  void close() {
    opened.close();
  }

  private void begin() {
    BegunJob.write(database, "public", "fill", VERSION);
  }

  private Jobs.State job() {
    return Objects.requireNonNull(jobs.find(session, "fill"));
  }

  private static Problem refusal(ThrowingCallable call) {
    return catchThrowableOfType(UserError.class, call).problem();
  }

  @Test
  void thereAreNoneWithoutTables() {
    assertThat(jobs.all(session)).isEmpty();
    assertThat(jobs.areReadable(session)).isFalse();
    jobs.forget(session, new Version(VERSION));
  }

  @Test
  void theReasonOfAnEndIsKeptAsItIs() {
    begin();
    new JobRows(new JobTables("public"), "fill").end(session, "failed", "who's there? \\ ??");
    assertThat(job().reason()).isEqualTo("who's there? \\ ??");
  }

  @Test
  void aJobIsSeenAsFarAsItsPiecesAre() {
    begin();
    Jobs.State job = job();
    assertThat(job.version()).isEqualTo(VERSION);
    assertThat(job.status()).isEqualTo("running");
    assertThat(job.table()).isEqualTo("public.users");
    assertThat(job.rows()).isEqualTo(250);
    assertThat(job.fraction()).isEqualTo(0.25);
    assertThat(job.expected()).isEqualTo(1_000);
    assertThat(job.residue()).isEqualTo(1);
    assertThat(job.poisoned()).isEqualTo(1);
    assertThat(job.reason()).isNull();
    assertThat(job.startedAt()).endsWith("Z");
    assertThat(jobs.areReadable(session)).isTrue();
  }

  @Test
  void aRateThatNobodyKeepsUpIsNotTold() {
    begin();
    assertThat(job().rowsPerSecond()).isZero();
    assertThat(job().workers()).isEmpty();
  }

  @Test
  void whoIsAtWorkIsKnownByName() {
    begin();
    try (Database worker = Database.at(database.target(), "dbsage:fill:host:1");
        Database other = Database.at(database.target(), "dbsage:filler:host:1")) {
      worker.open();
      other.open();
      assertThat(job().workers()).containsExactly("dbsage:fill:host:1");
      assertThat(job().rowsPerSecond()).isEqualTo(50);
    }
  }

  @Test
  void aJobIsPausedAndLetGoOn() {
    begin();
    jobs.pause(session, "fill", "it's late");
    assertThat(job().status()).isEqualTo("paused");
    assertThat(job().reason()).isEqualTo("it's late");
    jobs.resume(session, "fill");
    assertThat(job().status()).isEqualTo("running");
    assertThat(job().reason()).isNull();
  }

  @Test
  void aJobIsCancelledAndLetGoOnAllTheSame() {
    begin();
    jobs.cancel(session, "fill", null);
    assertThat(job().status()).isEqualTo("cancelled");
    assertThat(refusal(() -> jobs.pause(session, "fill", "x")).what())
        .isEqualTo("The backfill fill is cancelled, so there is nothing to pause.");
    jobs.resume(session, "fill");
    assertThat(job().status()).isEqualTo("running");
  }

  @Test
  void whatIsDoneIsNotStartedAgain() {
    begin();
    database.execute("UPDATE migration_progress SET status = 'done'");
    assertThat(job().fraction()).isEqualTo(1);
    assertThat(refusal(() -> jobs.resume(session, "fill")).what())
        .isEqualTo("The backfill fill is done, so there is nothing to resume.");
  }

  @Test
  void anUnknownJobIsRefusedWithTheKnownOnes() {
    begin();
    Problem problem = refusal(() -> jobs.pause(session, "fil", "x"));
    assertThat(problem.what()).isEqualTo("There is no backfill job fil here (did you mean fill?).");
    assertThat(problem.fix()).isEqualTo("Name one of: fill.");
  }

  @Test
  void whatWasForgottenBeginsAnew() {
    begin();
    BegunJob.write(database, "public", "other", "20260103120000");
    jobs.forget(session, new Version(VERSION));
    assertThat(jobs.all(session)).extracting(Jobs.State::job).containsExactly("other");
    assertThat(database.value("SELECT count(*) FROM dbsage_extent")).isEqualTo("6");
    assertThat(database.value("SELECT count(*) FROM migration_progress")).isEqualTo("1");
  }

  @Test
  void anotherSchemaNeedsItsQuotes() {
    database.execute("CREATE SCHEMA \"Ops x\"");
    BegunJob.write(database, "Ops x", "fill", VERSION);
    assertThat(new Jobs("Ops x").all(session)).hasSize(1);
    new Jobs("Ops x").forget(session, new Version(VERSION));
    assertThat(new Jobs("Ops x").all(session)).isEmpty();
  }
}
