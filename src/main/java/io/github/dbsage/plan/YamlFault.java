package io.github.dbsage.plan;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * Why a text is no YAML. SnakeYAML tells that in the words of a parser; the slips that people make
 * most have sentences of their own, the rest keeps its words.
 */
final class YamlFault {

  private static final String END = "<stream end>";

  private final List<String> lines;
  private final YamlPlaces places;
  private final MarkedYAMLException fault;
  private final String problem;
  private final String context;

  private YamlFault(String text, YamlPlaces places, MarkedYAMLException fault) {
    this.lines = List.of(text.split("\n", -1));
    this.places = places;
    this.fault = fault;
    this.problem = Objects.requireNonNullElse(fault.getProblem(), "it cannot be read");
    this.context = Objects.requireNonNullElse(fault.getContext(), "");
  }

  static Finding finding(String text, YamlPlaces places, MarkedYAMLException fault) {
    return new YamlFault(text, places, fault).finding();
  }

  private Finding finding() {
    Place at = places.of(fault.getProblemMark());
    Place begun = places.of(beginning());
    if (character() == '\t') {
      return YamlProblems.tab(at);
    }
    if (problem.startsWith("mapping values are not allowed here")) {
      return keyBefore(at) ? YamlProblems.keyInValue(at) : YamlProblems.colonInValue(at);
    }
    if (problem.startsWith("expected <block end>")) {
      return YamlProblems.indentation(at);
    }
    if (problem.startsWith("could not find expected ':'")) {
      return YamlProblems.noColon(begun);
    }
    if (context.contains("quoted scalar") && problem.contains("end of stream")) {
      return YamlProblems.quoteNotClosed(begun);
    }
    if (context.contains("flow mapping") && problem.contains(END)) {
      return YamlProblems.bracketNotClosed(begun, "{", "}");
    }
    if (context.contains("flow sequence") && problem.contains(END)) {
      return YamlProblems.bracketNotClosed(begun, "[", "]");
    }
    if (problem.contains("that cannot start any token")) {
      return YamlProblems.startOfValue(at, Character.toString(character()));
    }
    if (problem.startsWith("found unknown escape character")) {
      return YamlProblems.escape(at);
    }
    if (problem.startsWith("but found another document")) {
      return YamlProblems.secondDocument(at);
    }
    return YamlProblems.syntax(at, context.isEmpty() ? problem : context + ", " + problem);
  }

  /** Whether nothing but a key of ours stands in front of it on its line. */
  private boolean keyBefore(Place colon) {
    String key = lines.get(colon.line() - 1).substring(0, colon.column() - 1).strip();
    return PlanKeys.ALL.values().stream().anyMatch(keys -> keys.contains(key));
  }

  private @Nullable Mark beginning() {
    return fault.getContextMark() == null ? fault.getProblemMark() : fault.getContextMark();
  }

  /** The character that it stumbled over; 0 at the text's end. */
  private int character() {
    Mark mark = fault.getProblemMark();
    if (mark == null) {
      return 0;
    }
    int[] buffer = mark.getBuffer();
    return mark.getPointer() < buffer.length ? buffer[mark.getPointer()] : 0;
  }
}
