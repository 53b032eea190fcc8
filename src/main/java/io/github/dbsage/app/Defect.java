package io.github.dbsage.app;

import io.github.dbsage.model.Redaction;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * What stands for an exception where Maven prints it with {@code -e}: the same class names, stack
 * traces, causes and messages, but these without secrets.
 */
final class Defect extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String kind;

  private Defect(String kind, String message) {
    super(message);
    this.kind = kind;
  }

  /** A copy without secrets. */
  static Defect of(Throwable original, Redaction redaction) {
    return copy(original, redaction, Collections.newSetFromMap(new IdentityHashMap<>()));
  }

  private static Defect copy(Throwable original, Redaction redaction, Set<Throwable> seen) {
    seen.add(original);
    String message = original.getMessage();
    Defect copy =
        new Defect(original.getClass().getName(), message == null ? "" : redaction.redact(message));
    copy.setStackTrace(original.getStackTrace());
    Throwable cause = original.getCause();
    if (cause != null && !seen.contains(cause)) {
      copy.initCause(copy(cause, redaction, seen));
    }
    for (Throwable suppressed : original.getSuppressed()) {
      if (!seen.contains(suppressed)) {
        copy.addSuppressed(copy(suppressed, redaction, seen));
      }
    }
    return copy;
  }

  /** A stack trace begins with it: the original's class, and not ours. */
  @Override
  @SuppressWarnings("OverrideThrowableToString")
  public String toString() {
    String message = getMessage();
    return message == null || message.isEmpty() ? kind : kind + ": " + message;
  }
}
