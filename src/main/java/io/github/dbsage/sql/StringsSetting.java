package io.github.dbsage.sql;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code standard_conforming_strings} through the statements of a script: while it is off,
 * {@code '…'} takes backslash escapes. Not thread-safe.
 *
 * <p>A script starts with the server's default, on. A SET inside a transaction that is rolled back
 * is undone, a SET LOCAL ends with its transaction.
 */
final class StringsSetting {

  private static final String NAME = "standard_conforming_strings";

  private boolean session = true;
  private @Nullable Boolean before;
  private @Nullable Boolean local;

  /** Whether {@code '…'} takes backslash escapes now. */
  boolean plainEscapes() {
    return !(local == null ? session : local);
  }

  /** Takes the next statement, the cursor on its first token. */
  void after(Cursor c) {
    if (c.is("insert")) {
      return;
    }
    if (c.take("set")) {
      boolean only = c.take("local");
      if (!only) {
        c.take("session");
      }
      if (named(c) && (c.take("to") || c.take('='))) {
        String value = c.setting();
        set(c.atEnd() ? value : null, only);
      }
    } else if (c.take("reset")) {
      if ((c.take("all") || named(c)) && c.atEnd()) {
        set("default", false);
      }
    } else if (c.take("discard")) {
      if (c.take("all") && c.atEnd()) {
        set("default", false);
      }
    } else if (c.take("select")) {
      calls(c);
    } else if (c.take("begin") || c.take("start", "transaction")) {
      before = session;
    } else if (c.takeAny("commit", "end")) {
      if (!c.is("prepared")) {
        endTransaction(session);
      }
    } else if (c.takeAny("rollback", "abort")) {
      c.takeAny("work", "transaction");
      if (!c.is("to") && !c.is("prepared")) {
        endTransaction(before == null ? session : before);
      }
    }
  }

  private void endTransaction(boolean setting) {
    session = setting;
    before = null;
    local = null;
  }

  private void calls(Cursor c) {
    while (!c.atEnd()) {
      if (c.take("set_config")) {
        if (c.take('(') && NAME.equals(c.setting()) && c.take(',')) {
          String value = c.setting();
          boolean only = c.take(',') && Boolean.TRUE.equals(truth(c.setting()));
          set(value, only);
        }
      } else {
        c.advance();
      }
    }
  }

  private static boolean named(Cursor c) {
    return NAME.equals(c.setting());
  }

  private void set(@Nullable String value, boolean only) {
    Boolean truth = "default".equals(value) ? Boolean.TRUE : truth(value);
    if (truth == null) {
      return;
    }
    if (only) {
      local = truth;
    } else {
      session = truth;
      local = null;
    }
  }

  /** A boolean setting as PostgreSQL reads it: unique beginnings will do. */
  private static @Nullable Boolean truth(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return null;
    }
    String v = value.toLowerCase(Locale.ROOT);
    boolean on = v.equals("on") || v.equals("1");
    if (on || "true".startsWith(v) || "yes".startsWith(v)) {
      return Boolean.TRUE;
    }
    boolean off = v.equals("of") || v.equals("off") || v.equals("0");
    boolean no = "false".startsWith(v) || "no".startsWith(v);
    return (off || no) ? Boolean.FALSE : null;
  }
}
