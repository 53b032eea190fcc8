package io.github.dbsage.app;

import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.shadow.Surroundings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * Names for what the first migrations of a history make of an empty database: the same name, the
 * same database.
 */
final class Prefixes {

  /** Changes when what is made of the same files changes. */
  private static final String FORMAT = "2";

  private Prefixes() {}

  /** A name for each number of migrations, from none on: 64 hexadecimal digits. */
  static List<String> of(Surroundings surroundings, String own, List<Step> steps) {
    List<String> names = new ArrayList<>();
    byte[] last = digest(new byte[0], FORMAT, own, surroundings.toString());
    names.add(HexFormat.of().formatHex(last));
    for (Step step : steps) {
      String values =
          step instanceof SqlStep sql
              ? sql.expand() ? new TreeMap<>(sql.placeholders()).toString() : ""
              : step.code().hex();
      last = digest(last, step.version().digits(), step.name(), step.checksum().hex(), values);
      names.add(HexFormat.of().formatHex(last));
    }
    return names;
  }

  /** A name for something that several texts stand for: 64 hexadecimal digits. */
  static String digest(String... parts) {
    return HexFormat.of().formatHex(digest(new byte[0], parts));
  }

  private static byte[] digest(byte[] before, String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(before);
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
