package io.github.dbsage.plan;

import java.util.List;
import java.util.Map;

/** Every key of a backfill's file, by the mapping that it stands in. */
final class BackfillKeys {

  static final String NAME = "backfill";
  static final String TABLE = "table";
  static final String SET = "set";
  static final String STATEMENT = "statement";
  static final String WHERE = "where";
  static final String KEY = "key";
  static final String ROLLBACK = "rollback";
  static final String THROTTLE = "throttle";
  static final String PRESET = "preset";
  static final String VERIFY = "verify";
  static final String REMAINING = "remaining";
  static final String MISMATCHES = "mismatches";
  static final String SAMPLE = "sample";
  static final String SQL = "sql";

  /** What is chosen for the file. */
  static final String AUTO = "auto";

  /** A boolean to YAML, and meant as the word. */
  static final String OFF = "off";

  static final List<String> BACKFILL =
      List.of(
          NAME,
          TABLE,
          SET,
          STATEMENT,
          WHERE,
          KEY,
          "mode",
          "batch",
          "workers",
          "idempotent",
          "async_commit",
          "passes",
          "vacuum",
          THROTTLE,
          "lock_timeout",
          "poison_limit",
          VERIFY,
          ROLLBACK);

  static final List<String> BATCH = List.of("size", "target");
  static final List<String> THROTTLING = List.of(PRESET, "active_backends", "replication_lag", SQL);
  static final List<String> VERIFICATION = List.of(REMAINING, MISMATCHES, SAMPLE);
  static final List<String> COUNTED = List.of(SQL, "max");
  static final List<String> SHOWN = List.of(SQL, "limit");

  /** All of them: where a mapping stands and its keys; those of {@code set} are columns. */
  static final Map<String, List<String>> ALL =
      Map.of(
          "",
          BACKFILL,
          "batch",
          BATCH,
          THROTTLE,
          THROTTLING,
          VERIFY,
          VERIFICATION,
          VERIFY + "." + MISMATCHES,
          COUNTED,
          VERIFY + "." + SAMPLE,
          SHOWN);

  private BackfillKeys() {}
}
