package io.github.dbsage.lint.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dbsage.testing.OnPostgres;
import io.github.dbsage.testing.TestDatabase;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the examples of the hazards: the server has to show for the bad one what is claimed, and not
 * for the good one. {@code -Ddbsage.hazards=A,B} runs those only.
 */
@OnPostgres
final class ProofTest {

  @TestFactory
  Stream<DynamicTest> theServerShowsWhatAnExampleClaims(TestDatabase database) {
    int major = database.major();
    return chosen().stream()
        .flatMap(pair -> Stream.of(pair.bad(), pair.good()))
        .filter(example -> example.needs() <= major)
        .map(
            example ->
                dynamicTest(
                    example + " on PostgreSQL " + major, () -> prove(example, database, major)));
  }

  @Test
  void theGoodExampleIsJudgedByTheProofsOfTheBadOne() {
    for (HazardExample.Pair pair : HazardExample.all()) {
      assertThat(pair.good().proofs().stream().map(Proof::about))
          .as("%s has the proof lines of the bad one", pair.good())
          .containsExactlyElementsOf(pair.bad().proofs().stream().map(Proof::about).toList());
      assertThat(pair.good().proofs().stream().filter(Proof::isQuery))
          .as("%s expects another value of each query", pair.good())
          .noneMatch(pair.bad().proofs()::contains);
      assertThat(pair.good().setup())
          .as("%s has the setup of the bad one", pair.good())
          .isEqualTo(pair.bad().setup());
    }
  }

  private static void prove(HazardExample example, TestDatabase database, int major) {
    Evidence evidence = Trial.of(example, database);
    boolean bad = example.isBad();
    boolean hazardous = bad && example.versions().contains(major);
    for (Proof proof : example.proofs()) {
      boolean expected = hazardous || (!bad && proof.isQuery());
      assertThat(evidence.shows(proof))
          .as(
              "%s on PostgreSQL %d should%s show%n  %s%nbut these were seen%n  %s",
              example, major, expected ? "" : " not", proof.text(), evidence)
          .isEqualTo(expected);
    }
    boolean mayFail = hazardous && example.proves("error");
    assertThat(mayFail || !evidence.showsAny("error"))
        .as(
            "%s on PostgreSQL %d ended with an error that no proof names: %s",
            example, major, evidence)
        .isTrue();
  }

  private static List<HazardExample.Pair> chosen() {
    String ids = System.getProperty("dbsage.hazards", "");
    List<HazardExample.Pair> pairs =
        HazardExample.all().stream()
            .filter(pair -> ids.isEmpty() || Arrays.asList(ids.split(",")).contains(pair.id()))
            .toList();
    assertThat(pairs).as("hazards of that name: %s", ids).isNotEmpty();
    return pairs;
  }
}
