package io.github.dbsage.db;

import org.jspecify.annotations.Nullable;

/**
 * Where the server itself listens, as it says.
 *
 * @param address that whoever connects to it uses, or null for a socket of its own machine
 */
record ServerAddress(@Nullable String address, int port) {

  /** Whether whoever connects to it, a pooler, is on the server's own machine. */
  boolean isLocal() {
    return address == null || address.startsWith("127.") || address.equals("::1");
  }
}
