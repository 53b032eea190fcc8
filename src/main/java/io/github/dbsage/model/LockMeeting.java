package io.github.dbsage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that met at a lock while migrations ran: one waited, others did not let it.
 *
 * @param version of the migration that ran then, or null
 * @param waiter who waited, in a line; what it ran is part of it
 * @param wanted what for: {@code ACCESS EXCLUSIVE on public.users}
 * @param blockers who held it up, each in a line
 * @param waitedMs milliseconds, as long as was seen
 */
public record LockMeeting(
    @Nullable Version version, String waiter, String wanted, List<String> blockers, long waitedMs) {

  public LockMeeting {
    blockers = List.copyOf(blockers);
  }
}
