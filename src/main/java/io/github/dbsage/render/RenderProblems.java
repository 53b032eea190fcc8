package io.github.dbsage.render;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a template, or with the place that a document is to have. */
final class RenderProblems {

  private static final Pattern LINE = Pattern.compile("\\s*@? ?\\[?line:? ?(\\d+)\\]?");

  private RenderProblems() {}

  static Problem unreadable(String file, IOException e) {
    return Problem.of(
            "RENDER_TEMPLATE",
            "The template " + file + " cannot be read.",
            null,
            "Name one with -Ddbsage.from=FILE, or leave it out: the plugin has its own.")
        .because(e instanceof NoSuchFileException ? "there is no such file" : e.getMessage());
  }

  static Problem notUtf8(String file) {
    return Problem.of(
        "RENDER_TEMPLATE",
        "The template " + file + " is not UTF-8.",
        Place.startOf(file),
        "Save it as UTF-8.");
  }

  static Problem syntax(String file, @Nullable String message) {
    String said = message == null ? "" : message;
    Matcher line = LINE.matcher(said);
    Place where = line.find() ? at(file, Integer.parseInt(line.group(1))) : Place.startOf(file);
    return Problem.of(
            "RENDER_TEMPLATE",
            "The template " + file + " is no Mustache.",
            where,
            "Close each {{#section}} and {{^section}} with {{/section}}, and each {{ with }}.")
        .because(line.replaceAll(""));
  }

  static Problem partial(String file, String name) {
    return Problem.of(
        "RENDER_TEMPLATE",
        "The template " + file + " includes {{>" + name + "}}, and it must be one file.",
        Place.startOf(file),
        "Write what " + name + " holds into it.");
  }

  static Problem unknownName(String file, String key, int line, Map<String, Object> values) {
    Set<String> names = new TreeSet<>();
    addNames("", values, names);
    int dot = key.lastIndexOf('.');
    Object section = dot < 0 ? values : values.getOrDefault(key.substring(0, dot), values);
    Map<?, ?> beside = section instanceof Map<?, ?> map ? map : values;
    return Problem.of(
        "RENDER_TEMPLATE",
        "The template "
            + file
            + " asks for "
            + key
            + ", which there is not"
            + Choices.didYouMean(key, List.copyOf(names))
            + ".",
        at(file, line),
        (beside == values ? "At the top there are " : "In " + key.substring(0, dot) + " there are ")
            + beside.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))
            + ". The plugin's own template shows all of them.");
  }

  /** All names, as a template has them outside of lists, and alone as it has them inside. */
  private static void addNames(String path, Map<?, ?> values, Set<String> names) {
    values.forEach(
        (key, value) -> {
          names.add(path + key);
          if (value instanceof Map<?, ?> inner) {
            addNames(path + key + ".", inner, names);
          } else if (value instanceof List<?> list
              && !list.isEmpty()
              && list.get(0) instanceof Map<?, ?> item) {
            addNames("", item, names);
          }
        });
  }

  private static Place at(String file, int line) {
    return new Place(file, Math.max(1, line), 1);
  }

  static Problem notRendered(String file) {
    return Problem.of(
        "RENDER_FILE",
        file + " is there and was not written by render: it is left as it is.",
        Place.startOf(file),
        "Move it away, or name another file with -Ddbsage.to=FILE. A file that may be overwritten"
            + " has this in its first lines: "
            + RenderedFile.MARKER);
  }

  static Problem notWritable(String file, IOException e) {
    return Problem.of(
            "RENDER_FILE",
            file + " cannot be written.",
            null,
            "Name another file with -Ddbsage.to=FILE.")
        .because(e.getClass().getSimpleName() + ": " + e.getMessage());
  }

  static Problem isFolder(String file) {
    return Problem.of(
        "RENDER_FILE", file + " is a folder.", null, "Name a file with -Ddbsage.to=FILE.");
  }
}
