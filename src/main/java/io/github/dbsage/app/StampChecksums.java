package io.github.dbsage.app;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.Stamp;

/** The goal {@code stamp}: writes each migration's checksum into its header. */
public final class StampChecksums {

  private StampChecksums() {}

  /** Runs the goal; needs no database. */
  public static Outcome run(Context context) {
    return GoalRun.of(
        "stamp",
        context,
        run -> {
          int stamped = 0;
          for (Step step : run.project().steps()) {
            Stamp.Stamped file = Stamp.write(step);
            if (file != null) {
              stamped++;
              run.listener()
                  .on(new Event.Remark("stamped " + file.file() + ": " + file.checksum()));
            }
          }
          if (stamped == 0) {
            run.listener().on(new Event.Remark("every header carries its file's checksum already"));
          }
          // What was wrong with the headers is mended now.
          run.forget("CHECKSUM_HEADER");
        });
  }
}
