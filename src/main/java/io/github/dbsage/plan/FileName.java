package io.github.dbsage.plan;

import io.github.dbsage.model.Version;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file in the migrations folder: {@code <14 digits>_<name>.sql}.
 *
 * @param name letters, digits, {@code _} and {@code -}
 */
record FileName(Version version, String name, Ending ending) {

  private static final Pattern STEM = Pattern.compile("([0-9]{14})_([A-Za-z0-9_-]+)");

  /** What a file is. */
  enum Ending {
    ROLLBACK(".rollback.sql"),
    BACKFILL(".backfill.yaml"),
    SQL(".sql");

    private final String text;

    Ending(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }

    /** What a file seems to be, in whichever case its ending is written; null where it is none. */
    static @Nullable Ending meantBy(String fileName) {
      String folded = fileName.toLowerCase(Locale.ROOT);
      for (Ending ending : values()) {
        if (folded.endsWith(ending.text)) {
          return ending;
        }
      }
      return folded.endsWith(".backfill.yml") ? BACKFILL : null;
    }
  }

  /** The name as it is read, or null where it is not of the form. */
  static @Nullable FileName parse(String fileName) {
    Ending ending = Ending.meantBy(fileName);
    if (ending == null || !fileName.endsWith(ending.text)) {
      return null;
    }
    Matcher stem = STEM.matcher(fileName.substring(0, fileName.length() - ending.text.length()));
    return stem.matches() ? new FileName(new Version(stem.group(1)), stem.group(2), ending) : null;
  }

  /** Version and name: what ties a rollback file to its migration. */
  String stem() {
    return version + "_" + name;
  }

  @Override
  public String toString() {
    return stem() + ending.text;
  }
}
