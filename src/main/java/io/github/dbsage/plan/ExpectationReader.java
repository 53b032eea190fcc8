package io.github.dbsage.plan;

import io.github.dbsage.model.Expectation;
import io.github.dbsage.model.Expectation.Cell;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads what checks expect. */
final class ExpectationReader {

  private static final String NONE = "none";
  private static final List<String> ACCESS = List.of("rows", NONE, "denied");

  private final YamlValues values;

  ExpectationReader(YamlValues values) {
    this.values = values;
  }

  /** Of a smoke test; {@code null} in so many letters is SQL's NULL, nothing at all is missing. */
  @Nullable At<Expectation.Result> result(YamlMapping test) {
    Node raw = test.raw("expect");
    if (raw instanceof ScalarNode scalar
        && YamlValues.isNothing(raw)
        && !scalar.getValue().isEmpty()) {
      return new At<>(new Expectation.Value(new Cell(Cell.Type.NULL, null)), values.at(raw));
    }
    return test.needed("expect", this::result);
  }

  private Expectation.@Nullable Result result(Node node, YamlValues.Spot spot) {
    if (node instanceof MappingNode) {
      YamlMapping bound = values.mapping(node, spot.name(), PlanKeys.AT_MOST);
      At<BigDecimal> max = bound.needed("max", values::amount);
      return max == null ? null : new Expectation.AtMost(max.value());
    }
    if (node instanceof SequenceNode rows) {
      return rows(rows);
    }
    if (node.getTag().equals(Tag.STR) && YamlValues.shown(node).equals(NONE)) {
      return new Expectation.None();
    }
    Cell cell = cell(node);
    return cell == null ? null : new Expectation.Value(cell);
  }

  private Expectation.@Nullable Rows rows(SequenceNode node) {
    List<List<Cell>> rows = new ArrayList<>();
    if (node.getValue().isEmpty()) {
      values.log().add(PlanFileProblems.noRows(values.at(node)));
      return null;
    }
    for (Node item : node.getValue()) {
      List<Cell> row = row(item);
      if (row == null) {
        return null;
      }
      if (!rows.isEmpty() && rows.get(0).size() != row.size()) {
        values.log().add(PlanFileProblems.rowLength(values.at(item), row, rows.get(0)));
        return null;
      }
      rows.add(row);
    }
    return new Expectation.Rows(rows);
  }

  private @Nullable List<Cell> row(Node node) {
    if (!(node instanceof SequenceNode items) || items.getValue().isEmpty()) {
      values.log().add(PlanFileProblems.rowForm(values.at(node)));
      return null;
    }
    List<Cell> row = new ArrayList<>();
    for (Node item : items.getValue()) {
      Cell cell = cell(item);
      if (cell == null) {
        return null;
      }
      row.add(cell);
    }
    return row;
  }

  private @Nullable Cell cell(Node node) {
    if (!(node instanceof ScalarNode)) {
      values.log().add(PlanFileProblems.rowForm(values.at(node)));
      return null;
    }
    if (YamlValues.isNothing(node)) {
      return new Cell(Cell.Type.NULL, null);
    }
    if (YamlValues.isNumber(node)) {
      BigDecimal number = values.number(node);
      return number == null ? null : new Cell(Cell.Type.NUMBER, number.toPlainString());
    }
    if (node.getTag().equals(Tag.BOOL)) {
      Boolean flag = values.flag(node);
      return flag == null ? null : new Cell(Cell.Type.BOOLEAN, flag.toString());
    }
    return new Cell(Cell.Type.TEXT, YamlValues.shown(node));
  }

  /** Of a test of row security. */
  Expectation.@Nullable Access access(Node node, YamlValues.Spot spot) {
    String word = YamlValues.shown(node);
    if (node.getTag().equals(Tag.INT) && word.matches("0|[1-9][0-9]{0,17}")) {
      return new Expectation.RowCount(Long.parseLong(word));
    }
    Expectation.Access access = node.getTag().equals(Tag.STR) ? word(word) : null;
    if (access == null) {
      values.log().add(PlanFileProblems.access(values.at(node), spot.name(), word, ACCESS));
    }
    return access;
  }

  private static Expectation.@Nullable Access word(String word) {
    return switch (word) {
      case "rows" -> new Expectation.SomeRows();
      case NONE -> new Expectation.None();
      case "denied" -> new Expectation.Denied();
      default -> null;
    };
  }
}
