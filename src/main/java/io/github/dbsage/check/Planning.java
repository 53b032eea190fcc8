package io.github.dbsage.check;

import io.github.dbsage.db.ServerFailure;
import io.github.dbsage.db.Session;
import io.github.dbsage.model.CheckStep;
import io.github.dbsage.model.QualifiedName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks how a statement is planned, without running it. The planner's choice counts as it is, but
 * for a table so small that reading it whole is right whatever its indexes: there it is asked what
 * it would do otherwise. Costs are always those of its own choice. Use once.
 */
final class Planning {

  /** From so many pages on, an index that suits a query is cheaper than the whole table. */
  private static final int SMALL = 100;

  /** A table or an index with what is below it: partitions and what inherits. */
  private static final String FAMILY =
      """
      WITH RECURSIVE family(oid) AS (
        SELECT pg_catalog.to_regclass(?)::pg_catalog.oid
        UNION
        SELECT i.inhrelid FROM family f JOIN pg_catalog.pg_inherits i ON i.inhparent = f.oid
      )
      SELECT n.nspname, c.relname,
             coalesce(t.oid, c.oid),
             pg_catalog.pg_relation_size(coalesce(t.oid, c.oid))
               / pg_catalog.current_setting('block_size')::pg_catalog.int8,
             c.relkind IN ('i', 'I'),
             tn.nspname || '.' || t.relname
        FROM family f
        JOIN pg_catalog.pg_class c ON c.oid = f.oid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
        LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
        LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
      """;

  private final Session session;
  private final Sandbox sandbox;
  private final CheckProblems problems;
  private final CheckStep.Explain step;

  Planning(Session session, Sandbox sandbox, CheckProblems problems, CheckStep.Explain step) {
    this.session = session;
    this.sandbox = sandbox;
    this.problems = problems;
    this.step = step;
  }

  /**
   * What a name of the plan stands for.
   *
   * @param members with what is below it, as a query's plan names them
   * @param pages of all its tables
   * @param table the table's name: its own, or that of the index's table
   */
  private record Family(
      CheckStep.Named named, Set<QualifiedName> members, long pages, String table) {
    boolean isSmall() {
      return pages < SMALL;
    }
  }

  void run(List<String> remarks) {
    sandbox.reading(
        () -> {
          judge(remarks);
          return true;
        });
  }

  private void judge(List<String> remarks) {
    CheckStep.Named usesIndex = step.usesIndex();
    Family index = usesIndex == null ? null : family(usesIndex, true);
    List<Family> tables = step.noSeqScan().stream().map(one -> family(one, false)).toList();
    PlanTree plan = explain();
    CheckStep.Limit limit = step.maxCost();
    if (limit != null && limit.cost().doubleValue() < plan.cost()) {
      throw new CheckFailed(problems.cost(step, limit, plan.cost()));
    }
    Family unused = index != null && !uses(plan, index) ? index : null;
    List<Family> read = tables.stream().filter(one -> scans(plan, one)).toList();
    List<Family> missed = new ArrayList<>(read);
    if (unused != null) {
      missed.add(unused);
    }
    if (missed.isEmpty()) {
      return;
    }
    PlanTree other = missed.stream().anyMatch(Family::isSmall) ? explainWithoutScans() : plan;
    if (unused != null && !(unused.isSmall() && uses(other, unused))) {
      throw new CheckFailed(problems.unused(step, unused.named(), plan));
    }
    for (Family one : read) {
      if (!one.isSmall() || scans(other, one)) {
        throw new CheckFailed(problems.scanned(step, one.named(), one.pages()));
      }
    }
    missed.stream()
        .map(one -> CheckProblems.small(step, one.table(), one.pages()))
        .distinct()
        .forEach(remarks::add);
  }

  private static boolean uses(PlanTree plan, Family index) {
    return plan.indexes().stream().anyMatch(index.members()::contains);
  }

  private static boolean scans(PlanTree plan, Family table) {
    return plan.scanned().stream().anyMatch(table.members()::contains);
  }

  private Family family(CheckStep.Named named, boolean index) {
    record Member(
        QualifiedName name, String table, long pages, boolean index, @Nullable String ofTable) {}
    List<Member> found =
        session.query(
            FAMILY,
            row ->
                new Member(
                    new QualifiedName(row.text(1), row.string(2)),
                    row.string(3),
                    row.number(4),
                    row.flag(5),
                    row.text(6)),
            named.name().quoted());
    if (found.isEmpty() || found.get(0).index() != index) {
      throw new CheckFailed(problems.noObject(step, named, index ? "index" : "table"));
    }
    Set<QualifiedName> members = new HashSet<>();
    Set<String> counted = new HashSet<>();
    long pages = 0;
    for (Member member : found) {
      members.add(member.name());
      pages += counted.add(member.table()) ? member.pages() : 0;
    }
    String ofTable = found.get(0).ofTable();
    String table = ofTable == null ? found.get(0).name().toString() : ofTable;
    return new Family(named, members, pages, table);
  }

  private PlanTree explainWithoutScans() {
    session.send("SET LOCAL enable_seqscan = off");
    return explain();
  }

  private PlanTree explain() {
    return explain(session, "VERBOSE", step.query().sql());
  }

  /**
   * Asks the planner.
   *
   * @param options besides the format
   */
  static PlanTree explain(Session session, String options, String sql) {
    String lead = "EXPLAIN (" + options + ", FORMAT JSON) ";
    try {
      return PlanTree.read(session.answer(lead + sql).rows().get(0).string(1));
    } catch (ServerFailure e) {
      throw new Reading.Refusal(e, lead.length());
    }
  }
}
