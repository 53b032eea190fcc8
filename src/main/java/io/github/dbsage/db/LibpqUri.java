package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads libpq's connection URI (PostgreSQL manual, "Connection URIs"). What it says of a URI that
 * it cannot read never repeats it: anything in it may be a password.
 */
final class LibpqUri {

  static final String FROM = "the URL";

  private final Options options = new Options();

  private LibpqUri() {}

  /** Reads what stands behind {@code postgresql://}. */
  static Options read(String text) {
    LibpqUri uri = new LibpqUri();
    int authority = uri.endOfAuthority(text);
    uri.authority(text.substring(0, authority));
    String rest = text.substring(authority);
    int question = rest.indexOf('?');
    String path = question < 0 ? rest : rest.substring(0, question);
    if (path.length() > 1) {
      uri.options.put(Options.DBNAME, decode(path.substring(1)), FROM);
    }
    if (question >= 0) {
      uri.query(rest.substring(question + 1));
    }
    return uri.options;
  }

  /** A question mark may stand in a password, or begin the parameters: only one of them is here. */
  private int endOfAuthority(String text) {
    int slash = text.indexOf('/');
    int authority = slash < 0 ? text.length() : slash;
    int question = text.indexOf('?');
    if (question < 0 || question > authority) {
      return authority;
    }
    if (text.substring(question, authority).indexOf('@') >= 0) {
      throw unreadable(
          "a ? in a user or password must be written %3F, and an @ in a parameter %40");
    }
    return question;
  }

  private void authority(String authority) {
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String userInfo = authority.substring(0, at);
      int colon = userInfo.indexOf(':');
      String user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
      if (!user.isEmpty()) {
        options.put(Options.USER, user, FROM);
      }
      if (colon >= 0 && colon + 1 < userInfo.length()) {
        options.put(Options.PASSWORD, decode(userInfo.substring(colon + 1)), FROM);
      }
    }
    String list = authority.substring(at + 1);
    if (list.isEmpty()) {
      return;
    }
    List<String> hosts = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String item : list.split(",", -1)) {
      int colon = item.lastIndexOf(':');
      boolean port = colon > item.lastIndexOf(']');
      if (item.startsWith("[") && item.indexOf(']') < 0) {
        throw unreadable("an IPv6 address lacks its closing bracket");
      }
      hosts.add(decode(port ? item.substring(0, colon) : item));
      ports.add(port ? item.substring(colon + 1) : "");
    }
    options.put(Options.HOST, String.join(",", hosts), FROM);
    if (ports.stream().anyMatch(port -> !port.isEmpty())) {
      options.put(Options.PORT, String.join(",", ports), FROM);
    }
  }

  private void query(String query) {
    String previous = "";
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      String name = equals < 0 ? "" : decode(pair.substring(0, equals));
      if (previous.endsWith("password") && !LibpqParameters.isKnown(name)) {
        throw unreadable("an & in a password must be written %26");
      }
      if (equals < 0) {
        throw unreadable("a parameter has no value");
      }
      String value = decode(pair.substring(equals + 1));
      // JDBC's word, which libpq takes too.
      if (name.equals("ssl") && value.equals("true")) {
        LibpqParameters.put(options, "sslmode", "require", FROM);
      } else {
        LibpqParameters.put(options, name, value, FROM);
      }
      previous = name;
    }
  }

  private static String decode(String text) {
    try {
      // In libpq's URIs a plus is a plus.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw unreadable("a % is not followed by two hexadecimal digits (a % itself is written %25)");
    }
  }

  private static UserError unreadable(String reason) {
    return new UserError(AddressProblems.unreadableUrl(reason));
  }
}
