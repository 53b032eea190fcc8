package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Grammar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Reads those that are judged, and of the others only the files that name an object of these. An
 * object that was renamed has both names.
 */
final class Relevance {

  private static final int SCHEMA = Words.hash("schema");
  private static final int RENAME = Words.hash("rename");
  private static final int DROP = Words.hash("drop");

  private final Grammar grammar;
  private final Mentioned names;
  private final IdentityHashMap<Subject, Reading> read = new IdentityHashMap<>();

  private Relevance(Grammar grammar) {
    this.grammar = grammar;
    this.names = new Mentioned(grammar);
  }

  /** The readings, in the order of the subjects; those that do not matter are left out. */
  static List<Reading> read(List<Subject> subjects, Grammar grammar) throws IOException {
    Relevance relevance = new Relevance(grammar);
    List<Subject> others = new ArrayList<>();
    for (Subject subject : subjects) {
      if (subject.judged()) {
        Reading reading = Reading.of(subject, grammar);
        relevance.read.put(subject, reading);
        relevance.names.in(reading);
      } else {
        others.add(subject);
      }
    }
    relevance.choose(others);
    return subjects.stream().filter(relevance.read::containsKey).map(relevance.read::get).toList();
  }

  private void choose(List<Subject> others) throws IOException {
    if (names.isEmpty()) {
      return;
    }
    IdentityHashMap<Subject, Words> words = new IdentityHashMap<>();
    for (Subject subject : others) {
      words.put(subject, Words.of(subject.step().source()));
    }
    boolean again = true;
    while (again) {
      again = false;
      for (Subject subject : others) {
        Words spoken = words.get(subject);
        if (spoken != null && isRelevant(spoken)) {
          words.remove(subject);
          Reading reading = Reading.of(subject, grammar);
          read.put(subject, reading);
          again |= names.alsoKnownAs(reading);
        }
      }
    }
  }

  /** A schema's new name is that of all that is in it, and all goes with it. */
  private boolean isRelevant(Words spoken) {
    boolean changed = spoken.has(RENAME) || spoken.has(DROP);
    return (spoken.has(SCHEMA) && changed) || names.isIn(spoken);
  }
}
