package io.github.dbsage.app;

import io.github.dbsage.model.Event;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.LockMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** PostgreSQL's lock modes as a table: who takes each, and who waits for it. */
public final class LockTable {

  /** What shows all modes. */
  public static final String ALL = "all";

  /** Characters that a cell with several words takes before it goes on in a row below. */
  private static final int WIDTH = 40;

  private LockTable() {}

  /**
   * A mode, or all of them.
   *
   * @param name {@code ShareLock}, {@code SHARE}, {@code access exclusive} or {@code all}
   * @throws UserError where there is no such mode
   */
  public static Event.Table of(String name) {
    if (name.strip().equalsIgnoreCase(ALL)) {
      return new Event.Table(
          List.of("mode", "conflicts with", "taken by", "reads", "writes"),
          Arrays.stream(LockMode.values()).flatMap(mode -> rows(columns(mode))).toList());
    }
    LockMode mode = mode(name);
    List<List<String>> columns = new ArrayList<>(columns(mode));
    columns.add(3, wrapped(mode.blocks()));
    return new Event.Table(
        List.of("mode", "conflicts with", "taken by", "who waits", "reads", "writes"),
        rows(columns).toList());
  }

  private static LockMode mode(String name) {
    String wanted = folded(name);
    return Arrays.stream(LockMode.values())
        .filter(mode -> folded(mode.words()).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new UserError(LockProblems.noMode(name.strip(), choices(name))));
  }

  /** The names to choose from, written as the user writes. */
  private static List<String> choices(String name) {
    boolean words = name.contains(" ") || name.equals(name.toUpperCase(Locale.ROOT));
    return Stream.concat(
            Arrays.stream(LockMode.values()).map(words ? LockMode::words : LockMode::serverName),
            Stream.of(ALL))
        .toList();
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]", "").replaceFirst("(lock|mode)$", "");
  }

  private static List<List<String>> columns(LockMode mode) {
    return List.of(
        List.of(mode.words(), mode.serverName()),
        wrapped(mode.conflicts().stream().map(LockMode::words).toList()),
        wrapped(mode.takenBy()),
        List.of(mode.blocksReads() ? "wait" : "go on"),
        List.of(mode.blocksWrites() ? "wait" : "go on"));
  }

  private static List<String> wrapped(List<String> names) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String name : names) {
      if (line.length() > 0 && line.length() + name.length() > WIDTH) {
        lines.add(line.toString().strip());
        line.setLength(0);
      }
      line.append(name).append(", ");
    }
    line.setLength(line.length() - 2);
    lines.add(line.toString());
    return lines;
  }

  private static Stream<List<String>> rows(List<List<String>> columns) {
    int height = columns.stream().mapToInt(List::size).max().orElse(0);
    return Stream.iterate(0, i -> i < height, i -> i + 1)
        .map(i -> columns.stream().map(lines -> i < lines.size() ? lines.get(i) : "").toList());
  }
}
