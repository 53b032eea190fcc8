package io.github.dbsage.db;

/**
 * A host and a port.
 *
 * @param host a name or an address; one of IPv6 stands in brackets
 * @param port from 1 to 65535
 */
public record Endpoint(String host, int port) {

  public Endpoint {
    host = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** The host as password files and certificates write it: without brackets. */
  String bareHost() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
