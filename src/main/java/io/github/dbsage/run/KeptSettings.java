package io.github.dbsage.run;

import io.github.dbsage.db.Session;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file has set so far, where the session does not keep it from one transaction to the next;
 * empty where it does.
 */
final class KeptSettings {

  private final Session session;
  private final List<Statement> settings = new ArrayList<>();

  KeptSettings(Session session) {
    this.session = session;
  }

  /** Takes those of a transaction that was committed. */
  void addAll(List<Statement> committed) {
    if (session.isShared()) {
      settings.addAll(committed);
    }
  }

  void repeatIn(Transaction transaction) {
    settings.forEach(setting -> transaction.repeat(setting.text()));
  }

  /**
   * A statement by itself takes the settings that it finds, where the session does not keep any.
   *
   * @throws UserError when they are not those that are wanted
   */
  void requireAlone(Place place, Timeouts wanted) {
    if (!session.isShared()) {
      return;
    }
    if (!settings.isEmpty()) {
      throw new UserError(RunProblems.settingNotKept(place, settings.get(0).start()));
    }
    requireTimeout(place, "lock_timeout", wanted.lock());
    requireTimeout(place, "statement_timeout", wanted.statement());
  }

  private void requireTimeout(Place place, String name, @Nullable Duration wanted) {
    if (wanted == null) {
      return;
    }
    Duration found =
        Duration.ofMillis(
            session.one(
                "SELECT setting FROM pg_catalog.pg_settings WHERE name = ?",
                row -> row.number(1),
                name));
    if (!found.equals(wanted)) {
      throw new UserError(RunProblems.timeoutNotKept(place, name, wanted, found));
    }
  }
}
