package io.github.dbsage.app;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import io.github.dbsage.plan.At;
import io.github.dbsage.plan.MigrationPlan;
import io.github.dbsage.plan.Planned;
import io.github.dbsage.plan.Project;
import io.github.dbsage.run.Advice;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Statement;
import io.github.dbsage.sql.tree.Grammar;
import io.github.dbsage.sql.tree.Parsed;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells, of a statement that was refused because an object is somebody else's, how to set that
 * right; only where the catalog says so too.
 */
final class Ownership implements Advice {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /**
   * An index goes with its table, and so does a sequence that belongs to a column. What stands
   * where the right owner may create nothing (in the schemas of a provider, say) is not its to own.
   */
  private static final String RELATION =
      """
      SELECT pg_catalog.format('ALTER %s %I.%I',
                               CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                                              WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'S' THEN 'SEQUENCE'
                                              ELSE 'TABLE' END,
                               n.nspname, c.relname),
             pg_catalog.format('%I.%I', n.nspname, c.relname),
             pg_catalog.pg_get_userbyid(c.relowner)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE c.oid = coalesce(
               (SELECT indrelid FROM pg_catalog.pg_index
                 WHERE indexrelid = pg_catalog.to_regclass(?)),
               (SELECT d.refobjid FROM pg_catalog.pg_depend d
                  JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                 WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                   AND d.refclassid = d.classid AND d.deptype IN ('a', 'i')
                   AND d.objid = pg_catalog.to_regclass(?)),
               pg_catalog.to_regclass(?))
         AND NOT pg_catalog.pg_has_role(c.relowner, 'USAGE')
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND pg_catalog.has_schema_privilege(?::name, n.oid, 'CREATE')
      """;

  private static final String TYPE =
      """
      SELECT pg_catalog.format('ALTER %s %I.%I',
                               CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END,
                               n.nspname, t.typname),
             pg_catalog.format('%I.%I', n.nspname, t.typname),
             pg_catalog.pg_get_userbyid(t.typowner)
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
       WHERE t.oid = pg_catalog.to_regtype(?) AND NOT pg_catalog.pg_has_role(t.typowner, 'USAGE')
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND pg_catalog.has_schema_privilege(?::name, n.oid, 'CREATE')
      """;

  /** Which of several of one name is meant, only the server could say. */
  private static final String ROUTINE =
      """
      SELECT pg_catalog.format('ALTER %s %I.%I(%s)',
                               CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE'
                                              ELSE 'FUNCTION' END,
                               n.nspname, p.proname,
                               pg_catalog.pg_get_function_identity_arguments(p.oid)),
             pg_catalog.format('%I.%I', n.nspname, p.proname),
             pg_catalog.pg_get_userbyid(p.proowner)
        FROM pg_catalog.pg_proc p
        JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
       WHERE p.proname = ?
         AND CASE WHEN ?::text = '' THEN pg_catalog.pg_function_is_visible(p.oid)
                  ELSE n.nspname = ?::text END
         AND NOT pg_catalog.pg_has_role(p.proowner, 'USAGE')
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND pg_catalog.has_schema_privilege(?::name, n.oid, 'CREATE')
      """;

  private static final String SCHEMA =
      """
      SELECT pg_catalog.format('ALTER SCHEMA %I', n.nspname), pg_catalog.quote_ident(n.nspname),
             pg_catalog.pg_get_userbyid(n.nspowner)
        FROM pg_catalog.pg_namespace n
       WHERE n.nspname = ? AND NOT pg_catalog.pg_has_role(n.nspowner, 'USAGE')
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
         AND pg_catalog.has_database_privilege(?::name, pg_catalog.current_database(), 'CREATE')
      """;

  private static final String OWNER =
      """
      SELECT r.rolname, pg_catalog.quote_ident(r.rolname),
             pg_catalog.pg_has_role(r.oid, 'USAGE'), pg_catalog.quote_ident(current_user)
        FROM pg_catalog.pg_roles r
       WHERE r.rolname = ?
          OR r.oid = (SELECT datdba FROM pg_catalog.pg_database
                       WHERE datname = pg_catalog.current_database())
       ORDER BY r.rolname = ? DESC
       LIMIT 1
      """;

  private final Session session;
  private final Project project;
  private final Supplier<Grammar> grammars;

  /**
   * Somebody else's object.
   *
   * @param alter the beginning of the statement that gives it away
   */
  record Foreign(String alter, String name, String owner) {
    private static Foreign of(Session.Row row) {
      return new Foreign(row.string(1), row.string(2), row.string(3));
    }
  }

  /**
   * Who should own what migrations make.
   *
   * @param quoted the role as SQL writes it
   * @param isUs whether the role that is connected has its rights
   * @param us the role that is connected, as SQL writes it
   */
  record Owner(String role, String quoted, boolean isUs, String us) {
    private static Owner of(Session.Row row) {
      return new Owner(row.string(1), row.string(2), row.flag(3), row.string(4));
    }
  }

  /**
   * One that asks the catalog.
   *
   * @param session not the one that migrations run in
   * @param grammars gives one when it is needed, to be closed
   */
  Ownership(Session session, Project project, Supplier<Grammar> grammars) {
    this.session = session;
    this.project = project;
    this.grammars = grammars;
  }

  @Override
  public Problem on(SqlStep step, Problem failure) {
    Place where = failure.where();
    if (!INSUFFICIENT_PRIVILEGE.equals(failure.sqlState()) || where == null) {
      return failure;
    }
    try {
      Statement statement = statement(step, where);
      String planned = Objects.requireNonNullElse(planned(step), "");
      Owner owner = session.one(OWNER, Owner::of, planned, planned);
      List<Foreign> foreign = statement == null ? List.of() : foreign(statement, owner);
      if (foreign.isEmpty()) {
        return failure;
      }
      return new Problem(
          failure.code(),
          failure.what(),
          where,
          failure.why(),
          LockProblems.foreign(foreign, owner),
          failure.sqlState(),
          failure.hint());
    } catch (IOException | ServerFailure | UserError e) {
      // What could not be found out, is not said: the failure itself counts.
      return failure;
    }
  }

  /** The last one that begins before the place. */
  private static @Nullable Statement statement(SqlStep step, Place where) throws IOException {
    Placeholders placeholders =
        step.expand() ? Placeholders.expand(step.placeholders()) : Placeholders.off();
    Statement found = null;
    try (Migration migration = Migration.open(step.source(), placeholders)) {
      for (Migration.Part part = migration.next(); part != null; part = migration.next()) {
        if (part instanceof Migration.Run run) {
          Place start = run.statement().start();
          if (start.line() > where.line()
              || (start.line() == where.line() && start.column() > where.column())) {
            break;
          }
          found = run.statement();
        }
      }
    }
    return found;
  }

  private List<Foreign> foreign(Statement statement, Owner owner) {
    try (Grammar grammar = grammars.get()) {
      return grammar.parse(statement.text()) instanceof Parsed.Trees trees
          ? trees.statements().stream()
              .flatMap(one -> OwnerNeeded.of(one.tree(), statement.text()).stream())
              .flatMap(needed -> find(needed, owner.role()))
              .distinct()
              .toList()
          : List.of();
    }
  }

  private Stream<Foreign> find(OwnerNeeded needed, String owner) {
    String name = needed.name().quoted();
    String bare = needed.name().name();
    String schema = Objects.requireNonNullElse(needed.name().schema(), "");
    List<Foreign> found =
        switch (needed.family()) {
          case RELATION -> session.query(RELATION, Foreign::of, name, name, name, owner);
          case TYPE -> session.query(TYPE, Foreign::of, name, owner);
          case ROUTINE -> session.query(ROUTINE, Foreign::of, bare, schema, schema, owner);
          case SCHEMA -> session.query(SCHEMA, Foreign::of, bare, owner);
        };
    return found.size() == 1 ? found.stream() : Stream.empty();
  }

  /** Whom the plan names, that of the migration before those of others. */
  private @Nullable String planned(SqlStep step) {
    Planned planned = project.planned(step.version());
    return Stream.concat(
            planned == null ? Stream.empty() : Stream.of(planned.plan()), project.plans().stream())
        .map(MigrationPlan::supabaseCli)
        .flatMap(supabase -> Stream.ofNullable(supabase.owner()))
        .map(At::value)
        .findFirst()
        .orElse(null);
  }
}
