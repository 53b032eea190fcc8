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
    Parameters parameters = Parameters.of(node);
    boolean standard = node.has("sql_body");
    return new Tree.CreateFunction(
        Node.name(node.strings("funcname")),
        node.flag("is_procedure"),
        node.flag("replace"),
        options.language == null ? "sql" : options.language,
        standard || options.body == null ? "" : options.body,
        standard ? -1 : options.bodyAt,
        standard ? statements(node.wrapped("sql_body")) : List.of(),
        options.volatility == null ? "volatile" : options.volatility,
        Boolean.TRUE.equals(options.securityDefiner),
        options.settings,
        ExprReader.type(node.node("returnType")),
        parameters.types,
        parameters.required,
        parameters.variadic);
  }

  /** BEGIN ATOMIC is a list in a list; what RETURN gives back writes nothing. */
  private static List<Tree> statements(Node.@Nullable Wrapped body) {
    List<Tree> statements = new ArrayList<>();
    if (body != null && body.kind().equals("List")) {
      for (Node.Wrapped part : body.node().list("items")) {
        if (part.kind().equals("List")) {
          statements.addAll(statements(part));
        } else {
          statements.add(StatementReader.read(part));
        }
      }
    }
    return statements;
  }

  static Tree alter(Node node) {
    Tree.Signature function = signature(node.node("func"));
    Options options = Options.of(node, "actions");
    return new Tree.AlterFunction(
        function.name(),
        function.arguments(),
        options.volatility,
        options.securityDefiner,
        options.settings.stream().map(Tree.SetVariable::name).toList(),
        options.resets);
  }

  /** A function as ALTER and DROP name it. */
  static Tree.Signature signature(Node node) {
    List<String> name = node.strings("objname");
    QualifiedName function = name.isEmpty() ? new QualifiedName(null, "?") : Node.name(name);
    if (node.flag("args_unspecified")) {
      return new Tree.Signature(function, null);
    }
    List<Type> types = new ArrayList<>();
    for (Node.Wrapped argument : node.list("objargs")) {
      Type type = ExprReader.type(argument.node());
      if (type != null) {
        types.add(type);
      }
    }
    return new Tree.Signature(function, types);
  }

  static Tree block(Node node) {
    Options options = Options.of(node, "args");
    return new Tree.DoBlock(
        options.language == null ? "plpgsql" : options.language,
        options.body == null ? "" : options.body,
        options.bodyAt);
  }

  /** What a call has to give. */
  private static final class Parameters {
    private final List<Type> types = new ArrayList<>();
    private int required;
    private boolean variadic;

    static Parameters of(Node node) {
      Parameters parameters = new Parameters();
      for (Node.Wrapped one : node.list("parameters")) {
        String mode = one.node().text("mode").replace("FUNC_PARAM_", "");
        Type type = ExprReader.type(one.node().node("argType"));
        // A procedure's call names its OUT parameters as well.
        boolean given = !mode.equals("TABLE") && (!mode.equals("OUT") || node.flag("is_procedure"));
        if (given && type != null) {
          parameters.types.add(type);
          parameters.required += one.node().has("defexpr") ? 0 : 1;
          parameters.variadic |= mode.equals("VARIADIC");
        }
      }
      return parameters;
    }
  }

  /** The options behind the name. */
  private static final class Options {
    private @Nullable String language;
    private @Nullable String body;
    private int bodyAt = -1;
    private @Nullable String volatility;
    private @Nullable Boolean securityDefiner;
    private final List<Tree.SetVariable> settings = new ArrayList<>();
    private final List<String> resets = new ArrayList<>();

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
        case "set" -> setting(value.node());
        default -> {
          // Cost, rows, parallel safety: nobody here asks for them.
        }
      }
    }

    private void setting(Node set) {
      String name = set.text("name").toLowerCase(Locale.ROOT);
      switch (set.text("kind")) {
        case "VAR_RESET", "VAR_SET_DEFAULT" -> resets.add(name);
        case "VAR_RESET_ALL" -> resets.add("all");
        default -> settings.add(StatementReader.setting(set));
      }
    }
  }
}
