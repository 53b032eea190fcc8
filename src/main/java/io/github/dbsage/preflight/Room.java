package io.github.dbsage.preflight;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Disk for tables that are rewritten: old and new rows are there together. No SQL tells how much is
 * free; where the server runs on this machine, its folder does.
 */
final class Room {

  private static final long GIGA = 1L << 30;

  private Room() {}

  static List<String> of(Session session, Set<QualifiedName> rewritten) {
    long most = 0;
    for (QualifiedName table : rewritten) {
      most = Math.max(most, size(session, table));
    }
    if (most == 0) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    Long free = free(session);
    if (free != null && free < most) {
      found.add(
          "a table of " + giga(most) + " is rewritten, and the disk has " + giga(free) + " left");
    } else if (free == null && most > GIGA) {
      found.add(
          "a table of "
              + giga(most)
              + " is rewritten and needs as much again meanwhile; how much the server's disk has"
              + " left was not checked, because no SQL tells");
    }
    return found;
  }

  private static long size(Session session, QualifiedName table) {
    return session.one(
        "SELECT coalesce(pg_catalog.pg_total_relation_size(pg_catalog.to_regclass(?)), 0)",
        row -> row.number(1),
        table.quoted());
  }

  private static @Nullable Long free(Session session) {
    List<String> folders =
        session.query(
            """
            SELECT pg_catalog.current_setting('data_directory')
             WHERE (pg_catalog.inet_server_addr() IS NULL
                    OR pg_catalog.inet_server_addr() <<= '127.0.0.0/8'
                    OR pg_catalog.inet_server_addr() = '::1')
               AND pg_catalog.pg_has_role('pg_read_all_settings', 'USAGE')
            """,
            row -> row.string(1));
    try {
      Path folder = folders.isEmpty() ? null : Path.of(folders.get(0));
      return folder == null || !Files.isDirectory(folder)
          ? null
          : Files.getFileStore(folder).getUsableSpace();
    } catch (IOException | InvalidPathException e) {
      // A tunnel to another machine, for example.
      return null;
    }
  }

  private static String giga(long bytes) {
    return bytes >= GIGA ? bytes / GIGA + " GB" : Math.max(1, bytes >> 20) + " MB";
  }
}
