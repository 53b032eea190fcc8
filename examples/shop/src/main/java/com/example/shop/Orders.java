package com.example.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** The shop's application code, as small as it can be. */
public final class Orders {

  private final Connection connection;

  public Orders(Connection connection) {
    this.connection = connection;
  }

  /**
   * Places an order; the database takes the goods from the stock, or refuses all of it.
   *
   * @param quantities by SKU
   * @return the order's id
   */
  public long place(long customerId, Map<String, Integer> quantities) throws SQLException {
    var skus = connection.createArrayOf("text", quantities.keySet().toArray());
    var counts = connection.createArrayOf("text", quantities.values().toArray());
    try (var statement =
        connection.prepareStatement("SELECT shop.place_order(?, jsonb_object(?, ?))")) {
      statement.setLong(1, customerId);
      statement.setArray(2, skus);
      statement.setArray(3, counts);
      try (var row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
