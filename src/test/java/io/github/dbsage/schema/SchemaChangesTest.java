package io.github.dbsage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each change of a schema is seen as that change and nothing else. */
@OnPostgres
final class SchemaChangesTest {

  /** One database for all: each change is rolled back. */
  @TestFactory
  Stream<DynamicTest> showsThatChangeAlone(TestDatabase database) {
    Shop shop = Shop.in(database).withTheSuperusers();
    SchemaSnapshot before = shop.snapshot();
    return SchemaChange.all().stream()
        .filter(change -> before.major() >= change.since())
        .map(
            change ->
                DynamicTest.dynamicTest(
                    change.line(),
                    () ->
                        assertThat(diff(database, shop, before, change))
                            .isEqualTo(change.expected())))
        .onClose(shop::endSubscription);
  }

  private static String diff(
      TestDatabase database, Shop shop, SchemaSnapshot before, SchemaChange change) {
    TestDatabase seen = change.bySuperuser() ? database.asSuperuser() : database;
    try (Database opened = Database.at(seen.target(), "schema test");
        Session session = opened.open()) {
      session.send("BEGIN; " + shop.named(change.sql()));
      SchemaSnapshot after = SchemaSnapshot.within(session, "public");
      session.send("ROLLBACK");
      return shop.anonymous(SchemaDiff.between(before, after).text());
    }
  }
}
