package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key that a table is gone along by, and why it is that one. */
record KeyChoice(Key key, String reason) {

  static KeyChoice choose(
      Session session, BackfillSpec spec, Source source, Table table, boolean single) {
    Choosing choosing = new Choosing(session, spec, source, table, Index.of(session, table));
    return spec.key().isEmpty() ? choosing.byItself(single) : choosing.asked();
  }

  /** What the choice is made from. */
  private record Choosing(
      Session session,
      BackfillSpec spec,
      Source source,
      Table table,
      Map<Long, List<Index>> indexes) {

    KeyChoice asked() {
      Place at = spec.at("key", source);
      List<String> names = spec.key();
      if (names.equals(List.of(BackfillSpec.CTID))) {
        String obstacle = obstacle();
        if (obstacle != null) {
          throw new UserError(BackfillProblems.noPhysicalOrder(obstacle, at));
        }
        return new KeyChoice(Key.TID, Reasons.keyAsked(Key.TID));
      }
      boolean nullable = false;
      for (String name : names) {
        Table.Attribute attribute = table.attribute(name);
        if (attribute == null) {
          throw new UserError(
              BackfillProblems.noColumn(
                  table.name(),
                  name,
                  table.attributes().stream().map(Table.Attribute::name).toList(),
                  at));
        }
        if (spec.set().containsKey(name)) {
          throw new UserError(BackfillProblems.keyIsSet(name, at));
        }
        nullable |= !attribute.notNull();
      }
      Key key = key(names);
      if (nullable) {
        if (!prefersPhysicalOrder()) {
          throw new UserError(BackfillProblems.keyMayBeNull(key, nullables(names), at));
        }
        return new KeyChoice(Key.TID, Reasons.keyMayBeNull(key, nullables(names)));
      }
      for (Table.Leaf leaf : table.leaves()) {
        if (!isLed(leaf, names)) {
          throw new UserError(BackfillProblems.noIndex(leaf.name(), key, at));
        }
      }
      return new KeyChoice(key, Reasons.keyAsked(key));
    }

    KeyChoice byItself(boolean single) {
      for (Index index : candidates()) {
        Key key = key(index.names());
        if (!single && prefersPhysicalOrder() && isRandom(key)) {
          return new KeyChoice(Key.TID, Reasons.keyIsRandom(key));
        }
        return new KeyChoice(
            key, index.primary() ? Reasons.primaryKey(key) : Reasons.uniqueKey(key));
      }
      String obstacle = obstacle();
      if (obstacle != null) {
        throw new UserError(
            BackfillProblems.noKey(table.name(), obstacle, spec.at("table", source)));
      }
      return new KeyChoice(Key.TID, Reasons.noKey());
    }

    /** Of partitions, what the first has and all others have too. */
    private List<Index> candidates() {
      List<Index> candidates = new ArrayList<>();
      if (table.leaves().isEmpty()) {
        return candidates;
      }
      for (Index index : indexes.getOrDefault(table.leaves().get(0).oid(), List.of())) {
        List<String> names = index.names();
        if ((index.primary() || index.unique())
            && index.holdsNoNull()
            && names.stream().noneMatch(spec.set()::containsKey)
            && names.stream().allMatch(name -> table.attribute(name) != null)
            && table.leaves().stream().allMatch(leaf -> isLed(leaf, names))) {
          candidates.add(index);
        }
      }
      return candidates;
    }

    private boolean isLed(Table.Leaf leaf, List<String> names) {
      return indexes.getOrDefault(leaf.oid(), List.of()).stream().anyMatch(i -> i.leads(names));
    }

    /** Why the physical order cannot be gone along, or null. */
    private @Nullable String obstacle() {
      if (table.leaves().isEmpty()) {
        return null;
      }
      if (!spec.idempotent()) {
        return Reasons.MOVED_ROWS_MET_AGAIN;
      }
      if (table.whole()) {
        return spec.statement() != null
            ? Reasons.STATEMENT_OVER_PARTITIONS
            : Reasons.ROWS_CHANGE_PARTITIONS;
      }
      return null;
    }

    /** Whether it may be taken where nobody asked for it. */
    private boolean prefersPhysicalOrder() {
      return obstacle() == null && spec.statement() == null;
    }

    private boolean isRandom(Key key) {
      return key.columns().get(0).type().equals("uuid")
          && Correlation.isLow(session, table, key.columns().get(0).name());
    }

    private Key key(List<String> names) {
      List<Column> columns = new ArrayList<>();
      for (String name : names) {
        Table.Attribute attribute = table.attribute(name);
        if (attribute != null) {
          columns.add(new Column(name, attribute.type()));
        }
      }
      return new Key(columns);
    }

    private List<String> nullables(List<String> names) {
      return table.attributes().stream()
          .filter(a -> names.contains(a.name()) && !a.notNull())
          .map(Table.Attribute::name)
          .toList();
    }
  }
}
