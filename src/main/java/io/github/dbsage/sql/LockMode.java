package io.github.dbsage.sql;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The modes of a lock on a table, from weak to strong, and which ones hold each other up
 * (PostgreSQL manual, table 13.2).
 */
public enum LockMode {
  ACCESS_SHARE("AccessShareLock"),
  ROW_SHARE("RowShareLock"),
  ROW_EXCLUSIVE("RowExclusiveLock"),
  SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock"),
  SHARE("ShareLock"),
  SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock"),
  EXCLUSIVE("ExclusiveLock"),
  ACCESS_EXCLUSIVE("AccessExclusiveLock");

  private final String serverName;

  LockMode(String serverName) {
    this.serverName = serverName;
  }

  /** As {@code pg_locks} calls it. */
  public String serverName() {
    return serverName;
  }

  /** As SQL writes it: {@code ACCESS EXCLUSIVE}. */
  public String words() {
    return name().replace('_', ' ');
  }

  /** The modes that cannot be held beside it. */
  public Set<LockMode> conflicts() {
    return switch (this) {
      case ACCESS_SHARE -> EnumSet.of(ACCESS_EXCLUSIVE);
      case ROW_SHARE -> EnumSet.range(EXCLUSIVE, ACCESS_EXCLUSIVE);
      case ROW_EXCLUSIVE -> EnumSet.range(SHARE, ACCESS_EXCLUSIVE);
      case SHARE_UPDATE_EXCLUSIVE -> EnumSet.range(SHARE_UPDATE_EXCLUSIVE, ACCESS_EXCLUSIVE);
      case SHARE -> {
        Set<LockMode> modes = EnumSet.range(ROW_EXCLUSIVE, ACCESS_EXCLUSIVE);
        modes.remove(SHARE);
        yield modes;
      }
      case SHARE_ROW_EXCLUSIVE -> EnumSet.range(ROW_EXCLUSIVE, ACCESS_EXCLUSIVE);
      case EXCLUSIVE -> EnumSet.range(ROW_SHARE, ACCESS_EXCLUSIVE);
      case ACCESS_EXCLUSIVE -> EnumSet.allOf(LockMode.class);
    };
  }

  /** The commands that take it, from common to rare, each with which form of it is meant. */
  public List<String> takenBy() {
    return LockTaker.ALL.stream()
        .filter(taker -> taker.mode() == this)
        .map(LockTaker::name)
        .toList();
  }

  /**
   * The commands that have to wait while it is held, from common to rare: {@code SELECT}, {@code
   * INSERT}, {@code UPDATE} … Of ALTER TABLE and REINDEX, at least some forms.
   */
  public List<String> blocks() {
    Set<LockMode> conflicts = conflicts();
    return LockTaker.ALL.stream()
        .filter(taker -> conflicts.contains(taker.mode()))
        .map(LockTaker::brief)
        .distinct()
        .toList();
  }

  /** Whether SELECT has to wait. */
  public boolean blocksReads() {
    return this == ACCESS_EXCLUSIVE;
  }

  /** Whether INSERT, UPDATE and DELETE have to wait. */
  public boolean blocksWrites() {
    return conflicts().contains(ROW_EXCLUSIVE);
  }

  /**
   * The mode of one of the server's names.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static LockMode of(String serverName) {
    for (LockMode mode : values()) {
      if (mode.serverName.equals(serverName)) {
        return mode;
      }
    }
    throw new IllegalArgumentException("not a lock mode: " + serverName);
  }
}
