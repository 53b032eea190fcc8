package io.github.dbsage.history;

import io.github.dbsage.db.Literal;
import io.github.dbsage.db.Session;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The lease as it stands in {@code dbsage_meta}, in rows that are there only while it is taken. The
 * owner's row never changes while the lease is held, so that a transaction can lock it to its end
 * and heartbeats still go through. The server's clock alone counts.
 */
final class Lease {

  private static final String NOW_UTC = "pg_catalog.clock_timestamp() AT TIME ZONE 'UTC'";
  private static final String ISO = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

  private final Tables tables;

  Lease(Tables tables) {
    this.tables = tables;
  }

  /**
   * A lease that somebody took.
   *
   * @param owner a token that no other lease has
   * @param remaining until it runs out; negative where it has
   */
  record Standing(String owner, String holder, Duration remaining) {

    boolean hasRunOut() {
      return remaining.isNegative() || remaining.isZero();
    }

    /** For whoever waits. */
    Turn.Holder words() {
      String until =
          hasRunOut()
              ? "its lease has run out, but the server still ends a transaction of it"
              : "its lease runs out in "
                  + Math.max(1, remaining.toSeconds())
                  + " s unless it is renewed";
      return new Turn.Holder(holder + "; " + until, true);
    }
  }

  /** Who has it, run out or not; null where nobody has. */
  @Nullable Standing standing(Session session) {
    if (!tables.hasMeta(session)) {
      return null;
    }
    List<Standing> standing =
        session.query(
            """
            SELECT o.value, h.value,
                   pg_catalog.round(extract(epoch FROM e.value::pg_catalog.timestamptz
                     - pg_catalog.clock_timestamp()) * 1000)::bigint
              FROM %1$s o
              LEFT JOIN %1$s h ON h.key = 'lease.holder'
              LEFT JOIN %1$s e ON e.key = 'lease.expires'
             WHERE o.key = 'lease.owner'
            """
                .formatted(tables.meta()),
            row ->
                new Standing(
                    row.string(1), String.valueOf(row.text(2)), Duration.ofMillis(row.number(3))));
    return standing.isEmpty() ? null : standing.get(0);
  }

  /**
   * Makes sure that no lease is in the way, within a transaction of the caller's that keeps other
   * takers out; one that has run out cannot be renewed any more then.
   *
   * @return who is in the way, or null
   */
  @Nullable Standing obstacle(Session session) {
    Standing found = standing(session);
    if (found == null || !found.hasRunOut()) {
      return found;
    }
    boolean locked =
        !session
            .query(
                "SELECT 1 FROM "
                    + tables.meta()
                    + " WHERE key = 'lease.owner' AND value = ? FOR UPDATE SKIP LOCKED",
                row -> row.number(1),
                found.owner())
            .isEmpty();
    Standing now = standing(session);
    return now == null || (locked && now.hasRunOut()) ? null : now;
  }

  /** SQL that is true while an owner has it, and keeps it so until the transaction's end. */
  String heldBy(String owner) {
    return "EXISTS (SELECT FROM "
        + tables.meta()
        + " WHERE key = 'lease.owner' AND value = "
        + Literal.of(owner)
        + " FOR SHARE)";
  }

  /** Writes it for a new owner. */
  void write(Session session, String owner, String holder, Duration length) {
    session.send(
        """
        INSERT INTO %1$s AS m (key, value) VALUES
          ('lease.owner', %2$s), ('lease.holder', %3$s || ', user ' || session_user || ')'),
          ('lease.heartbeat', %4$s), ('lease.expires', %5$s)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """
            .formatted(
                tables.meta(),
                Literal.of(owner),
                Literal.of(holder),
                at(0),
                at(length.toMillis())));
  }

  /** Renews it where it is still the owner's; returns whether it is. */
  boolean renew(Session session, String owner, Duration length) {
    return session.update(
            """
            UPDATE %1$s SET value = CASE key WHEN 'lease.heartbeat' THEN %2$s ELSE %3$s END
             WHERE key IN ('lease.heartbeat', 'lease.expires') AND %4$s
            """
                .formatted(tables.meta(), at(0), at(length.toMillis()), heldBy(owner)))
        > 0;
  }

  /** Gives an owner's lease another owner's name; 0 rows where it is not that owner's. */
  int rename(Session session, String owner, String newOwner) {
    return session.update(
        "UPDATE " + tables.meta() + " SET value = ? WHERE key = 'lease.owner' AND value = ?",
        newOwner,
        owner);
  }

  /** SQL that removes what an owner has, and nothing where it is not that owner's. */
  String removal(String owner) {
    return """
        WITH gone AS (DELETE FROM %1$s WHERE key = 'lease.owner' AND value = %2$s RETURNING key) \
        DELETE FROM %1$s WHERE key IN ('lease.holder', 'lease.heartbeat', 'lease.expires') \
        AND EXISTS (SELECT FROM gone)"""
        .formatted(tables.meta(), Literal.of(owner));
  }

  private static String at(long ms) {
    return String.format(
        Locale.ROOT,
        "pg_catalog.to_char(%s + pg_catalog.make_interval(secs => %d / 1000.0), %s)",
        NOW_UTC,
        ms,
        ISO);
  }
}
