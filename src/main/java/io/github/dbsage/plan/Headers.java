package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of one file's leading comment block, and what is wrong with them. */
final class Headers {

  private static final Pattern NONE =
      Pattern.compile("none\\b[ \\t]*(.*)", Pattern.CASE_INSENSITIVE);
  private static final Pattern BECAUSE =
      Pattern.compile("because[ \\t]+(\\S.*)", Pattern.CASE_INSENSITIVE);

  private final String stem;
  private final Consumer<Finding> log;

  private @Nullable Place checksumAt;
  private @Nullable Checksum stamped;
  private @Nullable Place rollbackAt;
  private @Nullable String forwardOnly;

  /**
   * Starts with nothing read.
   *
   * @param stem version and name of the file, as its {@code Migration} header should have it
   */
  Headers(String stem, Consumer<Finding> log) {
    this.stem = stem;
    this.log = log;
  }

  /** A header of the leading comment block. */
  void leading(Header header, Place at) {
    switch (header.name()) {
      case MIGRATION -> migration(header, at);
      case CHECKSUM -> checksum(header, at);
      case ROLLBACK -> rollback(header, at);
      case APPLIED_BY -> {
        // For people; no part of the checksum either.
      }
    }
  }

  /** A comment elsewhere that reads like a header: it means nothing there, and that is said. */
  void elsewhere(Header header, Place at) {
    if (header.name() == Header.Name.CHECKSUM) {
      log.accept(PlanProblems.checksumNotLeading(at));
    } else if (header.name() == Header.Name.ROLLBACK && NONE.matcher(header.value()).matches()) {
      log.accept(PlanProblems.rollbackNotLeading(at));
    }
  }

  /** What the Checksum header says, or null where there is none that is stamped. */
  @Nullable Checksum stamped() {
    return stamped;
  }

  /** Where the Checksum header stands, or null. */
  @Nullable Place checksumAt() {
    return checksumAt;
  }

  /** The reason why there is no way back, or null. */
  @Nullable String forwardOnly() {
    return forwardOnly;
  }

  /** Where the Rollback header stands, or null. */
  @Nullable Place rollbackAt() {
    return rollbackAt;
  }

  private void migration(Header header, Place at) {
    String value = header.value();
    if (!value.equals(stem) && !value.startsWith(stem + ".")) {
      log.accept(PlanProblems.otherMigration(at, value, stem));
    }
  }

  private void checksum(Header header, Place at) {
    if (checksumAt != null) {
      log.accept(PlanProblems.checksumTwice(at, checksumAt));
      return;
    }
    checksumAt = at;
    String hex = header.value().toLowerCase(Locale.ROOT);
    if (!Checksum.isChecksum(hex)) {
      log.accept(PlanProblems.checksumMalformed(at, header.value()));
    } else if (hex.equals(Checksum.OF_NOTHING.hex())) {
      log.accept(PlanProblems.notStamped(at));
    } else {
      stamped = new Checksum(hex);
    }
  }

  private void rollback(Header header, Place at) {
    if (rollbackAt != null) {
      log.accept(PlanProblems.rollbackTwice(at, rollbackAt));
      return;
    }
    rollbackAt = at;
    Matcher none = NONE.matcher(header.value());
    if (!none.matches()) {
      return;
    }
    Matcher because = BECAUSE.matcher(none.group(1));
    if (because.matches()) {
      forwardOnly = because.group(1);
    } else {
      log.accept(PlanProblems.noneWithoutReason(at));
    }
  }
}
