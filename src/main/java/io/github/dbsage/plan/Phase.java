package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;
import java.util.List;

/** A phase of a change without an outage. */
public sealed interface Phase {

  /** Its key in the plan. */
  Place at();

  /** That key: {@code expand}. */
  String label();

  /** The migrations that run in it. */
  default List<At<Version>> versions() {
    return List.of();
  }

  /** New schema beside the old: nothing that the running application would notice. */
  record Expand(Place at, List<At<Version>> versions) implements Phase {
    public Expand {
      versions = List.copyOf(versions);
    }

    @Override
    public String label() {
      return PlanKeys.EXPAND;
    }
  }

  /** A gate: what comes behind it waits until this application version runs. */
  record Deploy(Place at, At<String> gate) implements Phase {
    @Override
    public String label() {
      return PlanKeys.DEPLOY;
    }
  }

  /** Old rows are brought into the new form. */
  record Backfill(Place at, List<At<Version>> versions) implements Phase {
    public Backfill {
      versions = List.copyOf(versions);
    }

    @Override
    public String label() {
      return PlanKeys.BACKFILL;
    }
  }

  /** Checks of the plan, by name. */
  record Validate(Place at, List<At<String>> checks) implements Phase {
    public Validate {
      checks = List.copyOf(checks);
    }

    @Override
    public String label() {
      return PlanKeys.VALIDATE;
    }
  }

  /** The old schema goes. */
  record Contract(Place at, List<At<Version>> versions) implements Phase {
    public Contract {
      versions = List.copyOf(versions);
    }

    @Override
    public String label() {
      return PlanKeys.CONTRACT;
    }
  }
}
