package io.github.dbsage.run;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;

/** Knows what to do about a failure, where the failure alone does not say it. */
@FunctionalInterface
public interface Advice {

  /** The failure with what to do about it, or as it is; never fails itself. */
  Problem on(SqlStep step, Problem failure);
}
