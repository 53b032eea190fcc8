package io.github.dbsage.db;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection to one endpoint.
 *
 * @param kind what can be done about it
 */
record ConnectFailure(Target target, Kind kind, Problem problem, @Nullable SQLException cause) {

  enum Kind {
    /** Later or on another host it may work: nobody listens, or the server is busy. */
    PASSING,
    /** On another host it may work: it is not the server that was wanted. */
    OTHER_ROLE,
    /** It will not: a wrong password, a missing database, a certificate. */
    FINAL
  }

  private static final Set<String> PASSING = Set.of("08000", "08001", "08006", "53300", "57P03");

  /** Judges what the driver threw. */
  static ConnectFailure of(Target target, SQLException e) {
    ServerFailure failure = new ServerFailure(e);
    Problem tls = TlsFailure.problem(target, failure, e);
    boolean passing = PASSING.contains(failure.sqlState()) && !TlsFailure.isForGood(e);
    return new ConnectFailure(
        target,
        passing ? Kind.PASSING : Kind.FINAL,
        tls == null ? DbProblems.cannotConnect(target, failure) : tls,
        e);
  }

  static ConnectFailure otherRole(Target target, ServerRole wanted) {
    return new ConnectFailure(target, Kind.OTHER_ROLE, DbProblems.otherRole(target, wanted), null);
  }

  /** What to throw when all endpoints failed, or one for good. */
  static UserError error(Target target, List<ConnectFailure> failures) {
    ConnectFailure last = failures.get(failures.size() - 1);
    Problem problem =
        target.endpoints().size() == 1 || last.kind() == Kind.FINAL
            ? last.problem()
            : DbProblems.noEndpoint(target, failures);
    return last.cause() == null ? new UserError(problem) : new UserError(problem, last.cause());
  }

  /** The reason alone, for a list of several. */
  String reason() {
    return problem.why() == null ? problem.what() : problem.why();
  }
}
