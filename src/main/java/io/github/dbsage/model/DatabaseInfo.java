package io.github.dbsage.model;

/**
 * The database that a goal talks to, without secrets.
 *
 * @param serverVersion as people write it: {@code 18.6}
 */
public record DatabaseInfo(String host, int port, String name, String user, String serverVersion) {}
