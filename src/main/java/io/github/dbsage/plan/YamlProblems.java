package io.github.dbsage.plan;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.ObjectKind;
import io.github.dbsage.model.Place;
import io.github.dbsage.plan.YamlValues.Spot;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be wrong with YAML, and with the form of a single value, in words. */
final class YamlProblems {

  static final String PLAN_KEY = "PLAN_KEY";

  private YamlProblems() {}

  private static Finding error(Place at, String message, String fix) {
    return Finding.error(PLAN_KEY, at, message, fix);
  }

  // The text.

  static Finding syntax(Place at, @Nullable String problem) {
    return error(
        at, "This is not YAML" + (problem == null ? "" : ": " + problem), "Correct the line");
  }

  static Finding tab(Place at) {
    return error(
        at, "A tab stands here, and YAML is indented with blanks alone", "Put blanks in its place");
  }

  static Finding indentation(Place at) {
    return error(
        at,
        "This line is indented like none of those above that it could belong to",
        "Indent it exactly like the line that it goes with");
  }

  static Finding colonInValue(Place at) {
    return error(
        at,
        "A colon with a blank behind it stands inside of a value, so YAML sees a second key",
        "Put the whole value in quotes");
  }

  static Finding keyInValue(Place at) {
    return error(
        at,
        "YAML takes this line for more of the value above it, and a value holds no key",
        "Indent it like the line that it goes with, and see that the key above has its colon");
  }

  static Finding noColon(Place at) {
    return error(at, "There is no colon behind this key", "Write key: value");
  }

  static Finding quoteNotClosed(Place at) {
    return error(at, "The quote that opens here is never closed", "Close it");
  }

  static Finding bracketNotClosed(Place at, String opened, String closed) {
    return error(
        at, "The " + opened + " that opens here is never closed", "Close it with " + closed);
  }

  static Finding startOfValue(Place at, String character) {
    return error(
        at,
        "A value without quotes cannot begin with " + character,
        "Put the whole value in quotes");
  }

  static Finding escape(Place at) {
    return error(
        at,
        "In double quotes a backslash begins an escape, and YAML knows none of this name",
        "Write two backslashes for one, or put the text in single quotes");
  }

  static Finding secondDocument(Place at) {
    return error(
        at,
        "A second YAML document begins here, and a file is one",
        "Remove the ---, or move what follows into a file of its own");
  }

  static Finding tooDeep(Place at) {
    return error(at, "Lists and mappings are nested too deeply here", "Correct the brackets");
  }

  static Finding tooLong(Place at, int characters) {
    return error(
        at,
        String.format(Locale.ROOT, "The file is longer than %,d characters", characters),
        "Make it shorter: a plan is read by people");
  }

  static Finding alias(Place at) {
    return error(at, "YAML aliases (*name) are not read here", "Write the value out");
  }

  static Finding tag(Place at, String tag) {
    return error(at, "The YAML tag " + tag + " is not read here", "Remove it");
  }

  // Keys.

  static Finding keyTwice(Place at, String key, int firstLine) {
    return error(
        at,
        "The key \"" + key + "\" stands twice; the first is in line " + firstLine,
        "Keep one of them");
  }

  static Finding keyNotText(Place at) {
    return error(at, "A key must be plain text", "Write key: value");
  }

  static Finding unknownKey(Place at, String key, List<String> choices) {
    return error(
        at, "Unknown key \"" + key + "\"" + Choices.didYouMean(key, choices), oneOf(choices));
  }

  static Finding misplacedKey(Place at, String key, List<String> choices, String home) {
    return error(at, "Unknown key \"" + key + "\" (it belongs in " + home + ")", oneOf(choices));
  }

  static Finding missing(Place at, String what, String key) {
    return error(at, what + " needs the key " + key, "Write " + key + ": …");
  }

  // Values.

  static Finding wrongKind(Place at, String what, String expected, String form) {
    return error(at, what + " must be " + expected, "Write " + form);
  }

  static Finding empty(Place at, String what) {
    return error(at, what + " is an empty list", "Write at least one, or remove the key");
  }

  static Finding twiceInList(Place at, String value, Place first) {
    return error(
        at,
        value
            + " stands twice in this list; the first is at "
            + first.line()
            + ":"
            + first.column(),
        "Keep one of them");
  }

  static Finding unknownChoice(Place at, String what, String value, List<String> choices) {
    return error(
        at,
        "Unknown " + what + " \"" + value + "\"" + Choices.didYouMean(value, choices),
        oneOf(choices));
  }

  private static String oneOf(List<String> choices) {
    return (choices.size() == 1 ? "Write " : "Write one of ") + String.join(", ", choices);
  }

  static Finding duration(Place at, Spot spot, String value, String proposal) {
    return error(
        at,
        spot.name() + " is \"" + value + "\", which is no length of time",
        "Write "
            + spot.prefix()
            + proposal
            + " (a whole number and ms, s, m or h; at most 24 days)");
  }

  static Finding time(Place at, Spot spot, String value) {
    return error(
        at,
        spot.name() + " is \"" + value + "\", which is no point in time",
        "Write " + spot.prefix() + "2025-11-01T22:00Z");
  }

  static Finding timeWithoutZone(Place at, Spot spot, String value) {
    return error(
        at,
        spot.name() + " is " + value + " without a time zone",
        "Write "
            + spot.prefix()
            + value
            + "Z for UTC, or an offset such as +02:00 in place of the Z");
  }

  static Finding negative(Place at, Spot spot, String value) {
    return error(at, spot.name() + " is " + value + ", and must not be below 0", "Write 0 or more");
  }

  static Finding bounds(Place at, Spot spot, String value, long least, long most) {
    return error(
        at,
        spot.name() + " is " + value + ", which is no whole number that it can be",
        String.format(Locale.ROOT, "Write one from %,d to %,d, without commas", least, most));
  }

  static Finding truthForm(Place at, String word) {
    return error(
        at,
        word + " is a truth value to some readers of YAML, and a text to others",
        "Write true or false, or put the text in quotes");
  }

  static Finding numberForm(Place at, String value) {
    return error(
        at,
        value + " is a number in a form that can be misread",
        "Write it in plain decimal digits, or in quotes where it is a text");
  }

  static Finding versionForm(Place at, String value) {
    return error(
        at,
        "\"" + value + "\" is not a version: 14 digits in quotes",
        "Write the first 14 digits of the migration's file name in quotes: \"20260101120000\"");
  }

  static Finding versionNotQuoted(Place at, String value) {
    return error(
        at,
        "The version " + value + " is not in quotes, so YAML reads it as a number",
        "Write \"" + value + "\"");
  }

  // Names.

  static Finding objectForm(Place at, String value, ObjectKind kind, String form, String proposal) {
    return error(
        at, "\"" + value + "\" is not the name of " + an(kind) + ": " + form, "Write " + proposal);
  }

  static Finding identifierForm(Place at, Spot spot, String value, String proposal) {
    return error(
        at,
        spot.name() + " is \"" + value + "\", which is not one name",
        "Write " + spot.prefix() + proposal);
  }

  static Finding functionArguments(Place at, String value, String name) {
    return error(
        at,
        "\"" + value + "\" names arguments, and a plan takes all functions of one name together",
        "Write " + name);
  }

  static Finding identifierTooLong(Place at, String identifier) {
    return error(
        at,
        "The name \"" + identifier + "\" is longer than 63 bytes, and PostgreSQL cuts names there",
        "Write the name as the database has it");
  }

  private static String an(ObjectKind kind) {
    return (kind == ObjectKind.INDEX || kind == ObjectKind.EXTENSION ? "an " : "a ") + kind.label();
  }
}
