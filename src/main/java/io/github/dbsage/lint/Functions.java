package io.github.dbsage.lint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How volatile the functions are that PostgreSQL and its usual extensions bring along. */
final class Functions {

  private static final String LIST = "functions.txt";

  private static final Map<String, Volatility> BUILT_IN = read();

  /** Of uuid-ossp, pgcrypto, tablefunc, pg_uuidv7, dblink. */
  private static final Set<String> VOLATILE_EXTENSIONS =
      Set.of(
          "uuid_generate_v1",
          "uuid_generate_v1mc",
          "uuid_generate_v4",
          "uuid_generate_v7",
          "gen_random_bytes",
          "gen_salt",
          "pgp_sym_encrypt",
          "pgp_sym_encrypt_bytea",
          "pgp_pub_encrypt",
          "pgp_pub_encrypt_bytea",
          "normal_rand",
          "dblink",
          "dblink_exec");

  /** Of uuid-ossp, pgcrypto, unaccent, hstore. */
  private static final Set<String> STABLE_EXTENSIONS =
      Set.of(
          "uuid_nil",
          "uuid_ns_dns",
          "uuid_ns_url",
          "uuid_ns_oid",
          "uuid_ns_x500",
          "uuid_generate_v3",
          "uuid_generate_v5",
          "digest",
          "hmac",
          "crypt",
          "unaccent",
          "hstore");

  private Functions() {}

  /** Of a function in {@code pg_catalog}, the worst of those that share the name. */
  static Volatility builtIn(String name) {
    return BUILT_IN.getOrDefault(name, Volatility.UNKNOWN);
  }

  /** Of an extension's function, whatever schema it was put into. */
  static Volatility extension(String name) {
    if (VOLATILE_EXTENSIONS.contains(name)) {
      return Volatility.VOLATILE;
    }
    return STABLE_EXTENSIONS.contains(name) ? Volatility.STABLE : Volatility.UNKNOWN;
  }

  private static Map<String, Volatility> read() {
    Map<String, Volatility> found = new HashMap<>();
    Volatility section = Volatility.UNKNOWN;
    try (InputStream in = Functions.class.getResourceAsStream(LIST)) {
      if (in == null) {
        throw new IllegalStateException(LIST + " is not in the jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          String name = line.substring(1, line.length() - 1);
          section = Volatility.valueOf(name.toUpperCase(Locale.ROOT));
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          for (String name : line.split(" ", -1)) {
            found.put(name, section);
          }
        }
      }
      return Map.copyOf(found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
