package io.github.dbsage.plan;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Risk;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.model.Version;
import io.github.dbsage.plan.MigrationPlan.ChangeWindow;
import io.github.dbsage.plan.MigrationPlan.Communication;
import io.github.dbsage.plan.MigrationPlan.Dependency;
import io.github.dbsage.plan.MigrationPlan.Operations;
import io.github.dbsage.plan.MigrationPlan.RollbackWay;
import io.github.dbsage.plan.MigrationPlan.Safety;
import io.github.dbsage.plan.MigrationPlan.Snapshot;
import io.github.dbsage.plan.MigrationPlan.Summary;
import io.github.dbsage.plan.MigrationPlan.SupabaseCli;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a plan file, section by section, without a look at any other file. */
final class PlanReader {

  private final String file;
  private final YamlValues values;
  private final YamlNames names;

  private PlanReader(String file, YamlValues values) {
    this.file = file;
    this.values = values;
    this.names = new YamlNames(values);
  }

  /** The plan, as far as it is right; null where it is no YAML. What is wrong is in the log. */
  static @Nullable MigrationPlan read(FileSource source, FindingLog log) {
    String text = WholeFile.read(source, log);
    return text == null ? null : read(source.file(), new YamlText(source.file(), text, log), log);
  }

  /** The same of a text. */
  static @Nullable MigrationPlan read(String file, YamlText yaml, FindingLog log) {
    Node root = yaml.read();
    return root == null
        ? null
        : new PlanReader(file, new YamlValues(yaml, PlanKeys.ALL, log)).plan(root);
  }

  private MigrationPlan plan(Node root) {
    YamlMapping plan = values.mapping(root, "The plan", PlanKeys.PLAN);
    TestingReader checks = new TestingReader(values, names);
    Testing testing = checks.read(plan.mapping("testing", PlanKeys.TESTING));
    return new MigrationPlan(
        file,
        summary(plan.mapping("summary", PlanKeys.SUMMARY)),
        changeSet(plan),
        dependencies(plan),
        plan.list("data-migration", values::text),
        safety(plan.mapping("safety", PlanKeys.SAFETY)),
        testing,
        operations(plan.mapping("operations", PlanKeys.OPERATIONS)),
        communication(plan.mapping("communication", PlanKeys.COMMUNICATION)),
        plan.mapping("version-tracking", PlanKeys.VERSION_TRACKING).value("schema", values::text),
        new PhasesReader(values, names, checks.known())
            .read(plan.mapping("zero-downtime", PlanKeys.ZERO_DOWNTIME)),
        supabaseCli(plan.mapping("supabase-cli", PlanKeys.SUPABASE_CLI)));
  }

  private Summary summary(YamlMapping summary) {
    YamlMapping risk = summary.mapping("risk", PlanKeys.RISK);
    YamlMapping windows = summary.mapping("windows", PlanKeys.WINDOWS);
    return new Summary(
        summary.prose("title"),
        summary.prose("objective"),
        summary.prose("scope"),
        summary.node("risk") == null ? null : risk.needed("level", values.choice(Risk.values())),
        risk.prose("why"),
        summary.list("environments", values::text),
        windows.value("migration", values::duration),
        windows.value("rollback", values::duration));
  }

  private @Nullable ChangeSet changeSet(YamlMapping plan) {
    if (plan.node("change-set") == null) {
      return null;
    }
    YamlMapping section = plan.mapping("change-set", PlanKeys.CHANGE_SET);
    List<ChangeSet.Entry> entries = new ArrayList<>();
    for (ObjectKind kind : ObjectKind.values()) {
      YamlMapping changes = section.mapping(kind.plural(), PlanKeys.CHANGES);
      for (ChangeKind change : ChangeKind.values()) {
        for (At<SchemaObject> object : changes.list(change.label(), names.object(kind))) {
          entries.add(new ChangeSet.Entry(change, object));
        }
      }
    }
    return new ChangeSet(plan.keyAt("change-set"), entries);
  }

  private List<Dependency> dependencies(YamlMapping plan) {
    List<Dependency> dependencies = new ArrayList<>();
    for (YamlMapping item : plan.mappings("dependencies", "A dependency", PlanKeys.DEPENDENCY)) {
      At<Version> version = item.needed("version", values::version);
      List<At<Version>> after = item.some("after", values::version);
      if (version != null) {
        dependencies.add(new Dependency(version, after, item.prose("why")));
      }
    }
    return dependencies;
  }

  private Safety safety(YamlMapping safety) {
    At<RollbackWay> rollback = safety.value("rollback", values.choice(RollbackWay.values()));
    String rollForward = safety.prose("roll-forward");
    if (rollback != null && rollback.value() == RollbackWay.FORWARD_ONLY && rollForward == null) {
      values.log().add(PlanFileProblems.forwardWithoutWay(rollback.at()));
    }
    return new Safety(
        safety.value("snapshot", values.choice(Snapshot.values())), rollback, rollForward);
  }

  private Operations operations(YamlMapping operations) {
    return new Operations(operations.list("success-criteria", values::text));
  }

  private Communication communication(YamlMapping communication) {
    return new Communication(
        communication.list("stakeholders", values::text),
        communication.list("approvers", values::text),
        changeWindow(communication),
        communication.list("validation-owners", values::text),
        communication.prose("incident-contact"));
  }

  private @Nullable ChangeWindow changeWindow(YamlMapping communication) {
    if (communication.node("change-window") == null) {
      return null;
    }
    YamlMapping window = communication.mapping("change-window", PlanKeys.CHANGE_WINDOW);
    At<OffsetDateTime> from = window.needed("from", values::time);
    At<OffsetDateTime> to = window.needed("to", values::time);
    if (from == null || to == null) {
      return null;
    }
    if (!to.value().isAfter(from.value())) {
      values.log().add(PlanFileProblems.windowOrder(to.at(), from));
      return null;
    }
    return new ChangeWindow(from, to);
  }

  private SupabaseCli supabaseCli(YamlMapping supabase) {
    return new SupabaseCli(
        supabase.value("owner", names::identifier), supabase.value("keep-history", values::flag));
  }
}
