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

  private MentionsReader(Offsets offsets) {
    this.offsets = offsets;
  }

  /** What stands below a node. */
  static Mentions of(Node node) {
    return of(node, "");
  }

  /** What stands below a node, except for what stands under one of its keys. */
  static Mentions of(Node node, String except) {
    MentionsReader reader = new MentionsReader(node.offsets());
    reader.object(node.json(), Set.of(), except);
    return new Mentions(reader.relations, reader.calls, reader.writes, reader.columns);
  }

  private void element(JsonElement element, Set<String> own) {
    if (element instanceof JsonArray array) {
      array.forEach(item -> element(item, own));
    } else if (element instanceof JsonObject object) {
      object(object, own, "");
    }
  }

  /**
   * An object.
   *
   * @param own names of WITH queries that are in sight: they are no tables
   */
  private void object(JsonObject object, Set<String> own, String except) {
    if (object.has("relname")) {
      QualifiedName name = new Node(object, offsets).asRelation();
      if (name.schema() != null || !own.contains(name.name())) {
        relations.add(name);
      }
    }
    Set<String> inside =
        object.get("withClause") instanceof JsonObject with ? with(with, own) : own;
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      if (entry.getKey().equals(except) || entry.getKey().equals("withClause")) {
        continue;
      }
      if (entry.getValue() instanceof JsonObject inner) {
        wrapped(new Node.Wrapped(entry.getKey(), new Node(inner, offsets)), inside);
      }
      element(entry.getValue(), inside);
    }
  }

  /** WITH: each query sees those before it, and all of them where it is RECURSIVE. */
  private Set<String> with(JsonObject with, Set<String> outer) {
    Set<String> all = new HashSet<>(outer);
    List<Node> queries =
        new Node(with, offsets).list("ctes").stream().map(Node.Wrapped::node).toList();
    boolean recursive = with.has("recursive");
    if (recursive) {
      queries.forEach(query -> all.add(query.text("ctename")));
    }
    for (Node query : queries) {
      object(query.json(), recursive ? all : Set.copyOf(all), "");
      all.add(query.text("ctename"));
    }
    return all;
  }

  private void wrapped(Node.Wrapped wrapped, Set<String> own) {
    switch (wrapped.kind()) {
      case "FuncCall" -> calls.add(ExprReader.read(wrapped));
      case "ColumnRef" -> {
        if (ExprReader.read(wrapped) instanceof Expr.Column column) {
          columns.add(column.name());
        }
      }
      case "InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt" ->
          writes.add(except(own, StatementReader.read(wrapped)));
      default -> {
        // Walked below like everything else.
      }
    }
  }

  /** A statement in a WITH query may read the queries before it. */
  private static Tree except(Set<String> own, Tree write) {
    if (write instanceof Tree.Insert insert) {
      Mentions mentions = insert.mentions().except(own);
      return new Tree.Insert(insert.target(), insert.fromQuery(), insert.updated(), mentions);
    }
    if (write instanceof Tree.Update update) {
      return new Tree.Update(
          update.target(),
          update.columns(),
          update.values(),
          update.where(),
          update.hasFrom(),
          update.mentions().except(own));
    }
    if (write instanceof Tree.Delete delete) {
      Mentions mentions = delete.mentions().except(own);
      return new Tree.Delete(delete.target(), delete.where(), delete.hasUsing(), mentions);
    }
    return write instanceof Tree.Merge merge
        ? new Tree.Merge(
            merge.target(),
            merge.on(),
            merge.changes(),
            merge.inserts(),
            merge.mentions().except(own))
        : write;
  }
}
