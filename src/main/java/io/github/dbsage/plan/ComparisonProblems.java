package io.github.dbsage.plan;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.ObjectUse;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.RiskReason;
import io.github.dbsage.model.SchemaChange;
import io.github.dbsage.model.SchemaObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a plan and the SQL contradict each other, in words. */
final class ComparisonProblems {

  private static final String CHANGE_SET = "PLAN_CHANGE_SET";

  private ComparisonProblems() {}

  static Finding notDone(
      At<SchemaObject> declared, ChangeKind change, @Nullable SchemaChange other) {
    SchemaObject object = declared.value();
    return Finding.warning(
        CHANGE_SET,
        declared.at(),
        "The change set says that "
            + object
            + " is "
            + change.done()
            + ", and no migration of the plan does that"
            + (other == null ? "" : ": it is " + other.change().done() + " at " + other.at()),
        "Add the migration, or remove " + object.path() + " from " + key(object, change));
  }

  static Finding notDeclared(SchemaChange done) {
    SchemaObject object = done.object();
    return Finding.warning(
        CHANGE_SET,
        done.at(),
        capital(object.toString())
            + " is "
            + done.change().done()
            + " here, and the plan's change set does not say so",
        "Add " + object.path() + " to " + key(object, done.change()));
  }

  private static String key(SchemaObject object, ChangeKind change) {
    return "change-set." + object.kind().plural() + "." + change.label();
  }

  static Finding notComparable(Place at) {
    return Finding.warning(
        CHANGE_SET,
        at,
        "The change set cannot be compared with the SQL: the plan names no version, and there are"
            + " other plans",
        "Name its versions in zero-downtime.phases or in dependencies");
  }

  static Finding risk(At<Risk> declared, RiskReason reason) {
    return Finding.warning(
        "PLAN_RISK",
        declared.at(),
        "The plan calls the risk "
            + declared.value().label()
            + ", and it is "
            + reason.level().label()
            + ": "
            + reason.why()
            + " at "
            + reason.at(),
        "Write level: " + reason.level().label() + ", or change the migration");
  }

  static Finding useBeforeCreate(ObjectUse use) {
    boolean oneFile = use.user().equals(use.creator());
    return Finding.error(
        "PLAN_USE_BEFORE_CREATE",
        use.usedAt(),
        capital(use.object().toString())
            + " is used here, and created only later at "
            + use.createdAt()
            + (oneFile ? "" : ", by version " + use.creator()),
        oneFile
            ? "Move the statement that creates it in front of this one"
            : "Give the file that creates it a version before " + use.user());
  }

  static Finding order(SchemaChange created, SchemaChange before) {
    return Finding.info(
        "PLAN_ORDER",
        created.at(),
        capital(created.object().toString())
            + " is created after "
            + before.object()
            + " ("
            + before.at()
            + "); the usual order is extensions, types, tables, functions, triggers, policies, views",
        "Move it in front, where nothing speaks against it");
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
