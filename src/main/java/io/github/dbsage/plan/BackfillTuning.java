package io.github.dbsage.plan;

import io.github.dbsage.model.BackfillSpec.Mode;
import io.github.dbsage.model.BackfillSpec.Passes;
import io.github.dbsage.model.BackfillSpec.Throttling;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How fast and how carefully a backfill goes; nothing of it changes what comes of it. */
record BackfillTuning(
    Mode mode,
    @Nullable Integer batchRows,
    Duration target,
    int workers,
    boolean asyncCommit,
    Passes passes,
    boolean vacuum,
    Throttling throttle,
    Duration lockTimeout,
    int poisonLimit) {}
