package io.github.dbsage.plan;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.QualifiedName;
import io.github.dbsage.plan.YamlValues.Spot;
import io.github.dbsage.sql.Chunked;
import io.github.dbsage.sql.Fragment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** The values of a backfill's file that are SQL, or columns. */
final class BackfillValues {

  private final YamlValues values;
  private final FindingLog log;

  BackfillValues(YamlValues values) {
    this.values = values;
    this.log = values.log();
  }

  /** SQL in a text. */
  @Nullable Fragment query(Node node, Spot spot) {
    String text = values.text(node, spot);
    return text == null ? null : fragment(text, spot.name(), values.at(node));
  }

  /** SQL that may be a number or a truth value too. */
  @Nullable Fragment expression(Node node, Spot spot) {
    String text = scalar(node, spot.name());
    return text == null ? null : fragment(text, spot.name(), values.at(node));
  }

  private @Nullable Fragment fragment(String text, String what, Place at) {
    Fragment fragment = Fragment.of(text);
    if (fragment.fault() != null) {
      log.add(BackfillProblems.sqlFault(at, what, fragment.fault()));
      return null;
    }
    if (fragment.isEmpty()) {
      log.add(BackfillProblems.sqlEmpty(at, what));
      return null;
    }
    return fragment;
  }

  private @Nullable String scalar(Node node, String what) {
    String written = YamlValues.shown(node);
    if (!(node instanceof ScalarNode)) {
      log.add(BackfillProblems.valueForm(values.at(node), what));
      return null;
    }
    if (written.isBlank()) {
      log.add(BackfillProblems.valueEmpty(values.at(node), what));
      return null;
    }
    if (node.getTag().equals(Tag.NULL)) {
      return "NULL";
    }
    if (node.getTag().equals(Tag.BOOL)) {
      Boolean flag = values.flag(node);
      return flag == null ? null : flag.toString();
    }
    if (YamlValues.isNumber(node)) {
      return values.number(node) == null ? null : written;
    }
    if (node.getTag().equals(Tag.TIMESTAMP)) {
      log.add(BackfillProblems.valueIsDate(values.at(node), written));
      return null;
    }
    return written;
  }

  /** {@code true} or {@code false}. */
  @Nullable Boolean flag(Node node, Spot spot) {
    return values.flag(node, spot);
  }

  /** Expressions by column. */
  Map<String, Fragment> set(Node node) {
    Map<String, Fragment> set = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      log.add(BackfillProblems.setForm(values.at(node)));
      return set;
    }
    if (mapping.getValue().isEmpty()) {
      log.add(BackfillProblems.setEmpty(values.at(node)));
    }
    for (NodeTuple entry : mapping.getValue()) {
      // YamlText lets no other kind of key through.
      if (entry.getKeyNode() instanceof ScalarNode column) {
        Fragment value = expression(entry.getValueNode(), Spot.of(column.getValue()));
        if (isColumn(column, BackfillKeys.SET, column.getValue()) && value != null) {
          set.put(column.getValue(), value);
        }
      }
    }
    return set;
  }

  /** {@code id}, {@code a, b}, {@code [a, b]}. */
  @Nullable List<String> key(Node node, Spot spot) {
    List<String> columns = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        String column = values.text(item, Spot.in(spot.name()));
        if (column != null) {
          add(item, column, columns);
        }
      }
      if (list.getValue().isEmpty()) {
        log.add(YamlProblems.empty(values.at(node), spot.name()));
      }
    } else if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      for (String column : scalar.getValue().split(",", -1)) {
        add(node, column.strip(), columns);
      }
    } else {
      log.add(BackfillProblems.keyForm(values.at(node)));
    }
    return columns.isEmpty() ? null : columns;
  }

  private void add(Node node, String column, List<String> columns) {
    if (columns.contains(column)) {
      log.add(BackfillProblems.columnTwice(values.at(node), column));
    } else if (isColumn(node, BackfillKeys.KEY, column)) {
      columns.add(column);
    }
  }

  private boolean isColumn(Node node, String what, String column) {
    boolean quoted = column.length() > 1 && column.startsWith("\"") && column.endsWith("\"");
    if (column.isBlank()) {
      log.add(BackfillProblems.columnEmpty(values.at(node), what));
    } else if (quoted) {
      log.add(BackfillProblems.columnForm(values.at(node), what, column));
    } else if (Identifiers.isTooLong(column)) {
      log.add(YamlProblems.identifierTooLong(values.at(node), column));
    } else {
      return true;
    }
    return false;
  }

  /** Whether a statement says once, and of the table, which rows it takes. */
  boolean requireTable(Chunked statement, String what, QualifiedName table, Place at) {
    if (statement.marks() > 1) {
      log.add(BackfillProblems.severalChunks(at, what, statement.marks()));
    } else if (statement.isQuoted()) {
      log.add(BackfillProblems.quotedChunk(at, what));
    } else if (statement.qualifier() == null) {
      log.add(BackfillProblems.tableNotInStatement(at, what, table));
    } else {
      return true;
    }
    return false;
  }
}
