package io.github.dbsage.schema;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines about grants, when an object goes from hand to hand. */
final class Grants {

  private static final Pattern GRANT =
      Pattern.compile(
          "(grant (.+?) to )(\"(?:[^\"]|\"\")+\"|[^\" ]+)((?: with grant option)?(?: by .+)?)");

  private Grants() {}

  /** A role's name, as {@code owner} lines write it, without quotes. */
  static String name(String written) {
    return Heading.identifier(written, 0);
  }

  /**
   * An object's lines as they would be if it were given to somebody: what the owner may do goes
   * with it, and the new one's own grants go up in that. So does what the owner was granted before.
   *
   * @param expected the new owner's lines, in whose order equal grants are
   */
  static List<String> given(List<String> lines, String from, String to, List<String> expected) {
    String written =
        expected.stream().anyMatch(line -> line.contains(" to " + QualifiedName.quote(to)))
            ? QualifiedName.quote(to)
            : Identifiers.write(to);
    List<String> rest = new ArrayList<>();
    Set<String> grants = new LinkedHashSet<>();
    int at = -1;
    for (String line : lines) {
      Matcher grant = GRANT.matcher(line);
      if (!grant.matches()) {
        rest.add(line);
        continue;
      }
      at = at < 0 ? rest.size() : at;
      boolean owners = name(grant.group(3)).equals(from);
      grants.add(owners ? grant.group(1) + written + grant.group(4) : line);
    }
    if (grants.contains("grant ALL to " + written)) {
      grants.removeIf(
          line ->
              line.endsWith(" to " + written)
                  && !line.contains(" on column ")
                  && !line.equals("grant ALL to " + written));
    }
    // Who has the object may do all of it already.
    expected.stream().filter(line -> isTo(line, from)).forEach(grants::add);
    List<String> ordered =
        new ArrayList<>(expected.stream().filter(grants::contains).distinct().toList());
    grants.stream().filter(line -> !ordered.contains(line)).forEach(ordered::add);
    rest.addAll(Math.max(at, 0), ordered);
    return rest;
  }

  private static boolean isTo(String line, String role) {
    Matcher grant = GRANT.matcher(line);
    return grant.matches() && name(grant.group(3)).equals(role);
  }
}
