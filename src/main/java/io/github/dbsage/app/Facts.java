package io.github.dbsage.app;

import io.github.dbsage.db.Database;
import io.github.dbsage.db.Session;
import io.github.dbsage.history.Ledger;
import io.github.dbsage.history.Privileges;
import io.github.dbsage.history.Tables;
import io.github.dbsage.model.Step;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Project;
import io.github.dbsage.shadow.Elders;
import io.github.dbsage.shadow.Sizes;
import io.github.dbsage.shadow.Surroundings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a goal has to know of a database that it does not touch.
 *
 * @param elders transactions that are open for long, a line each
 */
record Facts(Ledger ledger, Surroundings surroundings, Sizes sizes, List<String> elders) {

  private static final String READ_ONLY =
      "BEGIN READ ONLY; SET LOCAL lock_timeout = '2s'; SET LOCAL statement_timeout = '60s'";

  private static final String OWNER =
      """
      SELECT pg_catalog.pg_get_userbyid(datdba) FROM pg_catalog.pg_database
       WHERE datname = pg_catalog.current_database()
      """;

  /** Reads them, in read-only transactions. */
  static Facts read(GoalRun run, Project project, Database database, Session session) {
    Tables tables = new Tables(run.schema(project));
    Privileges.requireReadable(session, tables);
    Ledger ledger =
        Ledger.read(session, tables, Baseline.before(project), SupabaseRecord.isKept(project));
    Drift drift = new Drift(project, ledger.entries());
    session.send(READ_ONLY);
    Facts facts =
        new Facts(
            ledger,
            surroundings(project, drift, session),
            Sizes.of(session),
            Elders.of(session).stream().map(run.redaction()::redact).toList());
    session.send("COMMIT");
    return facts;
  }

  /** What the migrations of a project find in a database, read in a transaction of its own. */
  static Surroundings surroundings(Session session, Project project, Drift drift) {
    session.send(READ_ONLY);
    Surroundings surroundings = surroundings(project, drift, session);
    session.send("COMMIT");
    return surroundings;
  }

  private static Surroundings surroundings(Project project, Drift drift, Session session) {
    String owner = owner(project, session);
    Presets presets = new Presets(DryRun.sql(applied(project, drift)), owner);
    return Surroundings.of(session, owner, presets::made);
  }

  /** The migrations that are applied, in their order. */
  static List<Step> applied(Project project, Drift drift) {
    return project.steps().stream().filter(step -> drift.isApplied(step.version())).toList();
  }

  /** Whose the objects of a project's migrations are: as a plan says, else the database's owner. */
  static String owner(Project project, Session session) {
    String planned = owner(project);
    return planned == null ? session.one(OWNER, row -> row.string(1)) : planned;
  }

  /** As a plan says, or null. */
  static @Nullable String owner(Project project) {
    return project.plans().stream()
        .map(MigrationPlan::supabaseCli)
        .map(MigrationPlan.SupabaseCli::owner)
        .filter(Objects::nonNull)
        .map(At::value)
        .findFirst()
        .orElse(null);
  }
}
