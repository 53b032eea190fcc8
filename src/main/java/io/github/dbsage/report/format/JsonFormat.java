package io.github.dbsage.report.format;

import com.google.gson.stream.JsonWriter;
import io.github.dbsage.model.DatabaseInfo;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.LockMeeting;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Report;
import io.github.dbsage.model.StatementTrace.TakenLock;
import io.github.dbsage.model.StepReport;
import io.github.dbsage.model.StepReport.HeldLock;
import io.github.dbsage.model.StepReport.RollbackState;
import io.github.dbsage.model.StepReport.StatementReport;
import io.github.dbsage.model.Suppressed;
import io.github.dbsage.model.Version;
import io.github.dbsage.model.Withdrawn;
import io.github.dbsage.report.Format;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report for machines, as {@code report.schema.json} describes it: every key is always there,
 * null where nothing is known.
 */
public final class JsonFormat implements Format {

  private static final int FORMAT = 1;

  @Override
  public String suffix() {
    return "json";
  }

  @Override
  public byte[] bytes(Report report) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      write(json, report);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void write(JsonWriter json, Report report) throws IOException {
    json.beginObject();
    json.name("format").value(FORMAT);
    json.name("goal").value(report.goal());
    json.name("verdict").value(report.passed() ? "passed" : "failed");
    json.name("waiting");
    waiting(json, report.waiting());
    json.name("database");
    database(json, report.database());
    json.name("steps").beginArray();
    for (StepReport step : report.steps()) {
      step(json, step);
    }
    json.endArray();
    json.name("findings").beginArray();
    for (Finding finding : report.findings()) {
      finding(json, finding);
    }
    json.endArray();
    json.name("suppressed").beginArray();
    for (Suppressed suppressed : report.suppressed()) {
      setAside(json, suppressed.finding(), suppressed.reason());
    }
    json.endArray();
    json.name("withdrawn").beginArray();
    for (Withdrawn withdrawn : report.withdrawn()) {
      setAside(json, withdrawn.finding(), withdrawn.reason());
    }
    json.endArray();
    json.name("drift");
    HistoryJson.drift(json, report.drift());
    json.name("history");
    HistoryJson.history(json, report.history());
    json.name("snapshot");
    SnapshotJson.write(json, report.snapshot());
    json.name("locks").beginArray();
    for (LockMeeting meeting : report.locks()) {
      meeting(json, meeting);
    }
    json.endArray();
    json.name("error");
    error(json, report.error());
    json.endObject();
  }

  private static void meeting(JsonWriter json, LockMeeting meeting) throws IOException {
    Version version = meeting.version();
    json.beginObject();
    json.name("version").value(version == null ? null : version.digits());
    json.name("waiter").value(meeting.waiter());
    json.name("wanted").value(meeting.wanted());
    strings(json, "blockers", meeting.blockers());
    json.name("waited_ms").value(meeting.waitedMs());
    json.endObject();
  }

  private static void waiting(JsonWriter json, Report.@Nullable Waiting waiting)
      throws IOException {
    if (waiting == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("gate").value(waiting.gate());
    json.name("phase").value(waiting.phase());
    json.endObject();
  }

  private static void database(JsonWriter json, @Nullable DatabaseInfo database)
      throws IOException {
    if (database == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("host").value(database.host());
    json.name("port").value(database.port());
    json.name("name").value(database.name());
    json.name("user").value(database.user());
    json.name("server_version").value(database.serverVersion());
    json.endObject();
  }

  private static void step(JsonWriter json, StepReport step) throws IOException {
    Version version = step.version();
    RollbackState rollback = step.rollback();
    json.beginObject();
    json.name("version").value(version == null ? null : version.digits());
    json.name("name").value(step.name());
    json.name("kind").value(step.kind().label());
    json.name("state").value(step.state().label());
    json.name("statement_count").value(step.statementCount());
    json.name("statements").beginArray();
    for (StatementReport statement : step.statements()) {
      statement(json, statement);
    }
    json.endArray();
    json.name("execution_time_ms").value(step.executionTimeMs());
    json.name("rollback").beginObject();
    json.name("state").value(rollback == null ? null : rollback.label());
    json.name("diff").value(step.rollbackDiff());
    json.endObject();
    json.name("locks").beginArray();
    for (HeldLock lock : step.locks()) {
      json.beginObject();
      json.name("relation").value(lock.relation());
      json.name("mode").value(lock.mode());
      json.name("line").value(lock.line());
      json.name("ms").value(lock.ms());
      strings(json, "blocks", lock.blocks());
      json.endObject();
    }
    json.endArray();
    json.name("backfill");
    BackfillJson.write(json, step.backfill());
    json.name("standing");
    HistoryJson.standing(json, step.standing());
    json.name("error");
    error(json, step.error());
    json.endObject();
  }

  private static void statement(JsonWriter json, StatementReport statement) throws IOException {
    json.beginObject();
    json.name("line").value(statement.line());
    json.name("sql").value(statement.sql());
    json.name("ms").value(statement.ms());
    json.name("rows").value(statement.rows());
    json.name("locks").beginArray();
    for (TakenLock lock : statement.trace().locks()) {
      json.beginObject();
      json.name("relation").value(lock.relation());
      json.name("mode").value(lock.mode());
      strings(json, "blocks", lock.blocks());
      json.endObject();
    }
    json.endArray();
    strings(json, "rewrites", statement.trace().rewrites());
    strings(json, "scans", statement.trace().scans());
    strings(json, "builds", statement.trace().builds());
    json.endObject();
  }

  private static void finding(JsonWriter json, Finding finding) throws IOException {
    json.beginObject();
    json.name("rule").value(finding.rule());
    json.name("severity").value(finding.severity().label());
    json.name("certainty").value(finding.certainty().label());
    place(json, finding.where());
    json.name("statement").value(finding.statement());
    json.name("message").value(finding.message());
    json.name("effect").value(finding.effect());
    json.name("fix").value(finding.fix());
    json.endObject();
  }

  /** One that does not count. */
  private static void setAside(JsonWriter json, Finding finding, String reason) throws IOException {
    json.beginObject();
    json.name("rule").value(finding.rule());
    json.name("severity").value(finding.severity().label());
    json.name("certainty").value(finding.certainty().label());
    place(json, finding.where());
    json.name("message").value(finding.message());
    json.name("reason").value(reason);
    json.endObject();
  }

  private static void error(JsonWriter json, @Nullable Problem error) throws IOException {
    if (error == null) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("code").value(error.code());
    json.name("message").value(message(error));
    json.name("sqlstate").value(error.sqlState());
    place(json, error.where());
    json.name("hint").value(error.hint());
    json.name("fix").value(error.fix());
    json.endObject();
  }

  /** What and why, as two sentences. */
  private static String message(Problem error) {
    String why = error.why();
    if (why == null) {
      return error.what();
    }
    char last = error.what().charAt(error.what().length() - 1);
    return error.what() + (".!?:".indexOf(last) >= 0 ? " " : ". ") + why;
  }

  private static void place(JsonWriter json, @Nullable Place where) throws IOException {
    if (where == null) {
      json.name("file").nullValue();
      json.name("line").nullValue();
      json.name("column").nullValue();
      return;
    }
    json.name("file").value(where.file());
    json.name("line").value(where.line());
    json.name("column").value(where.column());
  }

  static void strings(JsonWriter json, String name, List<String> values) throws IOException {
    json.name(name).beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }
}
