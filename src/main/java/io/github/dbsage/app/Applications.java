package io.github.dbsage.app;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How this run names itself to others. */
final class Applications {

  private Applications() {}

  /** What {@code pg_stat_activity.application_name} shows: the goal, and whose it is. */
  static String name(String goal) {
    return "dbsage " + goal + " " + osUser() + "@" + host();
  }

  static String osUser() {
    return System.getProperty("user.name", "?");
  }

  static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
