package io.github.dbsage.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that would have been right, for messages about one that is not. */
public final class Choices {

  private static final int MOST = 3;
  private static final int SHORTEST_BEGINNING = 3;

  private Choices() {}

  /** The choices that may have been meant, at most three, the likeliest first. */
  public static List<String> near(String word, Collection<String> choices) {
    record Candidate(String choice, int distance) {}
    String wanted = fold(word);
    int farthest = Math.max(1, Math.min(3, wanted.length() / 2));
    return choices.stream()
        .map(choice -> new Candidate(choice, distance(wanted, fold(choice), farthest)))
        .filter(candidate -> candidate.distance() <= farthest)
        .sorted(Comparator.comparingInt(Candidate::distance))
        .limit(MOST)
        .map(Candidate::choice)
        .toList();
  }

  /** The choice that was probably meant, or null where none is near. */
  public static @Nullable String nearest(String word, Collection<String> choices) {
    List<String> near = near(word, choices);
    return near.isEmpty() ? null : near.get(0);
  }

  /** {@code (did you mean lock_timeout?)} with a blank in front, or nothing. */
  public static String didYouMean(String word, Collection<String> choices) {
    String nearest = nearest(word, choices);
    return nearest == null ? "" : " (did you mean " + nearest + "?)";
  }

  private static String fold(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** How far the word is from a choice; one that goes on where the word ends is near. */
  private static int distance(String word, String choice, int farthest) {
    int distance = distance(word, choice);
    boolean begun = word.length() >= SHORTEST_BEGINNING && choice.startsWith(word);
    return begun ? Math.min(distance, farthest) : distance;
  }

  /** Levenshtein's: how many characters must be put in, taken out or replaced. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
