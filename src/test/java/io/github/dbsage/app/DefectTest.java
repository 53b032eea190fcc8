package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.Redaction;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DefectTest {

  private static final Redaction REDACTION = Redaction.of(List.of("hush-hush-4711"));

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    Defect.of(thrown, REDACTION).printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void keepsTheStackTraceAndLosesTheSecretsOfEveryCause() {
    IllegalStateException thrown =
        new IllegalStateException(
            "outer hush-hush-4711", new IOException("inner hush-hush-4711", new Error()));
    thrown.addSuppressed(new IOException("beside hush-hush-4711"));
    assertThat(printed(thrown))
        .startsWith("java.lang.IllegalStateException: outer ****")
        .contains("at " + DefectTest.class.getName() + ".keepsTheStackTrace")
        .contains("Suppressed: java.io.IOException: beside ****")
        .contains("Caused by: java.io.IOException: inner ****")
        .contains("Caused by: java.lang.Error")
        .doesNotContain("4711");
  }

  @Test
  void endsWhereCausesGoRound() {
    Exception one = new Exception("one");
    one.initCause(new Exception("two", one));
    assertThat(printed(one)).contains("Caused by: java.lang.Exception: two");
  }
}
