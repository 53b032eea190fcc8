package io.github.dbsage.backfill;

import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Source;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A backfill's file, written piece by piece: {@code SET v = 1} on a table of {@code public}. */
final class Asked {

  static final Source SOURCE =
      new Source() {
        @Override
        public String file() {
          return "migrations/20260101120000_fill.backfill.yaml";
        }

        @Override
        public InputStream open() {
          return InputStream.nullInputStream();
        }
      };

  private final String table;
  private Map<String, String> set = Map.of("v", "1");
  private @Nullable String statement;
  private @Nullable String qualifier;
  private List<String> key = List.of();
  private BackfillSpec.Mode mode = BackfillSpec.Mode.BATCHED;
  private @Nullable Integer batchRows;
  private boolean idempotent = true;
  private BackfillSpec.Passes passes = BackfillSpec.Passes.AUTO;
  private @Nullable String throttleSql;

  private Asked(String table) {
    this.table = table;
  }

  static Asked of(String table) {
    return new Asked(table);
  }

  Asked set(String column) {
    set = Map.of(column, "1");
    return this;
  }

  Asked statement(String sql, String alias) {
    set = Map.of();
    statement = sql;
    qualifier = alias;
    return this;
  }

  Asked key(String... columns) {
    key = List.of(columns);
    return this;
  }

  Asked mode(BackfillSpec.Mode other) {
    mode = other;
    return this;
  }

  Asked batchRows(int rows) {
    batchRows = rows;
    return this;
  }

  Asked notIdempotent() {
    idempotent = false;
    return this;
  }

  Asked passes(int count) {
    passes = new BackfillSpec.Passes(count);
    return this;
  }

  Asked throttledBy(String sql) {
    throttleSql = sql;
    return this;
  }

  BackfillSpec spec() {
    return new BackfillSpec(
        "fill",
        new QualifiedName("public", table),
        set,
        statement,
        qualifier,
        null,
        key,
        mode,
        batchRows,
        Duration.ofMillis(250),
        1,
        idempotent,
        true,
        passes,
        true,
        new BackfillSpec.Throttling(BackfillSpec.Preset.NONE, null, null, throttleSql),
        Duration.ofMillis(50),
        0,
        new BackfillSpec.Verification(null, null, null),
        null,
        new Checksum("0".repeat(64)),
        Map.of(
            "table", new Place(SOURCE.file(), 2, 8),
            "set.v", new Place(SOURCE.file(), 3, 8),
            "key", new Place(SOURCE.file(), 4, 6)));
  }
}
