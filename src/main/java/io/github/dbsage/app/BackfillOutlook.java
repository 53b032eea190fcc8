package io.github.dbsage.app;

import io.github.dbsage.backfill.Bulk;
import io.github.dbsage.backfill.Estimate;
import io.github.dbsage.backfill.Preview;
import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.BackfillStep;
import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a backfill will go on the target, as far as can be said without running it there.
 *
 * @param sentences for people
 * @param finding where its batches will not find their rows by a range; or null
 */
record BackfillOutlook(List<String> sentences, @Nullable Finding finding) {

  /** Below, the whole table is one short UPDATE, however that finds its rows. */
  private static final long FEW_ROWS = 100_000;

  /** What a pending migration, which is not there yet, does not mend. */
  private static final Set<String> REFUSALS = Set.of("BACKFILL_PRIVILEGE", "BACKFILL_ROW_SECURITY");

  private static final String READ_ONLY =
      "BEGIN READ ONLY; SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'";

  BackfillOutlook {
    sentences = List.copyOf(sentences);
  }

  /**
   * One of what was seen in a throw-away server, where all migrations before it have run, and of a
   * target, where they have not.
   *
   * @param made the table as it will be
   * @param rehearsed how it went there
   * @param target null where there is none; its session is in no transaction
   * @param own the schema of our tables
   * @throws UserError where the target will refuse the backfill
   */
  static BackfillOutlook beside(
      BackfillStep step,
      @Nullable Bulk made,
      Preview rehearsed,
      @Nullable Session target,
      String own) {
    Bulk there = null;
    String unknown = "nothing is known of the target's rows: -Ddbsage.url=… gives an estimate";
    if (target != null) {
      try {
        there = weighed(step, target);
        unknown = "the target does not have the table yet: there is nothing to estimate";
      } catch (ServerFailure e) {
        if (e.connectionLost()) {
          throw e;
        }
        unknown = "the target's table could not be looked at, so nothing is estimated: " + e.text();
      }
    }
    Preview seen = target == null || there == null ? null : seen(step, target, own);
    Outlook outlook = new Outlook(step);
    Preview preview = seen == null ? rehearsed : seen;
    // What the throw-away server's few rows make of it is of no interest to anybody.
    outlook.sentences.addAll(seen == null ? preview.choices().subList(0, 1) : preview.choices());
    boolean small = there != null && there.rows() < FEW_ROWS;
    boolean inOne =
        step.spec().mode() == BackfillSpec.Mode.SINGLE
            || (small && step.spec().mode() == BackfillSpec.Mode.AUTO);
    if (!preview.single() && !inOne) {
      outlook.explained(preview.plan(), seen != null);
    }
    if (there == null) {
      outlook.sentences.add(unknown);
    } else {
      outlook.estimated(made == null ? there : there.madeAs(made), preview);
    }
    return outlook.whole();
  }

  /**
   * One of the target alone, within the transaction that a session may be in.
   *
   * @throws UserError where the backfill will be refused
   * @throws ServerFailure where the server does not let us look
   */
  static BackfillOutlook within(BackfillStep step, Session target, boolean open, String own) {
    Preview preview = Preview.of(target, step.spec(), step.source(), own, open);
    Outlook outlook = new Outlook(step);
    outlook.sentences.addAll(preview.choices());
    if (!preview.single()) {
      outlook.explained(preview.plan(), true);
    }
    Bulk bulk = Bulk.of(target, step.spec());
    if (bulk != null) {
      outlook.estimated(bulk, preview);
    }
    return outlook.whole();
  }

  /** Somebody may have locked it for long. */
  private static @Nullable Bulk weighed(BackfillStep step, Session target) {
    target.send(READ_ONLY);
    try {
      return Bulk.of(target, step.spec());
    } finally {
      target.send("ROLLBACK");
    }
  }

  /** Null where the target is not as the backfill will find it. */
  private static @Nullable Preview seen(BackfillStep step, Session target, String own) {
    try {
      return Preview.of(target, step.spec(), step.source(), own, false);
    } catch (UserError e) {
      if (REFUSALS.contains(e.problem().code()) && applies(target, own)) {
        throw e;
      }
      return null;
    } catch (ServerFailure e) {
      if (e.connectionLost()) {
        throw e;
      }
      return null;
    }
  }

  /** Whether the role could be the one that applies: who only looks needs to change nothing. */
  private static boolean applies(Session target, String own) {
    try {
      Privileges.requireWritable(target, new Tables(own));
      return true;
    } catch (UserError e) {
      return false;
    }
  }

  /** One that is being put together. */
  private static final class Outlook {
    private final BackfillStep step;
    private final List<String> sentences = new ArrayList<>();
    private @Nullable Finding finding;

    Outlook(BackfillStep step) {
      this.step = step;
    }

    void explained(Preview.Plan plan, boolean onTarget) {
      String where = onTarget ? "on the target" : "in the throw-away server";
      switch (plan.state()) {
        case RANGE -> sentences.add("each batch finds its rows by a range (EXPLAIN " + where + ")");
        case UNSEEN ->
            sentences.add("how batches find their rows is not known (" + plan.found() + ")");
        case SCAN ->
            finding =
                DryRunProblems.backfillScan(
                    step, plan.found(), where, onTarget ? Certainty.CERTAIN : Certainty.POSSIBLE);
      }
    }

    void estimated(Bulk bulk, Preview preview) {
      sentences.addAll(
          Estimate.of(bulk, step.spec(), preview.passes(), preview.batchRows())
              .sentences(step.spec()));
    }

    BackfillOutlook whole() {
      return new BackfillOutlook(sentences, finding);
    }
  }
}
