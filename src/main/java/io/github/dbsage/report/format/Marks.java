package io.github.dbsage.report.format;

import java.nio.charset.Charset;

/** The signs of the console, and what stands in for them where they cannot be shown. */
enum Marks {
  UNICODE("✓", "↻", "✗", "–", "…", "‖", "↶", "›", "→"),
  ASCII("ok", "ok", "!!", "--", "..", "||", "<-", "> ", "->");

  private static final String SIGNS = "✓↻✗–…‖↶›→·";

  final String applied;
  final String resumed;
  final String failed;
  final String skipped;
  final String pending;
  final String waiting;
  final String rolledBack;
  final String running;
  final String next;

  Marks(
      String applied,
      String resumed,
      String failed,
      String skipped,
      String pending,
      String waiting,
      String rolledBack,
      String running,
      String next) {
    this.applied = applied;
    this.resumed = resumed;
    this.failed = failed;
    this.skipped = skipped;
    this.pending = pending;
    this.waiting = waiting;
    this.rolledBack = rolledBack;
    this.running = running;
    this.next = next;
  }

  /** Those that the output's charset can show. */
  static Marks fitting(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode(SIGNS) ? UNICODE : ASCII;
  }

  /** A whole line as it can be shown: the typographic characters of our own sentences too. */
  String showable(String line) {
    if (this == UNICODE) {
      return line;
    }
    return line.replace("…", "...")
        .replace("→", "->")
        .replace("·", "-")
        .replace("–", "-")
        .replace("\uFFFD", "?");
  }
}
