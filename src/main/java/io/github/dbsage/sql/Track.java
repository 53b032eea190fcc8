package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import java.util.function.BiConsumer;

/** Knows where in the file the item begins that is being read. Not thread-safe. */
final class Track {

  private final Text text;
  private final Position position;
  private Place carried;
  private int start;

  Track(Text text, Place first) {
    this.text = text;
    this.position = new Position(first);
    this.carried = first;
  }

  /** Says where the item begins in the window, after that was moved. */
  void begin(int index) {
    start = index;
  }

  int start() {
    return start;
  }

  /** Where the item begins in the file. */
  Place place() {
    return place(start);
  }

  /** Where an index at or behind the item's begin is in the file; inside a value: its name. */
  Place place(int index) {
    Text.Span span = text.over(index);
    if (span != null && span.offset() < start) {
      return carried;
    }
    if (index == start) {
      return position.place();
    }
    Position there = new Position(position.place());
    text.advance(there, start, span == null ? index : span.offset());
    return there.place();
  }

  /** Hands on the names without a value between the item's begin and an index, and their places. */
  void unknown(int end, BiConsumer<String, Place> names) {
    Position there = new Position(position.place());
    int at = start;
    for (Text.Span span : text.unknown(start, end)) {
      text.advance(there, at, span.offset());
      at = span.offset();
      if (span.unknown() != null) {
        names.accept(span.unknown(), there.place());
      }
    }
  }

  /** Ends the item: returns its canonical text; the next one begins there. */
  String take(int end) {
    Text.Span span = text.over(end);
    if (span != null && span.offset() >= start) {
      carried = place(span.offset());
    }
    String raw = text.raw(start, end);
    text.advance(position, start, end);
    start = end;
    return raw;
  }
}
