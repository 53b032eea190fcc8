package io.github.dbsage.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code .backfill.yaml} asks for, with every default filled in.
 *
 * @param name the job's, as {@code migration_progress} has it
 * @param table with its schema
 * @param set SQL expressions by column; empty where there is a statement
 * @param statement with {@code {chunk}} in it, or null where there are columns to set
 * @param qualifier what the columns of {@code {chunk}} are qualified with in the statement, as SQL:
 *     the table's alias; null where {@code set} is used
 * @param where which rows still need it, as SQL; null for all
 * @param key the columns to go along; empty to choose them; {@code ctid} alone for physical order
 * @param batchRows the size of each batch in rows, or null to choose and adapt it
 * @param target how long a batch should take
 * @param workers at most, in this process
 * @param idempotent whether doing a row twice leaves what doing it once does
 * @param asyncCommit whether batches are committed without waiting for the disk
 * @param vacuum whether to vacuum the table on the way, where it grows and the role may
 * @param lockTimeout how long a batch waits for a lock
 * @param poisonLimit how many rows that the server refuses are put up with
 * @param rollback the SQL that undoes it, or null
 * @param hash of what is done to which rows: neither of names and comments, nor of how fast
 * @param places where each key of the file stands, by its path: {@code set.email_address}
 */
public record BackfillSpec(
    String name,
    QualifiedName table,
    Map<String, String> set,
    @Nullable String statement,
    @Nullable String qualifier,
    @Nullable String where,
    List<String> key,
    Mode mode,
    @Nullable Integer batchRows,
    Duration target,
    int workers,
    boolean idempotent,
    boolean asyncCommit,
    Passes passes,
    boolean vacuum,
    Throttling throttle,
    Duration lockTimeout,
    int poisonLimit,
    Verification verify,
    @Nullable String rollback,
    Checksum hash,
    Map<String, Place> places) {

  /** The same with as many workers, which is no other work. */
  public BackfillSpec withWorkers(int count) {
    return new BackfillSpec(
        name,
        table,
        set,
        statement,
        qualifier,
        where,
        key,
        mode,
        batchRows,
        target,
        count,
        idempotent,
        asyncCommit,
        passes,
        vacuum,
        throttle,
        lockTimeout,
        poisonLimit,
        verify,
        rollback,
        hash,
        places);
  }

  /** The key that stands for the physical order. */
  public static final String CTID = "ctid";

  public BackfillSpec {
    if (set.isEmpty() == (statement == null) || table.schema() == null) {
      throw new IllegalArgumentException("a backfill sets columns or runs a statement: " + name);
    }
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
    key = List.copyOf(key);
    places = Map.copyOf(places);
  }

  /** One UPDATE, or batches. */
  public enum Mode {
    AUTO,
    SINGLE,
    BATCHED
  }

  /**
   * Interleaved passes over the same pages.
   *
   * @param count how many, a power of two; 1 for none, 0 to choose
   */
  public record Passes(int count) {
    public static final Passes AUTO = new Passes(0);
    public static final Passes OFF = new Passes(1);

    public Passes {
      if (count < 0 || count > 64 || Integer.bitCount(count) > 1) {
        throw new IllegalArgumentException("not a number of passes: " + count);
      }
    }
  }

  /** How much a backfill holds back, by name. */
  public enum Preset {
    NONE(0, 250),
    LIGHT(100, 50),
    MEDIUM(200, 50),
    HEAVY(500, 50),
    ADAPTIVE(0, 30);

    private final int pauseMs;
    private final int targetMs;

    Preset(int pauseMs, int targetMs) {
      this.pauseMs = pauseMs;
      this.targetMs = targetMs;
    }

    /**
     * How long a batch should take, where the file says nothing: whoever wants one of its rows
     * waits for its end.
     */
    public Duration target() {
      return Duration.ofMillis(targetMs);
    }

    /** What a worker waits behind each batch. */
    public Duration pause() {
      return Duration.ofMillis(pauseMs);
    }

    /** The name in files: lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * When and how much it holds back.
   *
   * @param activeBackends limit of sessions at work that are not ours; null for the default
   * @param replicationLag limit of the slowest standby's lag; null for the default
   * @param sql gives a number: from 1 on it holds back; null for none
   */
  public record Throttling(
      Preset preset,
      @Nullable Integer activeBackends,
      @Nullable Duration replicationLag,
      @Nullable String sql) {}

  /**
   * What must hold behind it.
   *
   * @param remaining how many rows may still need it; null where that is not looked at
   */
  public record Verification(
      @Nullable Long remaining, @Nullable Mismatches mismatches, @Nullable Sample sample) {}

  /** A query that counts rows that are wrong, and how many may be. */
  public record Mismatches(String sql, long max) {}

  /** A query whose first rows are counted for people; none of them is shown. */
  public record Sample(String sql, int limit) {}

  /** Where a key of the file stands; its beginning where it does not. */
  public Place at(String path, Source source) {
    Place place = places.get(path);
    return place == null ? Place.startOf(source.file()) : place;
  }
}
