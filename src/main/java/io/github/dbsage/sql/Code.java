package io.github.dbsage.sql;

import io.github.dbsage.sql.Lexer.Kind;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;

/**
 * Feeds a digest with what a script does, without its comments and with one blank between tokens:
 * equal for scripts that differ in comments and white space alone, different for any others. Quoted
 * text, placeholders and COPY data count as they are written. Not thread-safe.
 *
 * <p>Give it the items of a script in order, read with {@link Placeholders#opaque} or {@link
 * Placeholders#off}.
 */
public final class Code {

  /** Chars beyond a text's length, so that its end is met before the window's. */
  private static final int ROOM = 64;

  private final Utf8Digest out;
  private final Placeholders placeholders;
  private final StringsSetting strings = new StringsSetting();
  private char lastOfData = '\n';

  /** Feeds a digest, reading placeholders in the same mode as the script. */
  public Code(MessageDigest digest, Placeholders.Mode mode) {
    this.out = new Utf8Digest(digest);
    this.placeholders = mode == Placeholders.Mode.OFF ? Placeholders.off() : Placeholders.opaque();
  }

  /** Takes the next item; white space, comments and psql's lines count for nothing. */
  public void add(Item item) {
    if (item instanceof Item.Sql sql) {
      statement(sql.raw());
    } else if (item instanceof Item.CopyData data) {
      data(data);
    } else if (item instanceof Item.Defect defect) {
      out.add(defect.raw());
    }
    out.flush();
  }

  private void statement(String raw) {
    try {
      boolean plain = raw.indexOf("${") < 0;
      Text text =
          plain
              ? new Text(raw)
              : new Text(new StringReader(raw), placeholders, raw.length() + ROOM);
      Lexer lexer = new Lexer(text);
      lexer.plainEscapes(strings.plainEscapes());
      int end = tokens(text, lexer);
      strings.after(new Cursor(text, 0, end, strings.plainEscapes()));
    } catch (IOException e) {
      throw new UncheckedIOException("a text that is in memory cannot fail to be read", e);
    }
  }

  /** Returns where the last token ends that is not the semicolon. */
  private int tokens(Text text, Lexer lexer) throws IOException {
    int end = 0;
    boolean first = true;
    boolean semicolon = false;
    while (lexer.next() != Kind.END) {
      if (lexer.kind() == Kind.LINE_COMMENT || lexer.kind() == Kind.BLOCK_COMMENT) {
        continue;
      }
      if (semicolon) {
        out.add(first ? ";" : " ;");
        first = false;
      }
      semicolon = lexer.kind() == Kind.SEMICOLON;
      if (semicolon) {
        continue;
      }
      if (!first) {
        // 'a' <line end> 'b' is one string, 'a' 'b' is not.
        out.add(lexer.continued() ? "\n" : " ");
      }
      first = false;
      end = lexer.pos();
      if (text.metPlaceholder()) {
        out.add(text.raw(lexer.start(), lexer.pos()));
      } else {
        out.add(text.chars(), lexer.start(), lexer.pos());
      }
    }
    // The last semicolon may be left out.
    out.add("\n;\n");
    return end;
  }

  private void data(Item.CopyData piece) {
    String data = piece.data();
    out.add(data);
    lastOfData = data.isEmpty() ? lastOfData : data.charAt(data.length() - 1);
    if (piece.last()) {
      out.add(lastOfData == '\n' ? "\\.\n" : "\n\\.\n");
      lastOfData = '\n';
    }
  }
}
