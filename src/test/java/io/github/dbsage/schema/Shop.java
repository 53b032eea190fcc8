package io.github.dbsage.schema;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The schema that these tests know, in a test's database. */
final class Shop {

  private final TestDatabase database;
  private final String reader;
  private final String writer;

  private Shop(TestDatabase database, String reader, String writer) {
    this.database = database;
    this.reader = reader;
    this.writer = writer;
  }

  /** Fills the database as its owner, who is a member of two more roles. */
  static Shop in(TestDatabase database) {
    List<String> roles =
        Stream.of(database.createRole(""), database.createRole("")).sorted().toList();
    Shop shop = new Shop(database, roles.get(0), roles.get(1));
    database
        .asSuperuser()
        .execute(
            "GRANT " + String.join(", ", roles) + " TO " + database.user(),
            "GRANT CREATE ON SCHEMA public TO " + database.user());
    database.execute(shop.named(resource("base.sql")));
    return shop;
  }

  /** Adds what only a superuser can. */
  Shop withTheSuperusers() {
    database.asSuperuser().execute(named(resource("superuser.sql")));
    return this;
  }

  /** A database with a subscription cannot be dropped. */
  void endSubscription() {
    database.asSuperuser().execute("DROP SUBSCRIPTION copy");
  }

  /** SQL with the roles' names. */
  String named(String sql) {
    return sql.replace("${reader}", reader)
        .replace("${writer}", writer)
        .replace("${owner}", database.user());
  }

  /** Text without the roles' names, which no two tests share. */
  String anonymous(String text) {
    String superuser = Objects.requireNonNull(database.asSuperuser().user());
    return text.replace(reader, "reader")
        .replace(writer, "writer")
        .replace(database.user(), "owner")
        .replaceAll("\\b" + superuser + "\\b", "superuser");
  }

  /** What the owner sees. */
  SchemaSnapshot snapshot() {
    return snapshot(database);
  }

  /** What anybody sees. */
  static SchemaSnapshot snapshot(TestDatabase database) {
    try (Database opened = Database.at(database.target(), "schema test");
        Session session = opened.open()) {
      return SchemaSnapshot.take(session, "public");
    }
  }

  /** A file of these tests. */
  static String resource(String name) {
    try (InputStream file = Shop.class.getResourceAsStream("/schema/" + name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
          .replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
