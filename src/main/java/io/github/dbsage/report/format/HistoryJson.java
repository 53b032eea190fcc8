package io.github.dbsage.report.format;

import com.google.gson.stream.JsonWriter;
import io.github.dbsage.model.Difference;
import io.github.dbsage.model.DriftReport;
import io.github.dbsage.model.HistoryReport;
import io.github.dbsage.model.SchemaDrift;
import io.github.dbsage.model.Standing;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parts of {@code report.json} about what a database recorded. */
final class HistoryJson {

  private HistoryJson() {}

  static void drift(JsonWriter json, @Nullable DriftReport drift) throws IOException {
    if (drift == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("changed").beginArray();
    for (DriftReport.Changed changed : drift.changed()) {
      json.beginObject();
      json.name("version").value(changed.version().digits());
      json.name("name").value(changed.name());
      json.name("difference").value(label(changed.difference()));
      json.endObject();
    }
    json.endArray();
    named(json, "missing", drift.missing());
    named(json, "out_of_order", drift.outOfOrder());
    json.name("schema");
    schema(json, drift.schema());
    json.endObject();
  }

  private static void schema(JsonWriter json, @Nullable SchemaDrift schema) throws IOException {
    if (schema == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("file").value(schema.file());
    JsonFormat.strings(json, "added", schema.added());
    JsonFormat.strings(json, "removed", schema.removed());
    JsonFormat.strings(json, "changed", schema.changed());
    json.name("owners").beginArray();
    for (SchemaDrift.WrongOwner wrong : schema.owners()) {
      json.beginObject();
      json.name("object").value(wrong.object());
      json.name("owner").value(wrong.owner());
      json.name("expected").value(wrong.expected());
      json.name("fix").value(wrong.fix());
      json.endObject();
    }
    json.endArray();
    json.endObject();
  }

  static void history(JsonWriter json, @Nullable HistoryReport history) throws IOException {
    if (history == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("schema").value(history.schema());
    json.name("tables").value(history.tables().label());
    json.name("standby").value(history.standby());
    json.name("occupied").value(history.occupied());
    json.name("counts");
    counts(json, history.counts());
    json.name("last_action");
    action(json, history.last());
    json.name("tool_version").value(history.toolVersion());
    json.name("running");
    running(json, history.running());
    json.name("queries").value(history.queries());
    json.endObject();
  }

  static void standing(JsonWriter json, @Nullable Standing standing) throws IOException {
    if (standing == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("local").value(standing.local());
    json.name("recorded").value(standing.recorded());
    json.name("state").value(standing.state().label());
    json.name("difference").value(label(standing.difference()));
    json.name("out_of_order").value(standing.outOfOrder());
    json.name("rollback").value(standing.wayBack().label());
    json.name("kind").value(standing.kind());
    json.name("applied_at").value(standing.appliedAt());
    json.name("applied_by").value(standing.appliedBy());
    json.name("tool_version").value(standing.toolVersion());
    json.name("statements_done").value(standing.statementsDone());
    json.name("notes").value(standing.notes());
    json.name("correction").value(standing.correction());
    json.endObject();
  }

  private static void named(JsonWriter json, String name, List<DriftReport.Named> migrations)
      throws IOException {
    json.name(name).beginArray();
    for (DriftReport.Named migration : migrations) {
      json.beginObject();
      json.name("version").value(migration.version().digits());
      json.name("name").value(migration.name());
      json.endObject();
    }
    json.endArray();
  }

  private static void counts(JsonWriter json, HistoryReport.Counts counts) throws IOException {
    json.beginObject();
    json.name("applied").value(counts.applied());
    json.name("pending").value(counts.pending());
    json.name("failed").value(counts.failed());
    json.name("running").value(counts.running());
    json.name("rollbacks").value(counts.rollbacks());
    json.name("rollbacks_differing").value(counts.rollbacksDiffering());
    json.name("forward_only").value(counts.forwardOnly());
    json.name("no_rollback").value(counts.noRollback());
    json.endObject();
  }

  private static void action(JsonWriter json, HistoryReport.@Nullable Action action)
      throws IOException {
    if (action == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("at").value(action.at());
    json.name("action").value(action.action());
    json.name("version").value(action.version());
    json.name("db_user").value(action.dbUser());
    json.name("os_user").value(action.osUser());
    json.name("host").value(action.host());
    json.name("reason").value(action.reason());
    json.endObject();
  }

  private static void running(JsonWriter json, HistoryReport.@Nullable Running running)
      throws IOException {
    if (running == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("application").value(running.application());
    json.name("pid").value(running.pid());
    json.name("user").value(running.user());
    json.name("address").value(running.address());
    json.name("since").value(running.since());
    json.endObject();
  }

  private static @Nullable String label(@Nullable Difference difference) {
    return difference == null ? null : difference.name().toLowerCase(Locale.ROOT);
  }
}
