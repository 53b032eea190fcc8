package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.sql.Lexer.Kind;
import java.io.IOException;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads what follows COPY … FROM STDIN: the rest of its line, then data up to a line {@code \.} or
 * the file's end, as they stand. Not thread-safe.
 */
final class CopyReader {

  /** The chars of a piece of data. */
  static final int PIECE = 1 << 16;

  private final Text text;
  private final Track track;
  private final LineState line;
  private final BooleanSupplier cutShort;
  private boolean atLineStart = true;

  /** With what says whether the text ended before the file did. */
  CopyReader(Text text, Track track, LineState line, BooleanSupplier cutShort) {
    this.cutShort = cutShort;
    this.text = text;
    this.track = track;
    this.line = line;
  }

  /** Reads the line on which COPY stands to its end: blanks and comments, or it is a defect. */
  void restOfLine(Queue<Item> items) throws IOException {
    atLineStart = true;
    int end = lineEnd(track.start());
    Lexer lexer = new Lexer(text, track.start(), end, false);
    while (true) {
      Kind kind = lexer.next();
      gap(items, lexer.start());
      if (kind == Kind.END) {
        gap(items, Math.min(end + 1, text.limit()));
        return;
      }
      Place at = track.place();
      boolean block = kind == Kind.BLOCK_COMMENT;
      if ((kind != Kind.LINE_COMMENT && !block) || !lexer.closed()) {
        items.add(new Item.Defect(track.take(end), at, SqlProblems.behindCopy(at)));
        gap(items, Math.min(end + 1, text.limit()));
        return;
      }
      items.add(new Item.Comment(track.take(lexer.pos()), at, block, false, false));
    }
  }

  /** Reads the next piece of data; null where the text was cut short. */
  Item.@Nullable CopyData data() throws IOException {
    int begin = track.start();
    int p = begin;
    while (p - begin < PIECE) {
      int end = lineEnd(p, begin + PIECE);
      boolean whole = end < text.limit() && text.chars()[end] == '\n';
      if (!whole && end - begin >= PIECE) {
        // The line does not end in this piece: the piece ends before it, or cuts it.
        int cut = p > begin ? p : beforePair(begin + PIECE);
        atLineStart = cut == p;
        return piece(cut, cut, false);
      }
      boolean marker = atLineStart && end - p == 2 && isMarker(p);
      if (!marker && !whole && cutShort.getAsBoolean()) {
        return null;
      }
      if (marker || !whole) {
        return piece(marker ? p : end, whole ? end + 1 : end, true);
      }
      p = end + 1;
      atLineStart = true;
    }
    return piece(p, p, false);
  }

  private Item.CopyData piece(int dataEnd, int end, boolean last) {
    Place at = track.place();
    String data = text.sent(track.start(), dataEnd).text();
    String raw = track.take(end);
    line.wholeLines();
    return new Item.CopyData(raw, at, raw.equals(data) ? raw : data, last);
  }

  private void gap(Queue<Item> items, int end) {
    if (end > track.start()) {
      Place at = track.place();
      line.gap(text.chars(), track.start(), end);
      items.add(new Item.Gap(track.take(end), at));
    }
  }

  private boolean isMarker(int p) {
    return text.chars()[p] == '\\' && text.chars()[p + 1] == '.';
  }

  /** A cut that leaves a surrogate pair whole. */
  private int beforePair(int cut) {
    return Character.isHighSurrogate(text.chars()[cut - 1]) ? cut - 1 : cut;
  }

  private int lineEnd(int from) throws IOException {
    return lineEnd(from, Integer.MAX_VALUE);
  }

  /** Where the line's LF stands, or the text ends, or {@code most} where it is not before that. */
  private int lineEnd(int from, int most) throws IOException {
    int p = from;
    while (p < most) {
      char[] chars = text.chars();
      int limit = Math.min(text.limit(), most);
      while (p < limit && chars[p] != '\n') {
        p++;
      }
      if (p < limit || (p == text.limit() && !text.moreOfLine())) {
        return p;
      }
    }
    return p;
  }
}
