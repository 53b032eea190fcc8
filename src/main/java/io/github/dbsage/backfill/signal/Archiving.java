package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** WAL that is not archived yet: until then it stays on the disk. */
final class Archiving implements Signal {

  /**
   * What it comes to when archiving fails; it may do so for weeks, and then a little must go on.
   */
  private static final double FAILING = 1;

  /** What it comes to at most. */
  private static final double MOST = 1.9;

  /** A segment's name, which others (of backups) begin with; that of a history has fewer digits. */
  private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}.*");

  private static final String QUERY =
      """
      SELECT pg_catalog.current_setting('archive_mode') <> 'off', a.last_archived_wal,
             pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()),
             coalesce(a.last_failed_time > coalesce(a.last_archived_time, '-infinity'), false),
             a.last_failed_wal,
             pg_catalog.pg_size_bytes(pg_catalog.current_setting('wal_segment_size')),
             pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size'))
      FROM pg_catalog.pg_stat_archiver a
      """;

  private long least = Long.MAX_VALUE;

  /**
   * What the server says.
   *
   * @param segment in bytes
   * @param limit in bytes
   */
  record Archive(
      boolean on,
      @Nullable String archived,
      String written,
      boolean failing,
      @Nullable String failed,
      long segment,
      long limit) {}

  @Override
  public String name() {
    return "archiving";
  }

  @Override
  public int every() {
    return 8;
  }

  @Override
  public Reading look(Probe probe) {
    return judge(
        probe
            .session()
            .one(
                QUERY,
                row ->
                    new Archive(
                        row.flag(1),
                        row.text(2),
                        row.string(3),
                        row.flag(4),
                        row.text(5),
                        row.number(6),
                        row.number(7))));
  }

  Reading judge(Archive archive) {
    if (!archive.on()) {
      return Reading.of(0, "WAL is not archived");
    }
    if (archive.failing()) {
      return Reading.of(FAILING, "archiving fails, at " + archive.failed());
    }
    String archived = archive.archived();
    if (archived == null || !SEGMENT.matcher(archived).matches()) {
      return Reading.of(0, "no WAL has been archived since the server's statistics began");
    }
    long queued =
        Math.max(0, number(archive.written(), archive) - number(archived, archive) - 1)
            * archive.segment();
    least = Math.min(least, queued);
    return Reading.of(
        Math.min(MOST, (double) (queued - least) / archive.limit()),
        Words.size(queued)
            + " of WAL wait for the archive"
            + (least > 0 ? " (" + Words.size(least) + " before)" : "")
            + ", the limit is "
            + Words.size(least + archive.limit()));
  }

  /** Which one it is: behind the timeline, digits for each 4 GB, and for the segment in them. */
  private static long number(String name, Archive archive) {
    long each = (1L << 32) / archive.segment();
    return Long.parseLong(name.substring(8, 16), 16) * each
        + Long.parseLong(name.substring(16, 24), 16);
  }
}
