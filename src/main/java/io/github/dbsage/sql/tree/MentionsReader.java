package io.github.dbsage.sql.tree;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks a whole query and gathers what it names. */
final class MentionsReader {

  private final Offsets offsets;
  private final List<QualifiedName> relations = new ArrayList<>();
  private final List<Expr> calls = new ArrayList<>();
  private final List<Tree> writes = new ArrayList<>();
  private final List<String> columns = new ArrayList<>();
  private final Set<String> own = new HashSet<>();

  private MentionsReader(Offsets offsets) {
    this.offsets = offsets;
  }

  /** What stands below a node. */
  static Mentions of(Node node) {
    MentionsReader reader = new MentionsReader(node.offsets());
    reader.object(node.json());
    reader.relations.removeIf(name -> name.schema() == null && reader.own.contains(name.name()));
    return new Mentions(reader.relations, reader.calls, reader.writes, reader.columns);
  }

  private void element(JsonElement element) {
    if (element instanceof JsonArray array) {
      array.forEach(this::element);
    } else if (element instanceof JsonObject object) {
      object(object);
    }
  }

  private void object(JsonObject object) {
    if (object.has("relname")) {
      relations.add(new Node(object, offsets).asRelation());
    }
    if (object.has("ctename")) {
      own.add(object.get("ctename").getAsString());
    }
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      if (entry.getValue() instanceof JsonObject inner) {
        Node.Wrapped wrapped = new Node.Wrapped(entry.getKey(), new Node(inner, offsets));
        switch (entry.getKey()) {
          case "FuncCall" -> calls.add(ExprReader.read(wrapped));
          case "ColumnRef" -> {
            if (ExprReader.read(wrapped) instanceof Expr.Column column) {
              columns.add(column.name());
            }
          }
          case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
              writes.add(StatementReader.read(wrapped));
          default -> {
            // Walked below like everything else.
          }
        }
      }
      element(entry.getValue());
    }
  }
}
