package io.github.dbsage.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.Goldens;
import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a snapshot shows; the same on every server where the schema is the same. */
@OnPostgres
final class SchemaSnapshotTest {

  private Shop shop;

  @BeforeEach
  void fill(TestDatabase fresh) {
    shop = Shop.in(fresh);
  }

  @Test
  void showsEveryKindOfObjectAlikeOnEveryServer() {
    SchemaSnapshot snapshot = shop.withTheSuperusers().snapshot();
    shop.endSubscription();
    String text = shop.anonymous(snapshot.text());
    assertThat(text).doesNotContain("not-shown");
    Goldens.check("schema/everything.txt", comparable(text));
  }

  /** Without what differs from one server to the other by itself. */
  private static String comparable(String text) {
    return text.replaceFirst("PostgreSQL \\d+", "PostgreSQL N")
        .replaceFirst("(?s)\nschema public\n.*?\n\n", "\n");
  }
}
