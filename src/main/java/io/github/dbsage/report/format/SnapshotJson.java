package io.github.dbsage.report.format;

import com.google.gson.stream.JsonWriter;
import io.github.dbsage.model.SnapshotReport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The part of {@code report.json} about the schema. */
final class SnapshotJson {

  private SnapshotJson() {}

  static void write(JsonWriter json, @Nullable SnapshotReport snapshot) throws IOException {
    if (snapshot == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("file").value(snapshot.file());
    json.name("objects").value(snapshot.objects());
    json.name("from").value(snapshot.from());
    json.name("to").value(snapshot.to());
    JsonFormat.strings(json, "added", snapshot.added());
    JsonFormat.strings(json, "removed", snapshot.removed());
    JsonFormat.strings(json, "changed", snapshot.changed());
    json.endObject();
  }
}
