package io.github.dbsage.db;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SQL that sets a session up where the start-up message could not, and that leaves a shared backend
 * as it was found.
 */
final class SharedState {

  /** The server notices within a second that the client is gone; unknown to some platforms. */
  static final String CHECK = "client_connection_check_interval = 1000";

  /** What a client asks for when it connects, and what DISCARD ALL takes away behind a pooler. */
  private static final List<String> CLIENTS =
      List.of("application_name", "client_encoding", "DateStyle", "IntervalStyle", "TimeZone");

  /**
   * The settings that somebody made in the session, the transaction's own left out: a pooler sets
   * some for each of its clients.
   */
  private static final String REMEMBER =
      """
      SELECT pg_catalog.set_config('dbsage.session', (SELECT
      coalesce(pg_catalog.json_object_agg(s.name, s.setting)::text, '{}')
      FROM pg_catalog.pg_settings s WHERE s.source = 'session' AND s.name NOT IN
      ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout',
      'client_connection_check_interval')), true)""";

  private static final String RESTORE =
      """
      SELECT pg_catalog.count(pg_catalog.set_config(s.name, coalesce(b.value, s.reset_val), false))
      FROM pg_catalog.pg_settings s LEFT JOIN pg_catalog.json_each_text(
      pg_catalog.current_setting('dbsage.session')::pg_catalog.json) b (name, value)
      ON b.name = s.name
      WHERE s.source = 'session' AND s.context IN ('user', 'superuser')
      AND s.name NOT LIKE 'transaction%' AND s.setting IS DISTINCT FROM
      coalesce(b.value, s.reset_val)""";

  private SharedState() {}

  /** What a session that is ours alone is given in statements. */
  static List<String> settings() {
    return List.of(
        "SET idle_session_timeout = 0",
        "SET idle_in_transaction_session_timeout = 0",
        "SET lock_timeout = 0",
        "SET statement_timeout = 0",
        "SET standard_conforming_strings = on");
  }

  /** Of what the server reported when the connection began, that which a client asks for. */
  static Map<String, String> asked(Map<String, String> reported) {
    Map<String, String> asked = new LinkedHashMap<>();
    for (String name : CLIENTS) {
      String value = reported.get(name);
      if (value != null) {
        asked.put(name, value);
      }
    }
    return asked;
  }

  /** Sets it again. */
  static List<String> again(Map<String, String> asked) {
    List<String> sql = new ArrayList<>();
    asked.forEach((name, value) -> sql.add("SET " + name + " = " + Literal.of(value)));
    return sql;
  }

  /** For the begin of a transaction on a shared backend; sets no snapshot. */
  static List<String> entering(boolean check) {
    List<String> settings = new ArrayList<>();
    settings.add("SET LOCAL idle_in_transaction_session_timeout = 0");
    settings.add("SET LOCAL lock_timeout = 0");
    settings.add("SET LOCAL statement_timeout = 0");
    if (check) {
      settings.add("SET LOCAL " + CHECK);
    }
    return settings;
  }

  /** Before the first statement that is not ours. */
  static String remembering() {
    return REMEMBER;
  }

  /** Right before COMMIT. */
  static List<String> leaving() {
    return List.of("RESET SESSION AUTHORIZATION", "RESET ROLE", RESTORE, "DISCARD TEMP");
  }
}
