package io.github.dbsage.report.format;

import com.google.gson.stream.JsonWriter;
import io.github.dbsage.model.BackfillReport;
import io.github.dbsage.model.BackfillReport.Check;
import io.github.dbsage.model.BackfillReport.Point;
import io.github.dbsage.model.BackfillReport.Poison;
import io.github.dbsage.model.BackfillReport.SlowDown;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How a backfill went, in the report for machines. */
final class BackfillJson {

  private BackfillJson() {}

  static void write(JsonWriter json, @Nullable BackfillReport backfill) throws IOException {
    if (backfill == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("job").value(backfill.job());
    json.name("status").value(backfill.status());
    json.name("table").value(backfill.table());
    json.name("key").value(backfill.key());
    JsonFormat.strings(json, "choices", backfill.choices());
    json.name("rows").value(backfill.rows());
    json.name("own").value(backfill.own());
    json.name("expected").value(backfill.expected());
    json.name("batches").value(backfill.batches());
    json.name("workers").value(backfill.workers());
    json.name("deferred").value(backfill.deferred());
    json.name("residue").value(backfill.residue());
    json.name("poison").beginArray();
    for (Poison row : backfill.poison()) {
      json.beginObject();
      json.name("key").value(row.key());
      json.name("sqlstate").value(row.sqlState());
      json.name("message").value(row.message());
      json.endObject();
    }
    json.endArray();
    json.name("poisoned").value(backfill.poisoned());
    json.name("slow_downs").beginArray();
    for (SlowDown slow : backfill.slowDowns()) {
      json.beginObject();
      json.name("signal").value(slow.signal());
      json.name("reason").value(slow.reason());
      json.name("ms").value(slow.ms());
      json.endObject();
    }
    json.endArray();
    json.name("curve").beginArray();
    for (Point point : backfill.curve()) {
      point(json, point);
    }
    json.endArray();
    json.name("checks").beginArray();
    for (Check check : backfill.checks()) {
      json.beginObject();
      json.name("what").value(check.what());
      json.name("found").value(check.found());
      json.name("limit").value(check.limit());
      json.name("passed").value(check.passed());
      json.endObject();
    }
    json.endArray();
    json.name("ms").value(backfill.ms());
    json.endObject();
  }

  private static void point(JsonWriter json, Point point) throws IOException {
    json.beginObject();
    json.name("ms").value(point.ms());
    json.name("rows").value(point.rows());
    json.name("rows_per_second").value(point.rowsPerSecond());
    json.name("batch").value(point.batch());
    json.name("duty").value(point.duty());
    json.name("held").value(point.held());
    json.endObject();
  }
}
