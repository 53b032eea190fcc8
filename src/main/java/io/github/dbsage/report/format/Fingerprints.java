package io.github.dbsage.report.format;

import io.github.dbsage.model.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Tells a finding again in a later report, though lines were put in above it: by its rule, its file
 * and its statement. Equal ones are numbered in the order in which they come.
 */
final class Fingerprints {

  private final Map<String, Integer> seen = new HashMap<>();

  /** The next finding's: 64 hex digits, a colon, a number from 1. */
  String of(Finding finding) {
    String hash = sha256(finding.rule() + '\n' + finding.where().file() + '\n' + subject(finding));
    return hash + ":" + seen.merge(hash, 1, Integer::sum);
  }

  /** What it is about, without anything that moves when lines do. */
  private static String subject(Finding finding) {
    String statement = finding.statement();
    return statement == null
        ? finding.message().replaceAll(":\\d+:\\d+", "").replaceAll("\\blines? \\d+", "line")
        : statement.strip().replaceAll("\\s+", " ");
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
