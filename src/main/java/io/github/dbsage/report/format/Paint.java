package io.github.dbsage.report.format;

/** ANSI colours, where they are welcome. */
record Paint(boolean on) {

  String good(String text) {
    return in("32", text);
  }

  String bad(String text) {
    return in("1;31", text);
  }

  String doubtful(String text) {
    return in("33", text);
  }

  String strong(String text) {
    return in("1", text);
  }

  String quiet(String text) {
    return in("2", text);
  }

  private String in(String code, String text) {
    return on && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[m" : text;
  }
}
