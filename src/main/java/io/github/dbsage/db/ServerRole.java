package io.github.dbsage.db;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which of several hosts is wanted: libpq's {@code target_session_attrs}. */
public enum ServerRole {
  ANY("can be reached"),
  READ_WRITE("takes writes"),
  READ_ONLY("is read-only"),
  PRIMARY("is a primary"),
  STANDBY("is a standby"),
  PREFER_STANDBY("can be reached");

  /** pgJDBC's {@code targetServerType}, in lower case. */
  private static final Map<String, ServerRole> OF_JDBC =
      Map.of(
          "any", ANY,
          "primary", PRIMARY,
          "master", PRIMARY,
          "secondary", STANDBY,
          "slave", STANDBY,
          "prefersecondary", PREFER_STANDBY,
          "preferslave", PREFER_STANDBY);

  private final String words;

  ServerRole(String words) {
    this.words = words;
  }

  /** What none of the hosts is, for a sentence. */
  String words() {
    return words;
  }

  /** As {@code target_session_attrs} writes it. */
  String libpqName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<String> libpqNames() {
    return Arrays.stream(values()).map(ServerRole::libpqName).toList();
  }

  /** Of a value of {@code target_session_attrs}; null where it is none. */
  static @Nullable ServerRole ofLibpq(String value) {
    return Arrays.stream(values())
        .filter(role -> role.libpqName().equals(value))
        .findFirst()
        .orElse(null);
  }

  /** Of a value of pgJDBC's {@code targetServerType}; null where it is none. */
  static @Nullable ServerRole ofJdbc(String value) {
    return OF_JDBC.get(value.toLowerCase(Locale.ROOT));
  }

  /** Whether a server of this kind is the one; {@code prefer-standby} takes any in the end. */
  boolean accepts(boolean standby, boolean readOnly) {
    return switch (this) {
      case ANY -> true;
      case READ_WRITE -> !standby && !readOnly;
      case READ_ONLY -> standby || readOnly;
      case PRIMARY -> !standby;
      case STANDBY, PREFER_STANDBY -> standby;
    };
  }
}
