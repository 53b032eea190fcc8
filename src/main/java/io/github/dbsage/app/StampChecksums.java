package io.github.dbsage.app;

import io.github.dbsage.model.Event;
import io.github.dbsage.plan.Stamp;
import java.util.List;

/** The goal {@code stamp}: writes each migration's checksum into its header. */
public final class StampChecksums {

  private StampChecksums() {}

  /** Runs the goal; needs no database. */
  public static Outcome run(Context context) {
    return GoalRun.of(
        "stamp",
        context,
        run -> {
          List<Stamp.Stamped> stamped = Stamp.all(Projects.request(context));
          for (Stamp.Stamped file : stamped) {
            run.listener().on(new Event.Remark(file.file() + " stamped: " + file.checksum()));
          }
          if (stamped.isEmpty()) {
            run.listener().on(new Event.Remark("every header carries its file's checksum already"));
          }
        });
  }
}
