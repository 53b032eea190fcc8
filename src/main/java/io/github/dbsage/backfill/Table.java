package io.github.dbsage.backfill;

import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table of a backfill.
 *
 * @param attributes its columns
 * @param leaves what holds rows: the table, or its partitions, or itself and its children
 * @param pieces what is updated by itself: the leaves, or the table as a whole
 * @param whole whether leaves are not updated by themselves: a statement names the table, or rows
 *     move between partitions
 */
record Table(
    long oid,
    QualifiedName name,
    List<Attribute> attributes,
    List<Leaf> leaves,
    List<Piece> pieces,
    boolean whole) {

  /** Of a number of rows. */
  static final long UNKNOWN = -1;

  Table {
    attributes = List.copyOf(attributes);
    leaves = List.copyOf(leaves);
    pieces = List.copyOf(pieces);
  }

  /**
   * A column.
   *
   * @param type of a domain, the one beneath
   * @param computed {@code generated} or {@code identity} where it cannot be set, else null
   */
  record Attribute(String name, String type, boolean notNull, @Nullable String computed) {}

  /**
   * What holds rows.
   *
   * @param rows about; {@link #UNKNOWN} until they are counted
   * @param bytes without TOAST
   */
  record Leaf(
      long oid,
      QualifiedName name,
      boolean foreign,
      long rows,
      long pages,
      long bytes,
      long toastBytes,
      int fillfactor) {

    Leaf withRows(long counted) {
      return new Leaf(oid, name, foreign, counted, pages, bytes, toastBytes, fillfactor);
    }
  }

  @Nullable Attribute attribute(String name) {
    return attributes.stream().filter(a -> a.name().equals(name)).findFirst().orElse(null);
  }

  /** About how many there are. */
  long rows() {
    return leaves.stream().mapToLong(Leaf::rows).sum();
  }

  /** The leaves' oids, as PostgreSQL reads an array. */
  String oids() {
    return array(leaves.stream().map(Leaf::oid).toList());
  }

  static String array(List<Long> oids) {
    return oids.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
  }
}
