package io.github.dbsage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The row of a backfill: there before it begins, and true afterwards. */
@OnPostgres
final class BackfillRowTest {

  private static final Checksum FILE = new Checksum("a".repeat(64));
  private static final Checksum WORK = new Checksum("b".repeat(64));

  private final Tables tables = new Tables("public");
  private TestDatabase database;
  private Database opened;
  private Session session;
  private RunLock lock;
  private History history;

  @BeforeEach
  void open(TestDatabase fresh) {
    database = fresh;
    opened = Database.at(fresh.target(), "backfill row test");
    session = opened.open();
    tables.create(session);
    lock = SessionLock.acquire(session, tables, Duration.ZERO, event -> {});
    history = new History(tables, lock, new Actor("alice", "build-7", "test", "the release"));
  }

  @AfterEach
  void close() {
    lock.close();
    opened.close();
  }

  private Entry entry() {
    return History.read(session, tables).get(0);
  }

  @Test
  void isThereWhileItRuns() {
    history.begin(session, step());
    assertThat(entry().success()).isFalse();
    assertThat(entry().isBegun()).isTrue();
    assertThat(entry().isBackfill()).isTrue();
    assertThat(History.isApplied(session, tables, step().version())).isFalse();
  }

  @Test
  void holdsTheErrorOfOneThatFailed() {
    history.begin(session, step());
    history.fail(session, step(), "2 rows are refused", 7);
    assertThat(entry().notes()).isEqualTo("2 rows are refused");
    assertThat(entry().isBackfill()).isTrue();
  }

  @Test
  void holdsTheWayBackAndWhatWasDone() {
    history.begin(session, step());
    history.finish(session, step(), 7, "backfill");
    Entry entry = entry();
    assertThat(entry.success()).isTrue();
    assertThat(entry.notes()).isNull();
    assertThat(entry.recorded()).isEqualTo(FILE);
    assertThat(entry.code()).isEqualTo(WORK);
    assertThat(entry.executionTimeMs()).isEqualTo(7);
    assertThat(Undoing.script(session, tables, step().version()))
        .isEqualTo("UPDATE users SET b = NULL");
    assertThat(database.value("SELECT action || ' ' || reason FROM dbsage_log"))
        .isEqualTo("backfill the release");
    assertThat(Log.corrections(session, tables)).isEmpty();
  }

  @Test
  void takesTheKindOfTheFileThatTookAFailedOnesPlace() {
    database.execute(
        "INSERT INTO schema_migrations (version, name, applied_by, success, checksum, kind)"
            + " VALUES ('20260102120000', 'fill', 'app', false, repeat('0', 64), 'sql')");
    history.begin(session, step());
    assertThat(entry().isBackfill()).isTrue();
  }

  @Test
  void isNotWrittenByARunnerThatLostTheLock() {
    history.begin(session, step());
    lock.close();
    assertThatThrownBy(() -> history.finish(session, step(), 7)).isInstanceOf(UserError.class);
    assertThat(entry().success()).isFalse();
  }

  @Test
  void isNotWaitedForOnceSomebodyElseHasWrittenIt() {
    Session second = opened.open();
    assertThat(SessionLock.acquireUnless(() -> true, second, tables, Duration.ZERO, event -> {}))
        .isNull();
  }

  private static BackfillStep step() {
    return new BackfillStep(
        new Version("20260102120000"),
        "fill",
        FILE,
        new Nothing(),
        new BackfillSpec(
            "fill",
            new QualifiedName("public", "users"),
            Map.of("b", "a"),
            null,
            null,
            null,
            List.of(),
            BackfillSpec.Mode.AUTO,
            null,
            Duration.ofMillis(250),
            2,
            true,
            true,
            BackfillSpec.Passes.AUTO,
            true,
            new BackfillSpec.Throttling(BackfillSpec.Preset.ADAPTIVE, null, null, null),
            Duration.ofMillis(50),
            0,
            new BackfillSpec.Verification(null, null, null),
            "UPDATE users SET b = NULL",
            WORK,
            Map.of()));
  }

  private record Nothing() implements Source {
    @Override
    public String file() {
      return "20260102120000_fill.backfill.yaml";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(new byte[0]);
    }
  }
}
