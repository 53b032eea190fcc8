package io.github.dbsage.run;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.StepReport;
import org.jspecify.annotations.Nullable;

/** What became of a step; {@code error} is null where it went through. */
public record StepOutcome(StepReport report, @Nullable Problem error) {}
