package io.github.dbsage.model;

import org.jspecify.annotations.Nullable;

/**
 * A migration's version: 14 digits, usually {@code yyyyMMddHHmmss} in UTC; ordered as text.
 *
 * @param digits exactly 14 ASCII digits
 */
public record Version(String digits) implements Comparable<Version> {

  /** How many digits a version has. */
  public static final int LENGTH = 14;

  public Version {
    if (!isVersion(digits)) {
      throw new IllegalArgumentException("not a version of 14 digits: " + digits);
    }
  }

  /** Whether the text is a version: 14 ASCII digits and nothing else. */
  public static boolean isVersion(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Version other) {
    return digits.compareTo(other.digits);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Version that && digits.equals(that.digits);
  }

  @Override
  public int hashCode() {
    return digits.hashCode();
  }

  @Override
  public String toString() {
    return digits;
  }
}
