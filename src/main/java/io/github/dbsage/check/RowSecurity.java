package io.github.dbsage.check;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.Expectation;
import io.github.dbsage.model.QualifiedName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries a statement as a role, with the claims that PostgREST would set. A role that row security
 * does not hold for proves nothing, whatever it sees. Use once.
 */
final class RowSecurity {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";
  private static final String READ_ONLY = "25006";

  /** What a cursor cannot be for: a WITH that writes, in it or behind it; or a query that does. */
  private static final Set<String> NO_MERE_QUERY = Set.of("0A000", "42601", READ_ONLY);

  /**
   * What the transaction read or wrote, partitions too: all of it is locked still, and no plan need
   * be asked for, which a role may not be allowed to see.
   */
  private static final String TABLES =
      """
      SELECT pg_catalog.format('%I.%I', n.nspname, c.relname),
             c.relrowsecurity,
             c.relrowsecurity AND NOT c.relforcerowsecurity
               AND pg_catalog.pg_has_role(?::pg_catalog.name, c.relowner, 'USAGE')
        FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_class c ON c.oid = l.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE l.pid = pg_catalog.pg_backend_pid()
         AND l.locktype = 'relation'
         AND l.database =
             (SELECT d.oid FROM pg_catalog.pg_database d
               WHERE d.datname = pg_catalog.current_database())
         AND c.relkind IN ('r', 'p')
         AND n.nspname NOT IN ('pg_catalog', 'information_schema')
       ORDER BY 1
      """;

  private final Session session;
  private final Sandbox sandbox;
  private final CheckProblems problems;
  private final CheckStep.Rls step;

  RowSecurity(Session session, Sandbox sandbox, CheckProblems problems, CheckStep.Rls step) {
    this.session = session;
    this.sandbox = sandbox;
    this.problems = problems;
    this.step = step;
  }

  /**
   * What the role gets.
   *
   * @param denied the server's refusal, or null
   * @param rows that it sees or changes
   * @param all whether these are all of them, or no more than need be
   */
  private record Got(@Nullable ServerFailure denied, long rows, boolean all) {}

  void run(List<String> remarks) {
    Got got = Reading.writes(step.query().sql()) ? changing(remarks) : reading(remarks);
    judge(got);
  }

  /** A query that turns out to write is tried as what writes. */
  private Got reading(List<String> remarks) {
    try {
      return sandbox.reading(
          () -> got(() -> Reading.count(session, step.query().sql(), mostRows()), false, remarks));
    } catch (Reading.Refusal e) {
      if (!NO_MERE_QUERY.contains(e.failure().sqlState())) {
        throw e;
      }
    } catch (ServerFailure e) {
      if (!e.is(READ_ONLY)) {
        throw e;
      }
    }
    return changing(remarks);
  }

  private Got changing(List<String> remarks) {
    return sandbox.writing(
        () -> got(() -> session.answer(step.query().sql()).touched(), true, remarks));
  }

  /** How many rows. */
  @FunctionalInterface
  private interface Count {
    long rows();
  }

  private Got got(Count count, boolean all, List<String> remarks) {
    become();
    long rows;
    try {
      rows = count.rows();
    } catch (Reading.Refusal e) {
      if (e.failure().is(INSUFFICIENT_PRIVILEGE)) {
        return new Got(e.failure(), 0, true);
      }
      throw e;
    } catch (ServerFailure e) {
      if (e.is(INSUFFICIENT_PRIVILEGE)) {
        return new Got(e, 0, true);
      }
      throw e;
    }
    requireHeld(remarks);
    return new Got(null, rows, all);
  }

  private void become() {
    record Role(boolean bypasses, boolean superuser) {}
    List<Role> roles =
        session.query(
            "SELECT rolbypassrls, rolsuper FROM pg_catalog.pg_roles WHERE rolname = ?",
            row -> new Role(row.flag(1), row.flag(2)),
            step.role());
    if (roles.isEmpty()) {
      throw new CheckFailed(problems.noRole(step));
    }
    Role role = roles.get(0);
    if (role.superuser() || role.bypasses()) {
      throw new CheckFailed(
          problems.provesNothing(
              step, role.superuser() ? "is a superuser" : "has the attribute BYPASSRLS"));
    }
    // As PostgREST does it: the claims hold the role, with a token and without.
    session.query(
        """
        SELECT pg_catalog.set_config(
          'request.jwt.claims',
          (pg_catalog.jsonb_build_object('role', ?::text) || ?::pg_catalog.jsonb)::text,
          true)
        """,
        row -> row.string(1),
        step.role(),
        step.claims() == null ? "{}" : step.claims());
    String user = session.one("SELECT session_user", row -> row.string(1));
    try {
      session.send("SET LOCAL ROLE " + QualifiedName.quote(step.role()));
    } catch (ServerFailure e) {
      throw e.is(INSUFFICIENT_PRIVILEGE) ? new CheckFailed(problems.notMember(step, user, e)) : e;
    }
  }

  private void requireHeld(List<String> remarks) {
    record Table(String name, boolean secured, boolean bypassed) {}
    List<Table> tables =
        session.query(
            TABLES, row -> new Table(row.string(1), row.flag(2), row.flag(3)), step.role());
    for (Table table : tables) {
      if (table.bypassed()) {
        throw new CheckFailed(problems.owner(step, table.name()));
      }
    }
    if (!tables.isEmpty() && tables.stream().noneMatch(Table::secured)) {
      remarks.add(
          CheckProblems.withoutRowSecurity(step, tables.stream().map(Table::name).toList()));
    }
  }

  /** Enough to tell, and one more where it is counted. */
  private long mostRows() {
    return step.expect() instanceof Expectation.RowCount count ? count.rows() + 1 : 1;
  }

  private void judge(Got got) {
    Expectation.Access expect = step.expect();
    String found = found(got);
    if (expect instanceof Expectation.Denied) {
      if (got.denied() == null) {
        throw unexpected("to be denied", found, null);
      }
      return;
    }
    if (expect instanceof Expectation.SomeRows) {
      require(got, got.rows() > 0, "at least one row");
    } else if (expect instanceof Expectation.None) {
      require(got, got.rows() == 0, "no row");
    } else if (expect instanceof Expectation.RowCount count) {
      require(got, got.rows() == count.rows(), CheckProblems.count(count.rows(), "row"));
    }
  }

  private void require(Got got, boolean right, String expected) {
    if (got.denied() != null || !right) {
      throw unexpected(expected, found(got), got.denied());
    }
  }

  private String found(Got got) {
    if (got.denied() != null) {
      return "that it is denied";
    }
    if (got.rows() == 0) {
      return "no row";
    }
    long most = mostRows();
    return got.all() || got.rows() < most
        ? CheckProblems.count(got.rows(), "row")
        : most == 1 ? "at least one row" : "more than " + CheckProblems.count(most - 1, "row");
  }

  private CheckFailed unexpected(String expected, String found, @Nullable ServerFailure refusal) {
    return new CheckFailed(problems.access(step, expected, found, refusal));
  }
}
