package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.NewFiles;
import io.github.dbsage.app.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Writes the migration files of a change from a pattern; overwrites none. */
@Mojo(
    name = "new",
    requiresProject = false,
    threadSafe = true,
    configurator = DiscreetConfigurator.HINT)
public final class NewMojo extends DbsageMojo {

  /**
   * The change; without one, a name alone writes an empty file. A name that is none lists them.
   *
   * <p>{@code fix-ownership} gives what the applied migrations made, and what belongs to somebody
   * else in the database by now, to whom it should belong to: the plan's owner ({@code
   * supabase-cli.owner}), else the database's.
   */
  @Parameter(property = "dbsage.pattern")
  @Nullable String pattern;

  /** The table to change: {@code public.users}. */
  @Parameter(property = "dbsage.table")
  @Nullable String table;

  /** The column, or several: {@code email}. */
  @Parameter(property = "dbsage.column")
  @Nullable String column;

  /** What there is now, where the pattern turns it into something else. */
  @Parameter(property = "dbsage.from")
  @Nullable String from;

  /** What is to be: a name, or an SQL expression; the pattern says which. */
  @Parameter(property = "dbsage.to")
  @Nullable String to;

  /** What something new is called; without a pattern, the file. */
  @Parameter(property = "dbsage.name")
  @Nullable String name;

  /** A type, as SQL writes it: {@code numeric(5,2)}. */
  @Parameter(property = "dbsage.type")
  @Nullable String type;

  @Override
  Outcome run(Context context) {
    Map<String, String> values = new HashMap<>();
    put(values, "table", table);
    put(values, "column", column);
    put(values, "from", from);
    put(values, "to", to);
    put(values, "name", name);
    put(values, "type", type);
    String chosen = Parameters.chosen(session, "dbsage.pattern", pattern);
    return NewFiles.run(new NewFiles.Request(context, chosen, values));
  }

  private void put(Map<String, String> values, String parameter, @Nullable String value) {
    String chosen = Parameters.chosen(session, "dbsage." + parameter, value);
    if (chosen != null) {
      values.put(parameter, chosen);
    }
  }
}
