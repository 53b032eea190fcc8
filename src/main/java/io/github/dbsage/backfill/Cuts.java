package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Cuts pieces into extents of about as many rows; collects them. Not thread-safe. */
final class Cuts {

  private static final long EXTENT_ROWS = 15_000;
  private static final int MOST = 4_096;

  /** So that several workers end together. */
  private static final int FEWEST_OF_MANY = 64;

  /** Of the rows, as many are looked at for each boundary, and for all of them. */
  private static final long SAMPLE_PER_EXTENT = 100;

  private static final long LARGEST_SAMPLE = 30_000;

  /** Rows of one page are neighbours often: they tell little but where that page lies. */
  private static final long PAGES_PER_EXTENT = 8;

  private static final int SHARES = 1_024;

  private final Session session;
  private final Key key;
  private final List<Extent> extents = new ArrayList<>();
  private boolean dense;
  private boolean sparse;

  Cuts(Session session, Key key) {
    this.session = session;
    this.key = key;
  }

  List<Extent> extents() {
    return extents;
  }

  /** Whether of the keys of whole numbers, most are there, in each piece. */
  boolean dense() {
    return dense && !sparse;
  }

  /** How many extents a piece deserves. */
  static int count(Piece piece) {
    int count = (int) Math.max(1, Math.min(MOST, piece.rows() / EXTENT_ROWS));
    return piece.rows() >= Planner.MANY_ROWS ? Math.max(FEWEST_OF_MANY, count) : count;
  }

  /** Adds a piece as one extent without bounds. */
  void addAll(Piece piece) {
    extents.add(Extent.all(piece.relation()));
  }

  /** Adds the extents of a piece: as many, or fewer where its keys are few. */
  void add(Piece piece, int count) {
    if (key.isTid()) {
      addPages(piece, count);
    } else {
      addRanges(piece, count);
    }
  }

  private void addPages(Piece piece, int count) {
    if (piece.pages() == 0) {
      return;
    }
    BigInteger pages = BigInteger.valueOf(piece.pages());
    List<List<String>> bounds =
        even(BigInteger.ZERO, pages, count).stream().map(Cuts::page).toList();
    addBetween(piece, bounds, page(pages), false);
  }

  private static List<String> page(BigInteger block) {
    return List.of("(" + block + ",0)");
  }

  private void addRanges(Piece piece, int count) {
    List<String> first = end(piece, key.order(piece.qualifier()));
    if (first == null) {
      return;
    }
    List<List<String>> bounds = null;
    if (key.isInteger()) {
      List<String> last = end(piece, key.backwards(piece.qualifier()));
      bounds = last == null ? null : arithmetic(piece, first.get(0), last.get(0), count);
    }
    if (bounds == null) {
      bounds = count == 1 ? List.of() : sampled(piece, count);
    }
    // Read last: no boundary lies behind it then.
    List<String> last = end(piece, key.backwards(piece.qualifier()));
    if (last != null) {
      addBetween(piece, bounds, last, true);
    }
  }

  private void addBetween(
      Piece piece, List<List<String>> bounds, List<String> end, boolean closed) {
    List<String> from = null;
    for (List<String> bound : bounds) {
      extents.add(new Extent(piece.relation(), from, bound, false));
      from = bound;
    }
    extents.add(new Extent(piece.relation(), from, end, closed));
  }

  /** Even steps, where most numbers of the range are taken; else null. */
  private @Nullable List<List<String>> arithmetic(
      Piece piece, String first, String last, int count) {
    BigInteger from = new BigInteger(first);
    BigInteger numbers = new BigInteger(last).subtract(from).add(BigInteger.ONE);
    boolean most = BigInteger.valueOf(piece.rows()).shiftLeft(1).compareTo(numbers) > 0;
    dense |= most;
    sparse |= !most;
    return most
        ? even(from, numbers, count).stream().map(bound -> List.of(bound.toString())).toList()
        : null;
  }

  /** The inner boundaries. */
  private static List<BigInteger> even(BigInteger from, BigInteger length, int count) {
    return IntStream.range(1, count)
        .mapToObj(
            i -> from.add(length.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(count))))
        .filter(bound -> bound.compareTo(from) > 0)
        .distinct()
        .toList();
  }

  private @Nullable List<String> end(Piece piece, String order) {
    List<List<String>> found =
        session.query(
            "SELECT "
                + texts(piece.qualifier())
                + " FROM "
                + piece.relation()
                + " ORDER BY "
                + order
                + " LIMIT 1",
            this::bound);
    return found.isEmpty() ? null : found.get(0);
  }

  private List<List<String>> sampled(Piece piece, int count) {
    long wanted = Math.min(SAMPLE_PER_EXTENT * count, LARGEST_SAMPLE);
    double rowsOfPage = Math.max(1, (double) piece.rows() / Math.max(1, piece.pages()));
    double pages =
        Math.min(
            (double) piece.pages(),
            Math.max(wanted / rowsOfPage, (double) PAGES_PER_EXTENT * count));
    String names =
        IntStream.rangeClosed(1, key.columns().size())
            .mapToObj(i -> "k" + i)
            .collect(Collectors.joining(", "));
    // Unqualified, ORDER BY would take the result's text.
    String qualified = names.replace("k", "s.k");
    String sql =
        String.format(
            Locale.ROOT,
            """
            SELECT DISTINCT ON (%2$s) %3$s
            FROM (
              SELECT k.*, pg_catalog.row_number() OVER (ORDER BY %1$s) AS n,
                     pg_catalog.count(*) OVER () AS total
              FROM (
                SELECT %4$s
                FROM %5$s TABLESAMPLE SYSTEM (%6$.6f) REPEATABLE (1)
                WHERE pg_catalog.hashtid(%7$s.ctid) & %8$d < %9$d
              ) k (%1$s)
            ) s
            WHERE n > 1 AND (n - 1) * %10$d / total > (n - 2) * %10$d / total
            ORDER BY %2$s
            """,
            names,
            qualified,
            qualified.replaceAll("s\\.k\\d+", "$0::text"),
            key.order(piece.qualifier()),
            piece.relation(),
            Math.max(0.000_001, Math.min(100, 100 * pages / Math.max(1, piece.pages()))),
            piece.qualifier(),
            SHARES - 1,
            Math.max(1, Math.min(SHARES, Math.round(SHARES * wanted / (pages * rowsOfPage)))),
            count);
    return session.query(sql, this::bound);
  }

  private String texts(String qualifier) {
    return key.columns().stream()
        .map(c -> new Key(List.of(c)).order(qualifier) + "::text")
        .collect(Collectors.joining(", "));
  }

  private List<String> bound(Session.Row row) {
    return IntStream.rangeClosed(1, key.columns().size()).mapToObj(row::string).toList();
  }
}
