package io.github.dbsage.mojo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.testing.Goldens;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The plugin's face: goals, phases, parameters. Nobody changes it without saying so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PluginDescriptorTest {

  private List<Element> goals = List.of();

  @BeforeAll
  void read() throws Exception {
    try (InputStream descriptor =
        ApplyMojo.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      Element plugin =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(descriptor)
              .getDocumentElement();
      goals = children(child(plugin, "mojos"), "mojo");
    }
  }

  @Test
  void goalsAndParametersAreAsAnnounced() {
    StringBuilder face = new StringBuilder();
    for (Element goal : goals) {
      String phase = text(goal, "phase");
      face.append(
          "%s: phase %s, requiresProject %s, threadSafe %s%n"
              .formatted(
                  text(goal, "goal"),
                  phase.isEmpty() ? "none" : phase,
                  text(goal, "requiresProject"),
                  text(goal, "threadSafe"))
              .replace(System.lineSeparator(), "\n"));
      for (Element parameter : parameters(goal)) {
        face.append("  ").append(line(goal, parameter)).append('\n');
      }
    }
    Goldens.check("mojo/descriptor.txt", face.toString());
  }

  @Test
  void everyParameterIsDocumented() {
    List<String> undocumented = new ArrayList<>();
    for (Element goal : goals) {
      for (Element parameter : parameters(goal)) {
        if (text(parameter, "description").isEmpty()) {
          undocumented.add(text(goal, "goal") + " " + text(parameter, "name"));
        }
      }
    }
    assertThat(undocumented).isEmpty();
  }

  /** Without it, Maven writes passwords to the log under {@code -X}. */
  @Test
  void everyGoalIsConfiguredDiscreetly() {
    assertThat(goals)
        .filteredOn(goal -> !text(goal, "goal").equals("help"))
        .isNotEmpty()
        .allSatisfy(
            goal -> assertThat(text(goal, "configurator")).isEqualTo(DiscreetConfigurator.HINT));
  }

  /** The rule that users rely on: the property without its prefix, dots in camel case. */
  @Test
  void everyPropertyIsTheParametersNameBehindThePrefix() {
    List<String> broken = new ArrayList<>();
    for (Element goal : goals) {
      for (Element parameter : parameters(goal)) {
        String property = property(goal, parameter);
        if (!property.isEmpty()
            && !text(goal, "goal").equals("help")
            && !camelCase(property).equals("dbsage" + capital(text(parameter, "name")))) {
          broken.add(text(goal, "goal") + " " + text(parameter, "name") + " " + property);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static String line(Element goal, Element parameter) {
    String property = property(goal, parameter);
    Element configured = configured(goal, parameter);
    String value = configured == null ? "" : configured.getAttribute("default-value");
    return text(parameter, "name")
        + ": "
        + text(parameter, "type")
        + (property.isEmpty() ? "" : ", -D" + property)
        + (value.isEmpty() ? "" : ", default " + value)
        + (text(parameter, "required").equals("true") ? ", required" : "");
  }

  private static List<Element> parameters(Element goal) {
    return children(child(goal, "parameters"), "parameter").stream()
        .filter(parameter -> text(parameter, "editable").equals("true"))
        .toList();
  }

  private static @Nullable Element configured(Element goal, Element parameter) {
    List<Element> found = children(child(goal, "configuration"), text(parameter, "name"));
    return found.isEmpty() ? null : found.get(0);
  }

  private static String property(Element goal, Element parameter) {
    Element configured = configured(goal, parameter);
    String expression = configured == null ? "" : configured.getTextContent().strip();
    return expression.startsWith("${") ? expression.substring(2, expression.length() - 1) : "";
  }

  private static String camelCase(String property) {
    StringBuilder name = new StringBuilder();
    for (String word : property.split("\\.", -1)) {
      name.append(name.isEmpty() ? word : capital(word));
    }
    return name.toString();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static Element child(Element parent, String name) {
    return children(parent, name).get(0);
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
  }

  private static List<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name))
        .toList();
  }
}
