package io.github.dbsage.db;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Session defaults, sent with the start-up message, so that RESET ALL and DISCARD ALL return to
 * them: the server never ends a session for being idle, and reads strings as those who split the
 * files do, whatever the database or the role sets; timeouts are set where a statement needs one.
 */
final class SessionOptions {

  /** The server notices within a second that the client is gone. */
  private static final String CHECK = "client_connection_check_interval";

  private static final Map<String, String> OURS =
      new TreeMap<>(
          Map.of(
              "idle_session_timeout",
              "0",
              "idle_in_transaction_session_timeout",
              "0",
              "lock_timeout",
              "0",
              "statement_timeout",
              "0",
              "standard_conforming_strings",
              "on",
              CHECK,
              "1000"));

  private static final Pattern SETTING = Pattern.compile("(?:-c\\s*|--)([\\w.-]+)=");

  private SessionOptions() {}

  /** Those that are given with ours behind them, where they win. */
  static String with(@Nullable String given) {
    return joined(given, OURS);
  }

  /** The same for the server platforms that cannot notice a client's end. */
  static String withoutCheck(@Nullable String given) {
    Map<String, String> fewer = new TreeMap<>(OURS);
    fewer.remove(CHECK);
    return joined(given, fewer);
  }

  /** Only those that are given; null where none are. For poolers, which know no such options. */
  static @Nullable String none(@Nullable String given) {
    return given == null || given.isBlank() ? null : given;
  }

  /** What of those that are given does not hold, a sentence each. */
  static List<String> clashes(String given, String from) {
    Matcher setting = SETTING.matcher(given);
    return setting
        .results()
        .map(found -> found.group(1).replace('-', '_'))
        .distinct()
        .filter(OURS::containsKey)
        .map(name -> AddressProblems.overriddenSetting(name, from, String.valueOf(OURS.get(name))))
        .toList();
  }

  private static String joined(@Nullable String given, Map<String, String> ours) {
    String text =
        ours.entrySet().stream()
            .map(entry -> "-c " + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining(" "));
    return given == null || given.isBlank() ? text : given + " " + text;
  }
}
