package io.github.dbsage.db;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one source says about a connection (a URL, a service, the environment), in one vocabulary:
 * libpq's words for where and who, pgJDBC's for the rest. Not thread-safe.
 */
final class Options {

  static final String HOST = "host";
  static final String HOSTADDR = "hostaddr";
  static final String PORT = "port";
  static final String DBNAME = "dbname";
  static final String USER = "user";
  static final String PASSWORD = "password";
  static final String PASSFILE = "passfile";
  static final String SERVICE = "service";
  static final String ROLE = "target_session_attrs";

  /** Those that are no parameters of pgJDBC's. */
  static final List<String> OWN =
      List.of(HOST, HOSTADDR, PORT, DBNAME, USER, PASSWORD, PASSFILE, SERVICE, ROLE);

  /** A value, and what gave it. */
  private record Given(String value, String from) {}

  private final Map<String, Given> values = new LinkedHashMap<>();
  private final List<String> remarks = new ArrayList<>();

  /** Says it; the last word of a source counts. */
  void put(String name, String value, String from) {
    values.put(name, new Given(value, from));
  }

  @Nullable String get(String name) {
    Given given = values.get(name);
    return given == null ? null : given.value();
  }

  /** The value, or null where it is empty. */
  @Nullable String text(String name) {
    String value = get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** What gave a value: {@code the URL}, {@code PGUSER}. */
  String from(String name) {
    Given given = values.get(name);
    return given == null ? "nothing" : given.from();
  }

  /** Something to tell the user, as a sentence without its full stop. */
  void remark(String sentence) {
    if (!remarks.contains(sentence)) {
      remarks.add(sentence);
    }
  }

  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** Fills the gaps with what another source says. */
  Options fill(Options other) {
    other.values.forEach(values::putIfAbsent);
    other.remarks.forEach(this::remark);
    return this;
  }

  /** Without one of the values. */
  void drop(String name) {
    values.remove(name);
  }

  /** pgJDBC's parameters. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    values.forEach((name, given) -> parameters.put(name, given.value()));
    OWN.forEach(parameters::remove);
    return parameters;
  }
}
