package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.sql.Fragment;
import java.nio.charset.StandardCharsets;

/**
 * What tells a backfill from another one of its name: what is done to which rows. White space and
 * comments in SQL count for nothing.
 */
final class BackfillHash {

  private final StringBuilder text = new StringBuilder();

  private BackfillHash() {}

  static Checksum of(QualifiedName table, BackfillWork work) {
    BackfillHash hash = new BackfillHash();
    hash.add("table", table.quoted());
    work.set().forEach((column, value) -> hash.add("set", column).add("to", canonical(value)));
    if (work.statement() != null) {
      hash.add("statement", canonical(work.statement()));
    }
    if (work.where() != null) {
      hash.add("where", canonical(work.where()));
    }
    work.key().forEach(column -> hash.add("key", column));
    hash.add("idempotent", Boolean.toString(work.idempotent()));
    return hash.checksum();
  }

  private static String canonical(String sql) {
    return Fragment.of(sql).canonical();
  }

  /** With its length, so that no value can look like another line. */
  private BackfillHash add(String what, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    text.append(what).append(' ').append(bytes).append(' ').append(value).append('\n');
    return this;
  }

  private Checksum checksum() {
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    return Checksum.of(CanonicalText.sha256().digest(bytes));
  }
}
