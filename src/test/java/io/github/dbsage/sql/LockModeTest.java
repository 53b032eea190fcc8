package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LockModeTest {

  @ParameterizedTest
  @EnumSource
  void conflictsBothWays(LockMode mode) {
    for (LockMode other : LockMode.values()) {
      assertThat(mode.conflicts().contains(other)).isEqualTo(other.conflicts().contains(mode));
    }
  }

  @ParameterizedTest
  @EnumSource
  void isTakenBySomeCommand(LockMode mode) {
    assertThat(mode.takenBy()).isNotEmpty().doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void namesEachCommandThatWaitsOnce(LockMode mode) {
    assertThat(mode.blocks()).contains("ALTER TABLE", "DROP TABLE").doesNotHaveDuplicates();
    assertThat(mode.blocks().contains("SELECT")).isEqualTo(mode.blocksReads());
    assertThat(mode.blocks().contains("UPDATE")).isEqualTo(mode.blocksWrites());
  }

  @Test
  void namesCommonCommandsFirst() {
    assertThat(LockMode.ACCESS_EXCLUSIVE.blocks())
        .startsWith("SELECT", "INSERT", "UPDATE", "DELETE");
    assertThat(LockMode.SHARE.blocks()).startsWith("INSERT", "UPDATE", "DELETE", "MERGE");
    assertThat(LockMode.SHARE_UPDATE_EXCLUSIVE.blocks())
        .startsWith("VACUUM", "ANALYZE", "CREATE INDEX", "CREATE INDEX CONCURRENTLY")
        .doesNotContain("INSERT");
  }
}
