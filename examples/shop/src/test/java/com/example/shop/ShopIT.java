package com.example.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The shop on its migrated database. Each test works in a transaction of its own and rolls it back,
 * so that the tests need no order and leave nothing behind.
 */
class ShopIT {

  private Connection database;

  @BeforeEach
  void connect() throws SQLException {
    database =
        DriverManager.getConnection(
            System.getProperty("dbsage.embedded.url"),
            System.getProperty("dbsage.embedded.user"),
            System.getProperty("dbsage.embedded.password"));
    database.setAutoCommit(false);
  }

  @AfterEach
  void rollBack() throws SQLException {
    database.rollback();
    database.close();
  }

  @Test
  void everyMigrationIsRecordedOnceAsSuccessful() throws Exception {
    assertThat(column("SELECT version || '_' || name FROM public.schema_migrations WHERE success"))
        .containsExactlyInAnyOrderElementsOf(migrations());
    assertThat(column("SELECT checksum FROM public.schema_migrations"))
        .hasSameSizeAs(migrations())
        .allSatisfy(checksum -> assertThat(checksum).matches("[0-9a-f]{64}"));
  }

  @Test
  void catalogueHoldsWhatCopyLoaded() throws SQLException {
    assertThat(value("SELECT count(*) FROM shop.products")).isEqualTo("6");
    assertThat(value("SELECT rate FROM shop.vat_rates WHERE country_code = 'NL'"))
        .isEqualTo("0.2100");
    assertThat(value("SELECT description FROM shop.products WHERE sku = 'PEN-01'")).isNull();
    assertThat(value("SELECT description FROM shop.products WHERE sku = 'MUG-02'"))
        .as("data are never searched for placeholders")
        .isEqualTo("Write ${name} where the name goes");
  }

  @Test
  void backfillGaveEveryVisitItsDevice() throws SQLException {
    assertThat(value("SELECT count(*) FROM shop.visits")).isEqualTo("600000");
    assertThat(value("SELECT count(*) FROM shop.visits WHERE device = shop.device_of(user_agent)"))
        .isEqualTo("600000");
    assertThat(
            value(
                "SELECT status FROM public.migration_progress WHERE migration_name = 'visits_device'"))
        .isEqualTo("done");
  }

  @Test
  void placeholderGaveTheCurrency() throws SQLException {
    assertThat(column("SELECT DISTINCT currency FROM shop.products")).containsExactly("EUR");
  }

  @Test
  void orderTakesTheGoodsFromTheStock() throws SQLException {
    long order = new Orders(database).place(customer("Ada"), Map.of("MUG-01", 2, "PEN-01", 5));

    assertThat(value("SELECT status FROM shop.orders WHERE id = " + order)).isEqualTo("placed");
    assertThat(value("SELECT stock FROM shop.products WHERE sku = 'MUG-01'")).isEqualTo("118");
    assertThat(value("SELECT shop.order_total(" + order + ")"))
        .as("2 × 9.90, 5 × 1.20, and 4.90 for shipping")
        .isEqualTo("30.70");
    assertThat(value("SELECT items || ' for ' || customer FROM shop.order_overview"))
        .isEqualTo("2 for Ada");
  }

  @Test
  void orderBeyondTheStockIsRefusedAsAWhole() throws SQLException {
    long ada = customer("Ada");
    var beforeOrder = database.setSavepoint();

    assertRefused(
        "23514", () -> new Orders(database).place(ada, Map.of("BAG-01", 1, "MUG-02", 41)));

    database.rollback(beforeOrder);
    assertThat(value("SELECT count(*) FROM shop.orders")).isEqualTo("0");
    assertThat(value("SELECT stock FROM shop.products WHERE sku = 'BAG-01'")).isEqualTo("200");
  }

  @Test
  void unknownProductIsRefused() throws SQLException {
    long ada = customer("Ada");

    assertRefused("23503", () -> new Orders(database).place(ada, Map.of("HAT-01", 1)));
  }

  @Test
  void changeIsStampedAndAudited() throws SQLException {
    long order = new Orders(database).place(customer("Ada"), Map.of("TEE-01", 1));
    execute("UPDATE shop.products SET updated_at = '2020-01-01Z' WHERE sku = 'TEE-01'");

    execute("UPDATE shop.products SET price = 21.00 WHERE sku = 'TEE-01'");
    execute("UPDATE shop.orders SET status = 'paid' WHERE id = " + order);

    assertThat(value("SELECT updated_at = now() FROM shop.products WHERE sku = 'TEE-01'"))
        .isEqualTo("t");
    assertThat(
            column(
                """
                SELECT (old_row ->> 'price') || ' to ' || (new_row ->> 'price')
                FROM shop.audit_log
                WHERE table_name = 'products' AND old_row -> 'price' <> new_row -> 'price'
                """))
        .containsExactly("19.00 to 21.00");
    assertThat(
            column(
                "SELECT action || ' ' || (new_row ->> 'status') FROM shop.audit_log"
                    + " WHERE table_name = 'orders' AND row_id = "
                    + order
                    + " ORDER BY id"))
        .containsExactly("INSERT placed", "UPDATE paid");
  }

  @Test
  void orderComesBackWithItsTime() throws SQLException {
    long order = new Orders(database).place(customer("Ada"), Map.of("TEE-01", 1));
    execute("UPDATE shop.orders SET status = 'returned', returned_at = now() WHERE id = " + order);

    assertThat(value("SELECT status FROM shop.orders WHERE id = " + order)).isEqualTo("returned");
    assertRefused("23514", () -> execute("UPDATE shop.orders SET returned_at = NULL"));
  }

  @Test
  void customerSeesAndPlacesOnlyOwnOrders() throws SQLException {
    long ada = customer("Ada");
    long ben = customer("Ben");
    long adasOrder = new Orders(database).place(ada, Map.of("MUG-01", 1));
    new Orders(database).place(ben, Map.of("MUG-01", 3));
    // Whoever connected here is a superuser, whom no policy binds: the application is not.
    execute(
        """
        CREATE ROLE shop_application;
        GRANT USAGE ON SCHEMA shop TO shop_application;
        GRANT SELECT ON shop.customers, shop.products TO shop_application;
        GRANT SELECT, INSERT ON shop.orders, shop.order_items TO shop_application;
        GRANT UPDATE (stock) ON shop.products TO shop_application;
        SET LOCAL ROLE shop_application
        """);

    assertThat(column("SELECT id FROM shop.orders")).as("nobody is served").isEmpty();

    execute("SET LOCAL shop.customer_id = " + ada);
    assertThat(column("SELECT id FROM shop.orders")).containsExactly(String.valueOf(adasOrder));
    assertThat(column("SELECT quantity FROM shop.order_items")).containsExactly("1");
    assertThat(column("SELECT name FROM shop.customers")).containsExactly("Ada");
    assertThat(new Orders(database).place(ada, Map.of("PEN-01", 1))).isGreaterThan(adasOrder);
    assertRefused("42501", () -> new Orders(database).place(ben, Map.of("PEN-01", 1)));
  }

  @Test
  void salesAddUpAfterARefresh() throws SQLException {
    new Orders(database).place(customer("Ada"), Map.of("TEE-02", 2));
    new Orders(database).place(customer("Ben"), Map.of("TEE-02", 1));

    execute("REFRESH MATERIALIZED VIEW CONCURRENTLY shop.product_sales");

    assertThat(
            value(
                "SELECT units || ' for ' || revenue FROM shop.product_sales WHERE sku = 'TEE-02'"))
        .isEqualTo("3 for 57.00");
    assertThat(value("SELECT units FROM shop.product_sales WHERE sku = 'PEN-01'")).isEqualTo("0");
  }

  @Test
  void eventsGoToTheirMonthsPartition() throws SQLException {
    long order = new Orders(database).place(customer("Ada"), Map.of("BAG-01", 1));
    execute("DELETE FROM shop.order_events");
    execute(
        """
        INSERT INTO shop.order_events (order_id, status, occurred_at)
        VALUES (%1$d, 'placed', '2026-02-28 23:59:59.999999Z'),
               (%1$d, 'paid', '2026-03-01 00:00:00Z'),
               (%1$d, 'shipped', '2027-01-01 00:00:00Z')
        """
            .formatted(order));

    assertThat(
            column(
                "SELECT tableoid::regclass || ' ' || status FROM shop.order_events"
                    + " ORDER BY occurred_at"))
        .containsExactly(
            "shop.order_events_2026_02 placed",
            "shop.order_events_2026_03 paid",
            "shop.order_events_other shipped");
  }

  @Test
  void orderLeavesAnEventForEachStatus() throws SQLException {
    long order = new Orders(database).place(customer("Ada"), Map.of("BAG-01", 1));
    execute("UPDATE shop.orders SET status = 'paid' WHERE id = " + order);
    execute("UPDATE shop.orders SET placed_at = placed_at WHERE id = " + order);

    assertThat(column("SELECT status FROM shop.order_events ORDER BY id"))
        .containsExactly("placed", "paid");
  }

  @Test
  void indexesBuiltConcurrentlyAreValid() throws SQLException {
    assertThat(
            column(
                """
                SELECT c.relname
                FROM pg_index AS i
                JOIN pg_class AS c ON c.oid = i.indexrelid
                WHERE i.indisvalid
                  AND c.relnamespace = 'shop'::regnamespace
                """))
        .contains(
            "orders_status_placed_at_idx",
            "products_name_trgm_idx",
            "products_on_sale_idx",
            "orders_coupon_code_idx");
    assertThat(column("SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid")).isEmpty();
  }

  @Test
  void constraintsAddedNotValidWereValidatedLater() throws SQLException {
    assertThat(column("SELECT conname FROM pg_constraint WHERE NOT convalidated")).isEmpty();
    assertThat(column("SELECT conname FROM pg_constraint WHERE conrelid = 'shop.orders'::regclass"))
        .contains("orders_coupon_code_fkey", "orders_returned_at_goes_with_status");
  }

  /** The names of the migrations in the project: what stands in front of {@code .sql}. */
  private static List<String> migrations() throws IOException {
    try (var files = Files.list(Path.of("src/main/db/migrations"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".rollback.sql"))
          .map(name -> name.replaceFirst("(\\.backfill\\.yaml|\\.sql)$", ""))
          .toList();
    }
  }

  private long customer(String name) throws SQLException {
    return Long.parseLong(
        value(
            "INSERT INTO shop.customers (name, email) VALUES ('%1$s', '%1$s@example.com')"
                    .formatted(name)
                + " RETURNING id"));
  }

  private void execute(String sql) throws SQLException {
    try (var statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private String value(String query) throws SQLException {
    List<String> values = column(query);
    assertThat(values).hasSize(1);
    return values.get(0);
  }

  private List<String> column(String query) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(query)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(rows.getString(1));
      }
      return values;
    }
  }

  private static void assertRefused(String sqlState, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
        .extracting(SQLException::getSQLState)
        .isEqualTo(sqlState);
  }
}
