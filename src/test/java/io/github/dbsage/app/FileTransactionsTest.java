package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Finding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that bring several transactions are judged as they are run. */
final class FileTransactionsTest {

  private static final String ADD =
      "ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;\n";
  private static final String VALIDATE = "ALTER TABLE orders VALIDATE CONSTRAINT positive;\n";

  @TempDir Path folder;

  private List<String> rules(String text) {
    return Workspace.of(folder)
        .file("20260101000000_orders", "CREATE TABLE orders (id bigint PRIMARY KEY, total bigint);")
        .file("20260102000000_total", text)
        .validate()
        .report()
        .findings()
        .stream()
        .map(Finding::rule)
        .toList();
  }

  @Test
  void endWhereTheFileCommits() {
    String hazard = "NOT_VALID_VALIDATE_SAME_TXN";
    assertThat(rules("BEGIN;\n" + ADD + "COMMIT;\nBEGIN;\n" + VALIDATE + "COMMIT;\n"))
        .doesNotContain(hazard, "TXN_NESTING", "UNCOMMITTED_TXN");
    assertThat(rules("BEGIN;\n" + ADD + VALIDATE + "COMMIT;\nSELECT 1;\n")).contains(hazard);
    assertThat(rules(ADD + "BEGIN;\n" + VALIDATE + "COMMIT;\n")).doesNotContain(hazard);
    assertThat(rules("BEGIN;\n" + ADD + "COMMIT;\n" + VALIDATE)).doesNotContain(hazard);
    assertThat(rules("BEGIN;\nSELECT 1;\nCOMMIT;\n" + ADD + VALIDATE)).contains(hazard);
  }

  @Test
  void holdNoStatementThatCannotRunInOne() {
    String index = "CREATE INDEX CONCURRENTLY orders_total ON orders (total);\n";
    assertThat(rules("BEGIN;\n" + ADD + "COMMIT;\n" + index + "BEGIN;\n" + VALIDATE + "COMMIT;\n"))
        .doesNotContain("CONCURRENTLY_IN_TXN");
    assertThat(rules("BEGIN;\n" + ADD + "COMMIT;\nBEGIN;\n" + index + "COMMIT;\n"))
        .contains("CONCURRENTLY_IN_TXN");
  }
}
