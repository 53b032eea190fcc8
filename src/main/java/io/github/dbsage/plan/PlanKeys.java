package io.github.dbsage.plan;

import io.github.dbsage.model.ChangeKind;
import io.github.dbsage.model.ObjectKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every key of a plan, by the mapping that it stands in. */
final class PlanKeys {

  static final String EXPAND = "expand";
  static final String DEPLOY = "deploy";
  static final String BACKFILL = "backfill";
  static final String VALIDATE = "validate";
  static final String CONTRACT = "contract";

  static final List<String> PLAN =
      List.of(
          "summary",
          "change-set",
          "dependencies",
          "data-migration",
          "safety",
          "testing",
          "operations",
          "communication",
          "version-tracking",
          "zero-downtime",
          "supabase-cli");

  static final List<String> SUMMARY =
      List.of("title", "objective", "scope", "risk", "environments", "windows");
  static final List<String> RISK = List.of("level", "why");
  static final List<String> WINDOWS = List.of("migration", "rollback");

  static final List<String> CHANGE_SET = objectKinds();

  static final List<String> CHANGES =
      Arrays.stream(ChangeKind.values()).map(ChangeKind::label).toList();

  static final List<String> DEPENDENCY = List.of("version", "after", "why");
  static final List<String> SAFETY = List.of("snapshot", "rollback", "roll-forward");
  static final List<String> TESTING = List.of("smoke", "rls", "explain");
  static final List<String> SMOKE = List.of("name", "sql", "expect");
  static final List<String> AT_MOST = List.of("max");
  static final List<String> RLS = List.of("name", "role", "claims", "sql", "expect");
  static final List<String> EXPLAIN =
      List.of("name", "sql", "uses-index", "no-seq-scan", "max-cost");
  static final List<String> OPERATIONS = List.of("success-criteria");
  static final List<String> COMMUNICATION =
      List.of(
          "stakeholders", "approvers", "change-window", "validation-owners", "incident-contact");
  static final List<String> CHANGE_WINDOW = List.of("from", "to");
  static final List<String> VERSION_TRACKING = List.of("schema");
  static final List<String> ZERO_DOWNTIME = List.of("hot-tables", "phases");
  static final List<String> PHASE = List.of(EXPAND, DEPLOY, BACKFILL, VALIDATE, CONTRACT);
  static final List<String> SUPABASE_CLI = List.of("owner", "keep-history");

  /** All of them: where a mapping stands ({@code []}: in a list) and its keys. */
  static final Map<String, List<String>> ALL = all();

  private PlanKeys() {}

  private static List<String> objectKinds() {
    return Arrays.stream(ObjectKind.values()).map(ObjectKind::plural).toList();
  }

  private static Map<String, List<String>> all() {
    Map<String, List<String>> all = new TreeMap<>();
    all.put("", PLAN);
    all.put("summary", SUMMARY);
    all.put("summary.risk", RISK);
    all.put("summary.windows", WINDOWS);
    all.put("change-set", CHANGE_SET);
    CHANGE_SET.forEach(kind -> all.put("change-set." + kind, CHANGES));
    all.put("dependencies[]", DEPENDENCY);
    all.put("safety", SAFETY);
    all.put("testing", TESTING);
    all.put("testing.smoke[]", SMOKE);
    all.put("testing.smoke[].expect", AT_MOST);
    all.put("testing.rls[]", RLS);
    all.put("testing.explain[]", EXPLAIN);
    all.put("operations", OPERATIONS);
    all.put("communication", COMMUNICATION);
    all.put("communication.change-window", CHANGE_WINDOW);
    all.put("version-tracking", VERSION_TRACKING);
    all.put("zero-downtime", ZERO_DOWNTIME);
    all.put("zero-downtime.phases[]", PHASE);
    all.put("supabase-cli", SUPABASE_CLI);
    return Map.copyOf(all);
  }
}
