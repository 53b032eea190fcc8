package io.github.dbsage.plan;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.model.SchemaObject;
import io.github.dbsage.plan.YamlValues.Spot;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Names of database objects in a YAML file, read as PostgreSQL reads them. */
final class YamlNames {

  private final YamlValues values;

  YamlNames(YamlValues values) {
    this.values = values;
  }

  /**
   * The name of an object, with its schema or without; that of a part of a table with the table.
   */
  YamlValues.Type<SchemaObject> object(ObjectKind kind) {
    return (node, spot) -> {
      List<String> parts = parts(node, spot, kind);
      if (parts == null) {
        return null;
      }
      String last = parts.get(parts.size() - 1);
      if (kind.inTable()) {
        String schema = parts.size() == 3 ? parts.get(0) : null;
        return SchemaObject.in(schema, parts.get(parts.size() - 2), kind, last);
      }
      return SchemaObject.of(kind, parts.size() == 2 ? parts.get(0) : null, last);
    };
  }

  /** The name of a table or an index, say. */
  YamlValues.Type<QualifiedName> name(ObjectKind kind) {
    YamlValues.Type<SchemaObject> object = object(kind);
    return (node, spot) -> {
      SchemaObject read = object.read(node, spot);
      return read == null ? null : read.name();
    };
  }

  /** One name without a schema, such as a role's. */
  @Nullable String identifier(Node node, Spot spot) {
    String text = values.text(node, spot);
    if (text == null) {
      return null;
    }
    List<String> parts = Identifiers.parse(text);
    if (parts == null || parts.size() != 1) {
      String proposal = yaml(QualifiedName.quote(text));
      values.log().add(YamlProblems.identifierForm(values.at(node), spot, text, proposal));
      return null;
    }
    return fits(parts, node) ? parts.get(0) : null;
  }

  private @Nullable List<String> parts(Node node, Spot spot, ObjectKind kind) {
    String text = values.text(node, spot);
    if (text == null) {
      return null;
    }
    List<String> parts = Identifiers.parse(text);
    int most = kind.inTable() ? 3 : kind == ObjectKind.EXTENSION ? 1 : 2;
    if (parts == null || parts.size() > most || (kind.inTable() && parts.size() < 2)) {
      complain(node, text, kind, most);
      return null;
    }
    return fits(parts, node) ? parts : null;
  }

  private void complain(Node node, String text, ObjectKind kind, int most) {
    int arguments = text.indexOf('(');
    String bare = arguments < 0 ? text : text.substring(0, arguments).strip();
    if (kind == ObjectKind.FUNCTION && arguments > 0 && Identifiers.parse(bare) != null) {
      values.log().add(YamlProblems.functionArguments(values.at(node), text, bare));
      return;
    }
    String form =
        switch (kind) {
          case EXTENSION -> "one name without a schema";
          case COLUMN, TRIGGER, POLICY ->
              "schema.table." + kind.label() + ", or without the schema";
          default -> "schema." + kind.label() + ", or without the schema";
        };
    values
        .log()
        .add(YamlProblems.objectForm(values.at(node), text, kind, form, likely(text, kind, most)));
  }

  /** What may have been meant: the same with quotes where they are needed, else an example. */
  private static String likely(String text, ObjectKind kind, int most) {
    String quoted =
        Arrays.stream(kind == ObjectKind.EXTENSION ? new String[] {text} : text.split("\\.", -1))
            .map(part -> Identifiers.parse(part) == null ? QualifiedName.quote(part) : part)
            .collect(Collectors.joining("."));
    List<String> parts = Identifiers.parse(quoted);
    boolean right = parts != null && parts.size() <= most && (!kind.inTable() || parts.size() > 1);
    if (right) {
      return yaml(quoted);
    }
    return switch (kind) {
      case EXTENSION -> "pgcrypto";
      case COLUMN -> "public.users.email";
      case TRIGGER -> "public.users.sync_email";
      case POLICY -> "public.users.own_rows";
      case TABLE -> "public.users";
      default -> "public.users_" + kind.label();
    };
  }

  /** PostgreSQL's quotes in YAML's: without them YAML would take the double quotes for its own. */
  private static String yaml(String name) {
    return name.contains("\"") ? "'" + name.replace("'", "''") + "'" : name;
  }

  private boolean fits(List<String> parts, Node node) {
    for (String part : parts) {
      if (Identifiers.isTooLong(part)) {
        values.log().add(YamlProblems.identifierTooLong(values.at(node), part));
        return false;
      }
    }
    return true;
  }
}
