package io.github.dbsage.backfill;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a window ends, as far as that takes no question to the server. */
final class Edges {

  private final Job job;
  private final boolean dense;
  private final double rowsPerBlock;

  /**
   * @param dense whether the key is one whole number with few gaps
   * @param rowsPerBlock for physical order
   */
  Edges(Job job, boolean dense, double rowsPerBlock) {
    this.job = job;
    this.dense = dense;
    this.rowsPerBlock = Math.max(1, rowsPerBlock);
  }

  /**
   * An end.
   *
   * @param key exclusive; null for the extent's end
   */
  record Edge(@Nullable List<String> key) {}

  /** Whether the server must be asked: of an open end, only it knows where it is. */
  boolean asks(Claim piece) {
    return !job.key().isTid() && !(dense && piece.from() != null && piece.extent().upper() != null);
  }

  /** The end of a window of about so many rows. */
  Edge of(Claim piece, @Nullable List<String> from, long rows) {
    List<String> upper = piece.extent().upper();
    if (job.key().isTid()) {
      long first = from == null ? 0 : block(from);
      long end = first + Math.max(1, (long) (rows / rowsPerBlock));
      boolean last = upper != null && end >= block(upper);
      return new Edge(last ? null : List.of("(" + end + ",0)"));
    }
    if (from == null) {
      throw new IllegalArgumentException(
          "the server is to be asked where " + piece.id() + " begins");
    }
    BigInteger end = new BigInteger(from.get(0)).add(BigInteger.valueOf(rows));
    boolean last = upper != null && end.compareTo(new BigInteger(upper.get(0))) > 0;
    return new Edge(last ? null : List.of(end.toString()));
  }

  /** Whether a window cannot be cut further. */
  boolean isLeast(long rows, int fewest) {
    return rows <= Math.max(fewest, job.key().isTid() ? rowsPerBlock : 0);
  }

  private static long block(List<String> tid) {
    String text = tid.get(0);
    return Long.parseLong(text.substring(1, text.indexOf(',')));
  }
}
