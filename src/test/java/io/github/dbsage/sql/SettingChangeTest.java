package io.github.dbsage.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a statement does to the settings of its session. */
final class SettingChangeTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SET lock_timeout = 5                                 | lock_timeout | false | false
          set session LOCK_TIMEOUT to '5s'                     | lock_timeout | false | false
          SET "lock_timeout" TO 0                              | lock_timeout | false | false
          SET /* x */ LOCAL lock_timeout = '1min'              | lock_timeout | true  | false
          SET LOCAL lock_timeout TO DEFAULT                    | lock_timeout | true  | true
          SET lock_timeout = DEFAULT                           | lock_timeout | false | true
          RESET lock_timeout                                   | lock_timeout | false | true
          RESET ALL                                            | all          | false | true
          DISCARD ALL                                          | all          | false | true
          SELECT set_config('lock_timeout', '5s', false)       | lock_timeout | false | false
          SELECT pg_catalog.SET_CONFIG('Lock_Timeout','5s',true) | lock_timeout | true | false
          SELECT set_config('lock_timeout', f(1, true), 't')   | lock_timeout | true  | false
          SELECT set_config('lock_timeout', f(1, true), 'f')   | lock_timeout | false | false
          """)
  void isReadFromItsTokens(String sql, String name, boolean local, boolean toDefault) {
    assertThat(SettingChange.in(Reading.statement(sql)))
        .containsExactly(new SettingChange(name, local, toDefault));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'SET lock_timeout = 5'",
        "SELECT current_setting('lock_timeout')",
        "SHOW lock_timeout",
        "DROP TABLE t",
        "DISCARD TEMP",
        "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "UPDATE t SET lock_timeout = 5"
      })
  void isNothingForOthers(String sql) {
    assertThat(SettingChange.in(Reading.statement(sql))).isEmpty();
  }

  @Test
  void mayBeSeveralInOneStatement() {
    assertThat(
            SettingChange.in(
                Reading.statement(
                    "SELECT set_config('a', 'b', true), set_config('c', 'd', false)")))
        .containsExactly(new SettingChange("a", true, false), new SettingChange("c", false, false));
  }
}
