package io.github.dbsage.mojo;

import io.github.dbsage.app.Severities;
import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** What goals share that look for hazards. */
abstract class LintingMojo extends JudgingMojo {

  private static final String PROPERTY = "dbsage.severities";

  /**
   * How severe hazards are, by their ids: {@code error}, {@code warning}, {@code info} or {@code
   * off}. {@code -Ddbsage.severities=MASS_DML=error,SERIAL_TYPE=off} comes first, then these, then
   * the POM's property of that name.
   */
  @Parameter @Nullable Map<String, @Nullable String> severities;

  final Severities severities() {
    return Severities.parse(session.getUserProperties().getProperty(PROPERTY))
        .or(Severities.of(severities))
        .or(Severities.parse(project.getProperties().getProperty(PROPERTY)));
  }
}
