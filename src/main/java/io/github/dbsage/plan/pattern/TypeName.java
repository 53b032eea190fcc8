package io.github.dbsage.plan.pattern;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type.
 *
 * @param base without what is in brackets, as the catalog calls it where it is a usual one
 * @param sizes what is in brackets: length, precision and scale
 */
record TypeName(String base, List<Integer> sizes) {

  private static final Pattern SIZES =
      Pattern.compile("\\s*\\(\\s*(-?\\d+(?:\\s*,\\s*-?\\d+)?)\\s*\\)");

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("int", "integer"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("int2", "smallint"),
          Map.entry("decimal", "numeric"),
          Map.entry("varchar", "character varying"),
          Map.entry("char", "character"),
          Map.entry("float", "double precision"),
          Map.entry("float8", "double precision"),
          Map.entry("float4", "real"),
          Map.entry("bool", "boolean"),
          Map.entry("time", "time without time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timestamptz", "timestamp with time zone"));

  TypeName {
    sizes = List.copyOf(sizes);
  }

  /** As people write it, or the catalog does. */
  static TypeName of(String written) {
    Matcher sizes = SIZES.matcher(written);
    String rest = sizes.replaceFirst("").strip().replaceAll("\\s+", " ");
    String known = rest.contains("\"") ? rest : rest.toLowerCase(Locale.ROOT);
    known = known.startsWith("pg_catalog.") ? known.substring("pg_catalog.".length()) : known;
    return new TypeName(ALIASES.getOrDefault(known, known), sizes(sizes));
  }

  private static List<Integer> sizes(Matcher sizes) {
    sizes.reset();
    return sizes.find()
        ? Arrays.stream(sizes.group(1).split(",", -1)).map(s -> Integer.valueOf(s.strip())).toList()
        : List.of();
  }

  /** A size, or what stands for none. */
  int size(int number, int none) {
    return number < sizes.size() ? sizes.get(number) : none;
  }

  /** As the catalog writes it: {@code timestamp(3) without time zone}. */
  @Override
  public String toString() {
    if (sizes.isEmpty()) {
      return base;
    }
    String all = sizes.toString().replace("[", "(").replace("]", ")").replace(" ", "");
    int zone = base.indexOf(" with");
    return base.startsWith("time") && zone > 0
        ? base.substring(0, zone) + all + base.substring(zone)
        : base + all;
  }
}
