package io.github.dbsage.backfill;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.BackfillSpec;
import io.github.dbsage.model.QualifiedName;
import java.util.Set;

/**
 * What a signal looks with.
 *
 * @param session of its own, in no transaction, that no worker uses
 * @param spec the limits
 * @param table that is backfilled
 * @param application what the names of all sessions of the job, on whichever host, begin with:
 *     {@code dbsage:users_email_address:}
 * @param pids the backends of this process's workers
 * @param batches of the job that were committed so far, by whomever
 */
public record Probe(
    Session session,
    BackfillSpec spec,
    QualifiedName table,
    String application,
    Set<Integer> pids,
    long batches) {

  public Probe {
    pids = Set.copyOf(pids);
  }
}
