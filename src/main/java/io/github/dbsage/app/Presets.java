package io.github.dbsage.app;

import io.github.dbsage.model.Identifiers;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.shadow.Surroundings.Preset;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The default privileges that migrations give or take. A database tells which there are, but not
 * since when; what a migration made was not there before it. The files are read when the first
 * question comes, which few databases give rise to.
 */
final class Presets {

  private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
  private static final String NAMES = "(" + NAME + "(?:\\s*,\\s*(?:GROUP\\s+)?" + NAME + ")*)";

  private static final Pattern ALTER =
      Pattern.compile(
          "ALTER\\s+DEFAULT\\s+PRIVILEGES\\b(.*?)\\b(?:GRANT|REVOKE)\\s+"
              + "(?:GRANT\\s+OPTION\\s+FOR\\s+)?([\\w\\s,]+?)\\s+ON\\s+"
              + "(TABLES|SEQUENCES|FUNCTIONS|ROUTINES|TYPES|SCHEMAS|LARGE\\s+OBJECTS)\\s+"
              + "(?:TO|FROM)\\s+(?:GROUP\\s+)?"
              + NAMES
              + ".*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern ROLES =
      Pattern.compile("\\bFOR\\s+(?:ROLE|USER)\\s+" + NAMES, Pattern.CASE_INSENSITIVE);

  private static final Pattern SCHEMAS =
      Pattern.compile("\\bIN\\s+SCHEMA\\s+" + NAMES, Pattern.CASE_INSENSITIVE);

  private static final Pattern COMMENT = Pattern.compile("--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private static final String ALL = "ALL";

  private static final Set<String> SELF = Set.of("current_user", "current_role", "session_user");

  private final List<SqlStep> steps;
  private final String owner;
  private @Nullable Set<Preset> made;

  Presets(List<SqlStep> steps, String owner) {
    this.steps = List.copyOf(steps);
    this.owner = owner;
  }

  /** Whether a migration gives or takes it. */
  boolean made(Preset preset) {
    Set<Preset> known = made;
    if (known == null) {
      known = new HashSet<>();
      for (SqlStep step : steps) {
        read(step, known);
      }
      made = known;
    }
    return known.stream().anyMatch(one -> covers(one, preset));
  }

  /** One of everything covers every one; everything is touched by one of it. */
  private static boolean covers(Preset made, Preset asked) {
    boolean same =
        made.grantor().equals(asked.grantor())
            && Objects.equals(made.schema(), asked.schema())
            && made.kind().equals(asked.kind())
            && Objects.equals(made.grantee(), asked.grantee());
    return same
        && (made.privilege().equals(asked.privilege())
            || made.privilege().equals(ALL)
            || asked.privilege().equals(ALL));
  }

  private void read(SqlStep step, Set<Preset> found) {
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run statement) {
          read(statement.statement().text(), found);
        }
      }
    } catch (IOException e) {
      // Whoever runs the file says so better.
    }
  }

  private void read(String statement, Set<Preset> found) {
    String text = COMMENT.matcher(statement).replaceAll(" ").strip();
    Matcher alter = ALTER.matcher(text);
    if (!alter.matches()) {
      return;
    }
    List<String> grantors = names(ROLES, alter.group(1));
    List<String> schemas = names(SCHEMAS, alter.group(1));
    List<String> privileges = privileges(alter.group(2));
    String written = alter.group(3).toUpperCase(Locale.ROOT).replaceAll("\\s+", " ");
    String kind = written.equals("ROUTINES") ? "FUNCTIONS" : written;
    List<String> grantees = names(alter.group(4));
    for (String grantor : grantors.isEmpty() ? List.of(owner) : grantors) {
      for (String schema : schemas.isEmpty() ? List.of("") : schemas) {
        for (String grantee : grantees) {
          for (String privilege : privileges) {
            found.add(
                new Preset(
                    self(grantor),
                    schema.isEmpty() ? null : schema,
                    kind,
                    grantee.equals("public") ? null : self(grantee),
                    privilege));
          }
        }
      }
    }
  }

  private static List<String> privileges(String text) {
    return Stream.of(text.toUpperCase(Locale.ROOT).split(","))
        .map(String::strip)
        .map(privilege -> privilege.startsWith(ALL) ? ALL : privilege)
        .toList();
  }

  private String self(String role) {
    return SELF.contains(role) ? owner : role;
  }

  private static List<String> names(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? names(matcher.group(1)) : List.of();
  }

  private static List<String> names(String list) {
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("(?i:GROUP\\s+)?(" + NAME + ")").matcher(list);
    while (name.find()) {
      List<String> parts = Identifiers.parse(name.group(1));
      if (parts != null) {
        names.addAll(parts);
      }
    }
    return names;
  }
}
