package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.backfill.signal.Signals;
import io.github.dbsage.db.Database;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillSpec.Preset;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The round of looks. */
@OnPostgres
final class WatchTest {

  private Database database;
  private Session session;
  private Probe probe;

  @BeforeEach
  void open(TestDatabase test) {
    test.execute("CREATE SCHEMA fill", "CREATE TABLE fill.rows (id int)");
    database = Database.at(test.target(), "dbsage:fill:here:0");
    session = database.open();
    probe = probe(session);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Probe probe(Session session) {
    QualifiedName table = new QualifiedName("fill", "rows");
    BackfillSpec spec =
        new BackfillSpec(
            "fill",
            table,
            Map.of("id", "1"),
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
            new BackfillSpec.Throttling(Preset.ADAPTIVE, null, null, null),
            Duration.ofMillis(50),
            0,
            new BackfillSpec.Verification(null, null, null),
            null,
            Checksum.OF_NOTHING,
            Map.of());
    return new Probe(session, spec, table, "dbsage:fill:", Set.of(), 0);
  }

  /** Counts how often it looks. */
  private static final class Counter implements Signal {
    private final int every;
    private final boolean basic;
    private final AtomicInteger looks = new AtomicInteger();

    private Counter(int every, boolean basic) {
      this.every = every;
      this.basic = basic;
    }

    @Override
    public String name() {
      return "every " + every;
    }

    @Override
    public int every() {
      return every;
    }

    @Override
    public boolean isBasic() {
      return basic;
    }

    @Override
    public Reading look(Probe seen) {
      return Reading.of(looks.incrementAndGet(), name());
    }
  }

  @Test
  void readsEverySignalOnABareServer() {
    Watch watch = Watch.of(Signals.ALL);
    for (int i = 0; i < 9; i++) {
      assertThat(watch.look(Preset.ADAPTIVE, probe))
          .hasSize(Signals.ALL.size())
          .allSatisfy(
              seen -> {
                assertThat(seen.reading().sentence()).doesNotContain("the server refuses");
                assertThat(seen.reading().use()).isFinite();
              });
    }
  }

  @Test
  void looksAtAllOnceAndThenAtEachAsOftenAsItIsWorth() {
    Counter always = new Counter(1, true);
    Counter seldom = new Counter(4, false);
    Watch watch = Watch.of(List.of(() -> always, () -> seldom));
    List<Watch.Seen> first = watch.look(Preset.ADAPTIVE, probe);
    assertThat(first).extracting(seen -> seen.reading().use()).containsExactly(1.0, 1.0);
    for (int i = 0; i < 8; i++) {
      watch.look(Preset.ADAPTIVE, probe);
    }
    assertThat(always.looks).hasValue(9);
    assertThat(seldom.looks).hasValue(3);
  }

  @Test
  void looksOnlyAtWhatThePresetHeeds() {
    Counter basic = new Counter(1, true);
    Counter other = new Counter(2, false);
    Watch watch = Watch.of(List.of(() -> basic, () -> other));
    assertThat(watch.look(Preset.NONE, probe)).isEmpty();
    assertThat(watch.look(Preset.LIGHT, probe))
        .extracting(Watch.Seen::signal)
        .containsExactly("every 1");
    assertThat(other.looks).hasValue(0);
  }

  @Test
  void doesNotWatchWhatTheServerRefuses() {
    Signal refused =
        new Signal() {
          @Override
          public String name() {
            return "refused";
          }

          @Override
          public Reading look(Probe seen) {
            seen.session().query("SELECT 1 / 0", row -> 1);
            return Reading.of(0, "");
          }
        };
    assertThat(Watch.of(List.of(() -> refused)).look(Preset.ADAPTIVE, probe))
        .containsExactly(
            new Watch.Seen(
                "refused", Reading.unwatched("the server refuses: division by zero (22012)")));
  }

  @Test
  void saysWhenItsSessionIsGone() {
    Watch watch = Watch.of(Signals.ALL);
    session.close();
    ServerFailure failure =
        catchThrowableOfType(ServerFailure.class, () -> watch.look(Preset.ADAPTIVE, probe));
    assertThat(failure.connectionLost()).isTrue();
  }
}
