package io.github.dbsage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.TableFacts;
import io.github.dbsage.model.TableFacts.Constraint.Kind;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the catalog says of a table. */
@OnPostgres
final class TableReadingTest {

  private TestDatabase database;

  @BeforeEach
  void tables(TestDatabase fresh) {
    database = fresh;
    fresh.execute(
        """
        CREATE SCHEMA shop;
        CREATE TYPE shop.mood AS ENUM ('good', 'bad');
        CREATE TABLE shop.customers (id bigint PRIMARY KEY, code text UNIQUE);
        CREATE TABLE shop."Orders" (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          customer bigint NOT NULL REFERENCES shop.customers,
          mood shop.mood DEFAULT 'good',
          price numeric(5,2) CHECK (price > 0),
          twice numeric GENERATED ALWAYS AS (price * 2) STORED,
          note text COLLATE "C");
        COMMENT ON COLUMN shop."Orders".note IS 'what they said';
        CREATE INDEX orders_note ON shop."Orders" (lower(note), customer) WHERE price > 1;
        CREATE INDEX orders_customer ON shop."Orders" (customer, id);
        CREATE TABLE shop.items (id bigint, order_id bigint REFERENCES shop."Orders");
        CREATE VIEW shop.notes AS SELECT id, note FROM shop."Orders";
        CREATE FUNCTION shop.noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER touch BEFORE UPDATE ON shop."Orders"
          FOR EACH ROW WHEN (NEW.mood = 'bad') EXECUTE FUNCTION shop.noop();
        CREATE POLICY mine ON shop."Orders" USING (customer = 1);
        ALTER TABLE shop."Orders" ENABLE ROW LEVEL SECURITY;
        CREATE TABLE shop.events (at date) PARTITION BY RANGE (at);
        CREATE TABLE shop.events_old PARTITION OF shop.events DEFAULT;
        CREATE TABLE shop.events_new PARTITION OF shop.events
          FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY RANGE (at)
        """);
  }

  private @Nullable TableFacts facts(String name) {
    try (Database opened = Database.at(database.target(), "schema test");
        Session session = opened.open()) {
      return TableReading.of(session, new QualifiedName("shop", name));
    }
  }

  private TableFacts orders() {
    return Objects.requireNonNull(facts("Orders"));
  }

  @Test
  void readsColumns() {
    TableFacts orders = orders();
    assertThat(orders.columnNames())
        .containsExactly("id", "customer", "mood", "price", "twice", "note");
    assertThat(orders.column("id"))
        .isEqualTo(new TableFacts.Column("id", "bigint", true, null, false, true, null, null));
    assertThat(orders.column("mood"))
        .isEqualTo(
            new TableFacts.Column(
                "mood", "shop.mood", false, "'good'::shop.mood", false, false, null, null));
    assertThat(Objects.requireNonNull(orders.column("price")).type()).isEqualTo("numeric(5,2)");
    assertThat(Objects.requireNonNull(orders.column("twice")).generated()).isTrue();
    assertThat(orders.column("note"))
        .isEqualTo(
            new TableFacts.Column(
                "note", "text", false, null, false, false, "pg_catalog.\"C\"", "what they said"));
    assertThat(orders.column("nothing")).isNull();
  }

  @Test
  void readsConstraintsAndWhoPointsThere() {
    TableFacts orders = orders();
    assertThat(orders.primaryKey()).containsExactly("id");
    assertThat(orders.constraints())
        .filteredOn(one -> one.kind() == Kind.FOREIGN_KEY)
        .containsExactly(
            new TableFacts.Constraint(
                "Orders_customer_fkey",
                Kind.FOREIGN_KEY,
                List.of("customer"),
                "FOREIGN KEY (customer) REFERENCES shop.customers(id)",
                new QualifiedName("shop", "customers"),
                true));
    assertThat(orders.constraints())
        .filteredOn(one -> one.kind() == Kind.CHECK)
        .extracting(TableFacts.Constraint::columns)
        .containsExactly(List.of("price"));
    assertThat(orders.references())
        .singleElement()
        .satisfies(
            reference -> {
              assertThat(reference.from()).isEqualTo(new QualifiedName("shop", "items"));
              assertThat(reference.key().columns()).containsExactly("order_id");
              assertThat(reference.columns()).containsExactly("id");
            });
    assertThat(orders.hasNamed("Orders_customer_fkey")).isTrue();
    assertThat(orders.hasNamed("orders_note")).isTrue();
    assertThat(orders.hasNamed("free")).isFalse();
  }

  @Test
  void readsIndexes() {
    TableFacts orders = orders();
    assertThat(orders.indexes())
        .extracting(TableFacts.Index::name)
        .containsExactly("Orders_pkey", "orders_customer", "orders_note");
    TableFacts.Index note = orders.indexes().get(2);
    assertThat(note.columns()).containsExactly("customer", "note", "price");
    assertThat(note.keys()).isEmpty();
    assertThat(note.partial()).isTrue();
    assertThat(note.unique()).isFalse();
    TableFacts.Index key = orders.indexes().get(0);
    assertThat(key.constraint()).isTrue();
    assertThat(key.unique()).isTrue();
    assertThat(key.keys()).containsExactly("id");
    assertThat(orders.hasIndexOn(List.of("customer"))).isTrue();
    assertThat(orders.hasIndexOn(List.of("id", "customer"))).isTrue();
    assertThat(orders.hasIndexOn(List.of("price"))).isFalse();
  }

  @Test
  void readsWhatElseReadsIt() {
    TableFacts orders = orders();
    assertThat(orders.triggers()).containsExactly("touch");
    assertThat(orders.views()).containsExactly(new QualifiedName("shop", "notes"));
    assertThat(orders.policies()).containsExactly("mine");
    assertThat(orders.rowSecurity()).isTrue();
    assertThat(orders.readersOf("note")).containsExactly("view shop.notes");
    assertThat(orders.readersOf("mood")).containsExactly("trigger touch on table shop.\"Orders\"");
    assertThat(orders.readersOf("customer"))
        .containsExactly("policy mine on table shop.\"Orders\"");
    assertThat(orders.readersOf("price")).containsExactly("column twice of table shop.\"Orders\"");
  }

  @Test
  void readsPartitions() {
    TableFacts events = Objects.requireNonNull(facts("events"));
    assertThat(events.partitioned()).isTrue();
    assertThat(events.partitions())
        .containsExactly(
            new TableFacts.Partition(new QualifiedName("shop", "events_new"), true),
            new TableFacts.Partition(new QualifiedName("shop", "events_old"), false));
    assertThat(orders().partitions()).isEmpty();
  }

  @Test
  void aViewIsNoTable() {
    assertThat(facts("notes")).isNull();
    assertThat(facts("nothing")).isNull();
  }
}
