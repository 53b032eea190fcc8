package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order of a plan's phases, and of their versions. */
final class PhaseOrderTest {

  private static final String PLAN = "src/main/db/migration-plan.yaml";

  @TempDir Path base;

  private Folder folder = new Folder(Path.of("."));

  @BeforeEach
  void writeMigrations() {
    folder = new Folder(base);
    for (int day = 1; day <= 5; day++) {
      folder.migration("2026010" + day + "000000_a.sql", "SELECT 1;");
    }
  }

  /** What a plan with these phases says, each in a line of its own from the third one on. */
  private List<String> say(String... phases) {
    String yaml = "zero-downtime:\n  phases:\n    - {" + String.join("}\n    - {", phases) + "}\n";
    return folder
        .file(PLAN, yaml.replaceAll("\\bv([1-9])\\b", "\"2026010$1000000\""))
        .findings()
        .stream()
        .map(line -> line.replace(PLAN + ":", "").replace(" PLAN_PHASE error: ", " "))
        .toList();
  }

  @Test
  void isThatOfAChangeWithoutAnOutage() {
    assertThat(
            say(
                "expand: [v1]",
                "deploy: two",
                "expand: [v2]",
                "backfill: [v3]",
                "backfill: [v4]",
                "validate: ",
                "deploy: three",
                "contract: [v5]"))
        .isEmpty();
    assertThat(say("deploy: two", "contract: [v1]", "deploy: three", "contract: [v2]")).isEmpty();
    assertThat(say("expand: ", "contract: ")).isEmpty();
  }

  @Test
  void isWrongWhereAnEarlierPhaseStandsBehindALaterOne() {
    String order =
        "; the order is expand, backfill, validate, contract, with deploy anywhere between | Move it"
            + " in front of ";
    String orElse =
        ", or what it names into a phase that may stand here; another round of the same change is"
            + " a plan of its own";
    assertThat(say("backfill: [v1]", "deploy: two", "expand: [v2]"))
        .containsExactly(
            "5:8 The phase expand stands behind the phase backfill at 3:8"
                + order
                + "backfill"
                + orElse);
    assertThat(say("validate: ", "backfill: [v1]"))
        .containsExactly(
            "4:8 The phase backfill stands behind the phase validate at 3:8"
                + order
                + "validate"
                + orElse);
    assertThat(say("deploy: two", "contract: [v1]", "validate: ", "expand: [v2]"))
        .containsExactly(
            "5:8 The phase validate stands behind the phase contract at 4:8"
                + order
                + "contract"
                + orElse,
            "6:8 The phase expand stands behind the phase contract at 4:8"
                + order
                + "contract"
                + orElse);
  }

  @Test
  void isThatOfTheVersionsToo() {
    assertThat(say("expand: [v1, v3]", "backfill: [v2]"))
        .containsExactly(
            "4:19 Version 20260102000000 of the phase backfill runs before 20260103000000 of the"
                + " phase expand at 3:35: migrations run in the order of their versions | mv"
                + " 20260102000000_a.sql 20260103000001_a.sql and write \"20260103000001\" here; or,"
                + " where it has to run first, move \"20260102000000\" into the phase expand");
    assertThat(say("expand: [v2, v1]"))
        .containsExactly(
            "3:35 Version 20260101000000 stands behind 20260102000000 at 3:17, and runs before it:"
                + " migrations run in the order of their versions | Write \"20260101000000\" in"
                + " front of \"20260102000000\"");
  }

  @Test
  void proposesAVersionThatNoFileHas() {
    folder.migration("20260103000001_b.sql", "SELECT 1;");
    assertThat(say("expand: [v3]", "backfill: [v2]"))
        .singleElement()
        .asString()
        .contains("mv 20260102000000_a.sql 20260103000002_a.sql");
  }

  @Test
  void letsNothingGoWithoutAGate() {
    String fix = " | Write - deploy: and the application version that does without ";
    assertThat(say("expand: [v1]", "contract: [v2]", "contract: [v3]"))
        .containsExactly(
            "4:8 No deploy stands in front of contract: the application that still uses the old"
                + " schema would lose it while it runs"
                + fix
                + "it in front of contract");
    assertThat(say("expand: [v1]", "deploy: two", "backfill: [v2]", "contract: [v3]"))
        .containsExactly(
            "6:8 No deploy stands between the phase backfill at 5:8 and contract: the application"
                + " version that was deployed before it may still use the old schema"
                + fix
                + "the old schema in front of contract");
    assertThat(say("deploy: two", "expand: [v2]", "validate: ", "contract: [v3]"))
        .singleElement()
        .asString()
        .startsWith("6:8 No deploy stands between the phase expand at 4:8 and contract");
  }
}
