package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Probe;
import io.github.dbsage.backfill.Reading;
import io.github.dbsage.backfill.Signal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * WAL that replication slots keep on the primary's disk, beyond what they kept at first: somebody
 * does not follow.
 */
final class SlotWal implements Signal {

  /** The part of max_slot_wal_keep_size from which on a slot is about to be lost. */
  private static final double NEARLY = 0.7;

  private static final String QUERY =
      """
      SELECT slot_name,
             pg_catalog.pg_wal_lsn_diff(
               pg_catalog.pg_current_wal_lsn(), restart_lsn)::pg_catalog.int8,
             pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_wal_size')),
             pg_catalog.pg_size_bytes(pg_catalog.current_setting('max_slot_wal_keep_size'))
      FROM pg_catalog.pg_replication_slots
      WHERE restart_lsn IS NOT NULL
      """;

  private final Map<String, Long> least = new HashMap<>();

  /**
   * A slot and the server's settings, in bytes.
   *
   * @param most that a slot may keep, negative for all
   */
  record Slot(String name, long kept, long limit, long most) {}

  @Override
  public String name() {
    return "WAL of slots";
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
            .query(
                QUERY,
                row -> new Slot(row.string(1), row.number(2), row.number(3), row.number(4))));
  }

  Reading judge(List<Slot> slots) {
    least.keySet().retainAll(slots.stream().map(Slot::name).toList());
    Reading worst = Reading.of(0, "no replication slot keeps WAL");
    for (Slot slot : slots) {
      long before = least.merge(slot.name(), slot.kept(), Math::min);
      double grown = (double) (slot.kept() - before) / slot.limit();
      double full = slot.most() > 0 ? slot.kept() / (NEARLY * slot.most()) : 0;
      double use = Math.max(grown, full);
      if (use >= worst.use()) {
        worst = Reading.of(use, sentence(slot, before, full > grown));
      }
    }
    return worst;
  }

  private static String sentence(Slot slot, long before, boolean full) {
    String kept = "replication slot " + slot.name() + " keeps " + Words.size(slot.kept());
    return full
        ? kept + " of WAL and is lost at " + Words.size(slot.most())
        : kept
            + " of WAL, "
            + Words.size(before)
            + " at least so far; the limit is "
            + Words.size(slot.limit())
            + " more";
  }
}
