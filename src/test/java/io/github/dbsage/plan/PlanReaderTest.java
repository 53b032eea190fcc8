package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.Expectation;
import io.github.dbsage.model.Expectation.Cell;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a right plan becomes. */
final class PlanReaderTest {

  private static final Path VALID = Path.of("src", "test", "resources", "plans", "valid");

  @TempDir Path base;

  private static MigrationPlan plan(String yaml) {
    FindingLog log = new FindingLog();
    MigrationPlan plan = PlanReader.read("p.yaml", new YamlText("p.yaml", yaml, log), log);
    assertThat(log.sorted()).isEmpty();
    return Objects.requireNonNull(plan);
  }

  private static MigrationPlan corpus(String name) throws IOException {
    return plan(Files.readString(VALID.resolve(name), StandardCharsets.UTF_8));
  }

  private static <T> At<T> at(T value, int line, int column) {
    return new At<>(value, new Place("p.yaml", line, column));
  }

  private static Version day(int day) {
    return new Version("2026010" + day + "000000");
  }

  @Test
  void everySectionBecomesARecordThatKnowsItsPlaces() throws Exception {
    MigrationPlan plan = corpus("every-key.yaml");
    assertThat(plan.file()).isEqualTo("p.yaml");
    assertThat(plan.summary())
        .isEqualTo(
            new MigrationPlan.Summary(
                "Rename email",
                "One name",
                "users",
                at(Risk.LOW, 1, 87),
                "additive",
                List.of(at("dev", 1, 125), at("prod", 1, 130)),
                at(Duration.ofMinutes(30), 1, 158),
                at(Duration.ofMinutes(10), 1, 173)));
    assertThat(plan.dependencies())
        .containsExactly(
            new MigrationPlan.Dependency(
                at(day(2), 12, 26), List.of(at(day(1), 12, 52)), "needs the table"));
    assertThat(plan.dataMigration()).containsExactly(at("users_email_address", 13, 18));
    assertThat(plan.safety())
        .isEqualTo(
            new MigrationPlan.Safety(
                at(MigrationPlan.Snapshot.SCHEMA, 14, 20),
                at(MigrationPlan.RollbackWay.SCRIPT, 14, 38),
                "fix and apply again"));
    assertThat(plan.testing().smoke())
        .containsExactly(
            new Testing.Smoke(
                at("a", 16, 18),
                at("SELECT 1", 16, 26),
                at(new Expectation.Value(new Cell(Cell.Type.NUMBER, "1")), 16, 46)));
    assertThat(plan.testing().rls())
        .containsExactly(
            new Testing.Rls(
                at("b", 17, 16),
                at("authenticated", 17, 25),
                at("{\"sub\":\"x\"}", 17, 48),
                at("SELECT * FROM users", 17, 63),
                at(new Expectation.Denied(), 17, 94)));
    assertThat(plan.testing().explain())
        .containsExactly(
            new Testing.Explain(
                at("c", 18, 20),
                at("SELECT 1", 18, 28),
                at(new QualifiedName(null, "idx"), 18, 52),
                List.of(at(new QualifiedName("public", "users"), 18, 71)),
                at(new BigDecimal("1000"), 18, 96)));
    assertThat(plan.operations().successCriteria()).containsExactly(at("no NULL is left", 19, 33));
    assertThat(plan.communication())
        .isEqualTo(
            new MigrationPlan.Communication(
                List.of(at("shop", 20, 32)),
                List.of(at("ann", 20, 51)),
                new MigrationPlan.ChangeWindow(
                    at(OffsetDateTime.parse("2025-11-01T22:00Z"), 20, 79),
                    at(OffsetDateTime.parse("2025-11-02T02:00Z"), 20, 102)),
                List.of(at("ben", 20, 142)),
                "on call"));
    assertThat(plan.trackingSchema()).isEqualTo(at("public", 21, 28));
    assertThat(plan.zeroDowntime().hotTables())
        .containsExactly(at(new QualifiedName("public", "users"), 22, 30));
    assertThat(plan.zeroDowntime().phases())
        .extracting(Phase::label)
        .containsExactly("expand", "deploy", "backfill", "validate", "deploy", "contract");
    assertThat(plan.zeroDowntime().phases().get(0))
        .isEqualTo(new Phase.Expand(new Place("p.yaml", 22, 55), List.of(at(day(1), 22, 64))));
    assertThat(plan.zeroDowntime().phases().get(1))
        .isEqualTo(new Phase.Deploy(new Place("p.yaml", 22, 85), at("app-v2", 22, 93)));
    assertThat(plan.zeroDowntime().phases().get(3))
        .isEqualTo(new Phase.Validate(new Place("p.yaml", 22, 135), List.of(at("a", 22, 146))));
    assertThat(plan.supabaseCli())
        .isEqualTo(new MigrationPlan.SupabaseCli(at("postgres", 23, 23), at(false, 23, 47)));
    assertThat(plan.versions()).containsExactly(day(1), day(2), day(3));
  }

  @Test
  void everyKindOfChangeIsTold() throws Exception {
    ChangeSet changes = Objects.requireNonNull(corpus("every-key.yaml").changeSet());
    assertThat(changes.at()).isEqualTo(new Place("p.yaml", 2, 1));
    assertThat(changes.entries()).hasSize(27);
    for (ObjectKind kind : ObjectKind.values()) {
      for (ChangeKind change : ChangeKind.values()) {
        assertThat(changes.of(kind, change)).as("%s %s", kind, change).hasSize(1);
      }
    }
    assertThat(changes.of(ObjectKind.COLUMN, ChangeKind.ADD))
        .containsExactly(
            at(SchemaObject.in("public", "users", ObjectKind.COLUMN, "email_address"), 3, 19));
    assertThat(changes.of(ObjectKind.COLUMN, ChangeKind.ALTER))
        .containsExactly(at(SchemaObject.in(null, "users", ObjectKind.COLUMN, "name"), 3, 56));
    assertThat(changes.of(ObjectKind.EXTENSION, ChangeKind.DROP))
        .containsExactly(at(SchemaObject.of(ObjectKind.EXTENSION, null, "uuid-ossp"), 11, 57));
  }

  @Test
  void namesAreFoldedAndQuotedAsPostgresDoes() throws Exception {
    ChangeSet changes = Objects.requireNonNull(corpus("names-in-quotes.yaml").changeSet());
    assertThat(changes.of(ObjectKind.TABLE, ChangeKind.ADD))
        .extracting(table -> table.value().name())
        .containsExactly(
            new QualifiedName("public", "My Table"),
            new QualifiedName("public", "users"),
            new QualifiedName("a.b", "c"),
            new QualifiedName(null, "größe"),
            new QualifiedName(null, "_x$1"));
    assertThat(changes.of(ObjectKind.COLUMN, ChangeKind.DROP))
        .extracting(column -> column.value())
        .containsExactly(
            SchemaObject.in("My Schema", "My \"odd\" Table", ObjectKind.COLUMN, "My Column"));
    assertThat(changes.of(ObjectKind.COLUMN, ChangeKind.DROP).get(0).value())
        .hasToString("column \"My Schema\".\"My \"\"odd\"\" Table\".\"My Column\"");
  }

  @Test
  void everyExpectationIsTyped() throws Exception {
    Testing testing = corpus("every-expectation.yaml").testing();
    assertThat(testing.smoke())
        .extracting(test -> test.expect().value())
        .containsExactly(
            value(Cell.Type.NUMBER, "0"),
            value(Cell.Type.NUMBER, "-1.50"),
            value(Cell.Type.TEXT, "abc"),
            value(Cell.Type.TEXT, ""),
            value(Cell.Type.TEXT, "2025-11-01"),
            value(Cell.Type.BOOLEAN, "true"),
            new Expectation.Value(new Cell(Cell.Type.NULL, null)),
            new Expectation.None(),
            new Expectation.Rows(
                List.of(
                    List.of(
                        new Cell(Cell.Type.NUMBER, "1"),
                        new Cell(Cell.Type.TEXT, "a"),
                        new Cell(Cell.Type.NULL, null)),
                    List.of(
                        new Cell(Cell.Type.NUMBER, "2"),
                        new Cell(Cell.Type.TEXT, "b"),
                        new Cell(Cell.Type.BOOLEAN, "false")))),
            new Expectation.AtMost(BigDecimal.TEN));
    assertThat(testing.rls())
        .extracting(test -> test.expect().value())
        .containsExactly(
            new Expectation.SomeRows(),
            new Expectation.None(),
            new Expectation.Denied(),
            new Expectation.RowCount(3));
    assertThat(testing.rls().get(2).claims())
        .isEqualTo(
            at(
                "{\"sub\":\"x\",\"app_metadata\":{\"roles\":[\"a\",\"b\"],\"level\":3,\"ok\":true,"
                    + "\"no\":null}}",
                16,
                43));
    assertThat(Objects.requireNonNull(testing.rls().get(1).claims()).value()).isEqualTo("{}");
    assertThat(testing.rls().get(0).claims()).isNull();
  }

  private static Expectation.Result value(Cell.Type type, String text) {
    return new Expectation.Value(new Cell(type, text));
  }

  @Test
  void claimsAreJson() throws Exception {
    String claims =
        Objects.requireNonNull(
                plan("testing: {rls: [{name: a, role: b, sql: c, expect: 1, claims: {\"k\\\"\":"
                        + " \"\\n\\\\\\u0001ü\", e: [], d: 2025-11-01}}]}")
                    .testing()
                    .rls()
                    .get(0)
                    .claims())
            .value();
    assertThat(claims)
        .isEqualTo("{\"k\\\"\":\"\\u000a\\\\\\u0001ü\",\"e\":[],\"d\":\"2025-11-01\"}");
    assertThat(SchemaOfPlans.MAPPER.readTree(claims).at("/k\"").textValue())
        .isEqualTo("\n\\\u0001ü");
  }

  @Test
  void whatIsNotSaidIsNullOrEmpty() throws Exception {
    for (String name :
        List.of("empty.yaml", "nothing-behind-the-keys.yaml", "only-a-marker.yaml")) {
      MigrationPlan plan = corpus(name);
      assertThat(plan.summary())
          .isEqualTo(
              new MigrationPlan.Summary(null, null, null, null, null, List.of(), null, null));
      assertThat(plan.changeSet()).isNull();
      assertThat(plan.safety()).isEqualTo(new MigrationPlan.Safety(null, null, null));
      assertThat(plan.testing()).isEqualTo(new Testing(List.of(), List.of(), List.of()));
      assertThat(plan.communication().changeWindow()).isNull();
      assertThat(plan.trackingSchema()).isNull();
      assertThat(plan.versions()).isEmpty();
    }
    assertThat(corpus("as-documented.yaml").summary().title()).isNull();
    assertThat(Objects.requireNonNull(plan("change-set: {}").changeSet()).entries()).isEmpty();
  }

  @Test
  void theProjectTellsThePlanOfAVersionItsPhaseAndItsGates() {
    Folder folder = new Folder(base);
    for (int day = 1; day <= 5; day++) {
      folder.migration("2026010" + day + "000000_a.sql", "SELECT 1;");
    }
    folder
        .file(
            "src/main/db/migration-plan.yaml",
            """
            dependencies: [{version: "20260103000000", after: ["20260102000000"]}]
            zero-downtime:
              hot-tables: [public.users]
              phases:
                - {expand: ["20260101000000"]}
                - {deploy: v2}
                - {deploy: v3}
                - {contract: ["20260102000000"]}
            """)
        .file(
            "src/main/db/plans/b.yaml",
            "zero-downtime: {hot-tables: [orders, public.users], phases: [{backfill:"
                + " [\"20260104000000\"]}]}\n");
    Project project = folder.read();
    assertThat(project.findings()).isEmpty();
    assertThat(project.plans())
        .extracting(MigrationPlan::file)
        .containsExactly("src/main/db/migration-plan.yaml", "src/main/db/plans/b.yaml");
    assertThat(project.hotTables())
        .containsExactlyInAnyOrder(
            new QualifiedName("public", "users"), new QualifiedName(null, "orders"));
    assertThat(told(project, 1)).isEqualTo("src/main/db/migration-plan.yaml expand []");
    assertThat(told(project, 2)).isEqualTo("src/main/db/migration-plan.yaml contract [v2, v3]");
    assertThat(told(project, 3)).isEqualTo("src/main/db/migration-plan.yaml null []");
    assertThat(told(project, 4)).isEqualTo("src/main/db/plans/b.yaml backfill []");
    assertThat(told(project, 5)).isEqualTo("none");
  }

  private static String told(Project project, int day) {
    Planned planned = project.planned(day(day));
    if (planned == null) {
      return "none";
    }
    Phase phase = planned.phase();
    String label = phase == null ? "null" : phase.label();
    return planned.plan().file() + " " + label + " " + planned.gates();
  }
}
