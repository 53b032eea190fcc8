package io.github.dbsage.plan.pattern;

import io.github.dbsage.plan.ChangeParameter;
import io.github.dbsage.plan.ChangePattern;
import io.github.dbsage.plan.NewChange;
import io.github.dbsage.plan.NewFile;
import io.github.dbsage.plan.Wanted;
import io.github.dbsage.plan.Wanted.Handover;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives what belongs to somebody else to whom it should belong to. */
final class FixOwnership implements ChangePattern {

  private static final String NAME = "fix_ownership";

  /** Each statement holds its strong lock for a moment, not until the last one is done. */
  private static final String HEAD =
      """
      -- Gives objects to the role that should own them. Whoever runs this needs to be a member of
      -- both roles of each statement, or a superuser.
      -- dbsage: transaction=false
      """;

  private static final String NO_WAY_BACK =
      "-- Rollback: none because a name in it would end the comment that holds it\n";

  @Override
  public String name() {
    return "fix-ownership";
  }

  @Override
  public String does() {
    return "gives objects to the role that should own them";
  }

  @Override
  public Map<ChangeParameter, String> needs() {
    return Map.of();
  }

  @Override
  public Map<ChangeParameter, String> takes() {
    return Map.of(ChangeParameter.NAME, "what the file is called behind its version");
  }

  @Override
  public boolean needsOwners() {
    return true;
  }

  @Override
  public @Nullable NewChange change(Wanted wanted) {
    if (wanted.owners().isEmpty()) {
      return null;
    }
    List<String> back = new ArrayList<>(wanted.owners().stream().map(Handover::back).toList());
    Collections.reverse(back);
    String script = lines(back);
    // Such a name, an operator's perhaps, would end the comment that the section is.
    boolean written = !script.contains("/*") && !script.contains("*/");
    String text =
        HEAD
            + (written ? "" : NO_WAY_BACK)
            + lines(wanted.owners().stream().map(Handover::mend).toList())
            + (written ? "\n-- ROLLBACK SECTION\n/*" + script + "*/\n" : "");
    String given = wanted.value(ChangeParameter.NAME);
    String name = given == null ? NAME : NewFile.name(given);
    return NewChange.of(new NewFile(wanted.first(), name, NewFile.Kind.SQL, text));
  }

  private static String lines(List<String> statements) {
    return "\n" + String.join("\n", statements) + "\n";
  }
}
