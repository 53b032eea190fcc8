package io.github.dbsage.render;

import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.MigrationPlan.SupabaseCli;
import java.util.Map;

/** What the Supabase CLI is to find. */
final class SupabaseSection {

  private SupabaseSection() {}

  static Map<String, Object> of(Material material) {
    MigrationPlan plan = material.plan();
    SupabaseCli cli = plan == null ? new SupabaseCli(null, null) : plan.supabaseCli();
    At<String> owner = cli.owner();
    At<Boolean> history = cli.keepHistory();
    return new Values()
        .put("owner", owner == null ? "" : Markdown.code(owner.value()))
        .put("keepsHistory", history != null && history.value())
        .put("leavesHistory", history != null && !history.value())
        .put("any", owner != null || history != null)
        .map();
  }
}
