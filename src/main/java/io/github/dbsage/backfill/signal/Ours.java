package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import java.util.stream.Collectors;

/** Which sessions are the backfill's own. */
final class Ours {

  /**
   * Begins a query that knows {@code ours (pid)}; binds {@link #application} and {@link #pids}.
   * Names and process ids of all sessions are shown to every role. The server cuts names at 63
   * bytes; behind a pooler they are lost, and this process's own backends are known by number.
   */
  static final String WITH =
      """
      WITH ours AS MATERIALIZED (
        SELECT pid FROM pg_catalog.pg_stat_activity
        WHERE pg_catalog.starts_with(application_name, pg_catalog.left(?, 63))
           OR pid = ANY (?::pg_catalog.int4[]) OR pid = pg_catalog.pg_backend_pid()
      )
      """;

  private Ours() {}

  static String application(Probe probe) {
    return probe.application();
  }

  static String pids(Probe probe) {
    return probe.pids().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
