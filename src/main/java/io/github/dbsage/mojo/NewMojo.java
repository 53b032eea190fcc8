package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.NewFiles;
import io.github.dbsage.app.Outcome;
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
   * The change: {@code fix-ownership} gives what the applied migrations made, and what belongs to
   * somebody else in the database by now, to whom it should belong to: the plan's owner ({@code
   * supabase-cli.owner}), else the database's.
   */
  @Parameter(property = "dbsage.pattern")
  @Nullable String pattern;

  /** What the file is called behind its version, instead of what the pattern calls it. */
  @Parameter(property = "dbsage.name")
  @Nullable String name;

  @Override
  Outcome run(Context context) {
    return NewFiles.run(
        new NewFiles.Request(
            context,
            Parameters.chosen(session, "dbsage.pattern", pattern),
            Parameters.chosen(session, "dbsage.name", name)));
  }
}
