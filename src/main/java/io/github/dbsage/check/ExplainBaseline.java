package io.github.dbsage.check;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Problem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What EXPLAIN checks once cost, as a file keeps it.
 *
 * @param costs by the plan's file and the check's name
 */
public record ExplainBaseline(Map<String, Cost> costs) {

  private static final int FORMAT = 1;

  /** Worse by more than half is worse; caches and statistics make for less. */
  private static final double FACTOR = 1.5;

  /** Of a few pages, one more is half as many again. */
  private static final double SLACK = 10;

  public ExplainBaseline {
    costs = Map.copyOf(costs);
  }

  /**
   * What a statement costs.
   *
   * @param total in the planner's units
   * @param buffers shared ones that it took; null where it was not run
   */
  public record Cost(double total, @Nullable Long buffers) {}

  /** Under what a check is kept. */
  public static String key(CheckStep step) {
    return step.query().at().file() + "#" + step.name();
  }

  /** Why a cost is worse than what was kept, or null. */
  public static @Nullable Problem worse(CheckStep.Explain step, Cost before, Cost now) {
    if (isWorse(before.total(), now.total())) {
      return CheckProblems.worse(step, "cost", before.total(), now.total());
    }
    Long then = before.buffers();
    Long buffers = now.buffers();
    return then != null && buffers != null && isWorse(then, buffers)
        ? CheckProblems.worse(step, "shared buffers", then, buffers)
        : null;
  }

  private static boolean isWorse(double before, double now) {
    return now > before * FACTOR && now > before + SLACK;
  }

  /** Reads a file's text; null where it is none of ours. */
  public static @Nullable ExplainBaseline read(String text) {
    try {
      JsonObject root = JsonParser.parseString(text).getAsJsonObject();
      if (root.get("format").getAsInt() != FORMAT) {
        return null;
      }
      Map<String, Cost> costs = new TreeMap<>();
      for (Map.Entry<String, JsonElement> entry : root.getAsJsonObject("checks").entrySet()) {
        JsonObject cost = entry.getValue().getAsJsonObject();
        JsonElement buffers = cost.get("buffers");
        costs.put(
            entry.getKey(),
            new Cost(
                cost.get("cost").getAsDouble(),
                buffers.isJsonNull() ? null : (Long) buffers.getAsLong()));
      }
      return new ExplainBaseline(costs);
    } catch (JsonParseException
        | IllegalStateException
        | NumberFormatException
        | UnsupportedOperationException
        | NullPointerException e) {
      return null;
    }
  }

  /** The file's text; the same for the same costs. */
  public String text() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setIndent("  ");
      json.beginObject();
      json.name("format").value(FORMAT);
      json.name("checks").beginObject();
      for (Map.Entry<String, Cost> entry : new TreeMap<>(costs).entrySet()) {
        json.name(entry.getKey()).beginObject();
        json.name("cost").value(entry.getValue().total());
        json.name("buffers").value(entry.getValue().buffers());
        json.endObject();
      }
      json.endObject();
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text + "\n";
  }
}
