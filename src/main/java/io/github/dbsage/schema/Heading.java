package io.github.dbsage.schema;

import org.jspecify.annotations.Nullable;

/**
 * What an object's heading says.
 *
 * @param schema the schema that it is in, or its table is; null where it is in none
 * @param name its own name, without quotes; empty where its signature says it all
 * @param rest what follows the name
 * @param role whose default privileges they are; null for everything else
 */
record Heading(
    Kind kind, @Nullable String schema, String name, String rest, @Nullable String role) {

  static Heading of(String heading) {
    String label = Kind.labelOf(heading);
    Kind kind = Kind.of(label);
    Scan scan = new Scan(heading, label.length());
    scan.skip(" ");
    return switch (kind) {
      case EXTENSION,
          LANGUAGE,
          ACCESS_METHOD,
          FOREIGN_DATA_WRAPPER,
          SERVER,
          EVENT_TRIGGER,
          PUBLICATION,
          SUBSCRIPTION -> {
        String name = scan.identifier();
        yield new Heading(kind, null, name, scan.rest(), null);
      }
      case SCHEMA -> {
        String name = scan.identifier();
        yield new Heading(kind, name, name, scan.rest(), null);
      }
      case USER_MAPPING, CAST, TRANSFORM -> new Heading(kind, null, "", scan.rest(), null);
      case DEFAULT_PRIVILEGES -> {
        scan.skip("of ");
        String role = scan.identifier();
        String schema = scan.skipPast(" in schema ") ? scan.identifier() : null;
        yield new Heading(kind, schema, "", scan.rest(), role);
      }
      case TRIGGER, RULE, POLICY -> {
        String name = scan.identifier();
        scan.skip(" on ");
        String schema = scan.identifier();
        yield new Heading(kind, schema, name, scan.rest(), null);
      }
      default -> {
        String schema = scan.identifier();
        scan.skip(".");
        String name = kind == Kind.OPERATOR ? "" : scan.identifier();
        yield new Heading(kind, schema, name, scan.rest(), null);
      }
    };
  }

  /** The name that stands at a place of a line. */
  static String identifier(String line, int at) {
    return new Scan(line, at).identifier();
  }

  /** Reads names from the left. Not thread-safe. */
  private static final class Scan {
    private final String text;
    private int at;

    Scan(String text, int at) {
      this.text = text;
      this.at = at;
    }

    void skip(String expected) {
      if (text.startsWith(expected, at)) {
        at += expected.length();
      }
    }

    boolean skipPast(String expected) {
      int found = text.indexOf(expected, at);
      at = found < 0 ? at : found + expected.length();
      return found >= 0;
    }

    String identifier() {
      int start = at;
      if (at < text.length() && text.charAt(at) == '"') {
        at++;
        while (at < text.length()) {
          if (text.charAt(at) != '"') {
            at++;
          } else if (text.startsWith("\"\"", at)) {
            at += 2;
          } else {
            break;
          }
        }
        String quoted = text.substring(start + 1, at);
        at = Math.min(at + 1, text.length());
        return quoted.replace("\"\"", "\"").replace('␊', '\n');
      }
      while (at < text.length() && " .(".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    String rest() {
      return text.substring(at);
    }
  }
}
