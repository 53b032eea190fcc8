package io.github.dbsage.backfill.signal;

import io.github.dbsage.backfill.Signal;
import java.util.List;
import java.util.function.Supplier;

/** All signals, made anew for each job. */
public final class Signals {

  public static final List<Supplier<Signal>> ALL = List.of();

  private Signals() {}
}
