package io.github.dbsage.sql.tree;

import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads functions, procedures and DO blocks; not their code. */
final class RoutineReader {

  private RoutineReader() {}

  static Tree create(Node node) {
    Options options = Options.of(node, "options");
    boolean standard = node.has("sql_body");
    return new Tree.CreateFunction(
        Node.name(node.strings("funcname")),
        node.flag("is_procedure"),
        node.flag("replace"),
        options.language == null ? "sql" : options.language,
        standard || options.body == null ? "" : options.body,
        standard ? -1 : options.bodyAt,
        options.volatility == null ? "volatile" : options.volatility,
        Boolean.TRUE.equals(options.securityDefiner),
        options.settings,
        ExprReader.type(node.node("returnType")),
        node.list("parameters").size());
  }

  static Tree alter(Node node) {
    List<String> name = node.node("func").strings("objname");
    Options options = Options.of(node, "actions");
    QualifiedName function = name.isEmpty() ? new QualifiedName(null, "?") : Node.name(name);
    return new Tree.AlterFunction(
        function, options.volatility, options.securityDefiner, options.settings);
  }

  static Tree block(Node node) {
    Options options = Options.of(node, "args");
    return new Tree.DoBlock(
        options.language == null ? "plpgsql" : options.language,
        options.body == null ? "" : options.body,
        options.bodyAt);
  }

  /** The options behind the name. */
  private static final class Options {
    private @Nullable String language;
    private @Nullable String body;
    private int bodyAt = -1;
    private @Nullable String volatility;
    private @Nullable Boolean securityDefiner;
    private final List<String> settings = new ArrayList<>();

    static Options of(Node node, String key) {
      Options options = new Options();
      for (Node.Wrapped one : node.list(key)) {
        options.read(one.node());
      }
      return options;
    }

    private void read(Node option) {
      Node.Wrapped value = option.wrapped("arg");
      if (value == null) {
        return;
      }
      switch (option.text("defname")) {
        case "language" -> language = value.node().text("sval").toLowerCase(Locale.ROOT);
        case "as" -> {
          List<String> parts = StatementReader.parts(value);
          body = parts.isEmpty() ? null : parts.get(0);
          bodyAt = body == null ? -1 : option.offsets().find(body, option.at());
        }
        case "volatility" -> volatility = value.node().text("sval");
        case "security" -> securityDefiner = value.node().flag("boolval");
        case "set" -> settings.add(value.node().text("name").toLowerCase(Locale.ROOT));
        default -> {
          // Cost, rows, parallel safety: nobody here asks for them.
        }
      }
    }
  }
}
