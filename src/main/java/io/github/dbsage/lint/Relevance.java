package io.github.dbsage.lint;

import io.github.dbsage.sql.tree.Grammar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Reads those that are judged, and of the others only the files that name an object of these. An
 * object that was renamed has both names.
 */
final class Relevance {

  /** Of a longer file the rest is not looked through for names: it counts as naming all. */
  private static final int LONGEST = 1 << 22;

  private final Grammar grammar;
  private final Set<String> names = new HashSet<>();
  private final Map<Subject, Reading> read = new HashMap<>();

  private Relevance(Grammar grammar) {
    this.grammar = grammar;
  }

  /** The readings, in the order of the subjects; those that do not matter are left out. */
  static List<Reading> read(List<Subject> subjects, Grammar grammar) throws IOException {
    Relevance relevance = new Relevance(grammar);
    List<Subject> others = new ArrayList<>();
    for (Subject subject : subjects) {
      if (subject.judged()) {
        Reading reading = Reading.of(subject, grammar);
        relevance.read.put(subject, reading);
        Mentioned.in(reading, relevance.names);
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
    Map<Subject, Set<String>> words = new HashMap<>();
    for (Subject subject : others) {
      words.put(subject, words(subject));
    }
    boolean again = true;
    while (again) {
      again = false;
      for (Subject subject : others) {
        Set<String> spoken = words.get(subject);
        if (!read.containsKey(subject) && (spoken == null || isRelevant(spoken))) {
          Reading reading = Reading.of(subject, grammar);
          read.put(subject, reading);
          again |= Mentioned.alsoKnownAs(reading, names);
        }
      }
    }
  }

  /** A schema's new name is that of all that is in it. */
  private boolean isRelevant(Set<String> spoken) {
    return spoken.isEmpty()
        || (spoken.contains("schema") && spoken.contains("rename"))
        || names.stream().anyMatch(spoken::contains);
  }

  /** All words of a file in lower case; empty where it is too long to tell. */
  private static Set<String> words(Subject subject) throws IOException {
    Set<String> words = new HashSet<>();
    StringBuilder word = new StringBuilder();
    int length = 0;
    try (Reader in =
        new BufferedReader(
            new InputStreamReader(subject.step().source().open(), StandardCharsets.UTF_8))) {
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (++length > LONGEST) {
          return Set.of();
        }
        if (Character.isLetterOrDigit(c) || c == '_' || c == '$') {
          word.append((char) c);
        } else if (word.length() > 0) {
          words.add(word.toString().toLowerCase(Locale.ROOT));
          word.setLength(0);
        }
      }
    }
    if (word.length() > 0) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
    }
    words.add(" ");
    return words;
  }
}
