package io.github.dbsage.mojo;

import io.github.dbsage.app.Judgement;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals share that find something. */
abstract class JudgingMojo extends DbsageMojo {

  /**
   * Which findings fail the build: {@code error}, {@code warning} (errors too) or {@code never}.
   * The default is error; for status it is never. What {@code apply} cannot run safely stops it
   * with never too.
   */
  @Parameter(property = "dbsage.failOn")
  @Nullable String failOn;

  final Judgement judgement(Judgement.FailOn usual, boolean failOnPending) {
    return Judgement.of(failOn, usual, failOnPending);
  }
}
