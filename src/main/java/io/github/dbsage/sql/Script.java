package io.github.dbsage.sql;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Source;
import io.github.dbsage.sql.Lexer.Kind;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of SQL as PostgreSQL and psql would and cuts it into {@link Item}s, one at a time,
 * in memory bounded by the largest single statement. Not thread-safe.
 *
 * <p>Reading ends at the first byte that is not UTF-8, and at a statement that does not fit in
 * memory; the last item is then a {@link Item.Defect}, and COPY data that it cuts short have no
 * last piece.
 */
public final class Script implements AutoCloseable {

  /** The chars in a piece of white space. */
  private static final int PIECE = 1 << 16;

  /** A statement's chars are held three times over, in up to two bytes each, while it is read. */
  private static final int HEAP_BYTES_PER_CHAR = 12;

  private static final int LARGEST_STATEMENT = 1 << 29;

  private enum Copy {
    NONE,
    REST_OF_LINE,
    DATA
  }

  private final Utf8Reader reader;
  private final Placeholders placeholders;
  private final int most;
  private final Text text;
  private final Lexer lexer;
  private final Track track;
  private final LineState line = new LineState();
  private final CopyReader copyReader;
  private final Classifier classifier = new Classifier();
  private final StringsSetting strings = new StringsSetting();
  private final Queue<Item> items = new ArrayDeque<>();
  private Copy copy = Copy.NONE;
  private boolean done;
  private int ordinal;

  private Script(Source source, Placeholders placeholders, int most) throws IOException {
    this.reader = new Utf8Reader(source.open());
    this.placeholders = placeholders;
    this.most = most;
    this.text = new Text(reader, placeholders, most);
    this.lexer = new Lexer(text);
    this.track = new Track(text, Place.startOf(source.file()));
    this.copyReader = new CopyReader(text, track, line, this::cutShort);
  }

  /**
   * Opens a file.
   *
   * @throws IOException when it cannot be read
   */
  public static Script open(Source source, Placeholders placeholders) throws IOException {
    long fits = Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CHAR;
    return open(source, placeholders, (int) Math.min(fits, LARGEST_STATEMENT));
  }

  /** Opens a file with a limit to a statement's chars. */
  static Script open(Source source, Placeholders placeholders, int most) throws IOException {
    return new Script(source, placeholders, Math.max(most, 4 * PIECE));
  }

  /**
   * The next item, or null at the end.
   *
   * @throws IOException when the file cannot be read
   */
  public @Nullable Item next() throws IOException {
    while (items.isEmpty() && !done) {
      int start = text.release(lexer.pos());
      lexer.at(start);
      track.begin(start);
      read();
    }
    return items.poll();
  }

  /** Whether a placeholder, or an escaped one, was met so far (in whichever mode). */
  public boolean metPlaceholder() {
    return text.metPlaceholder();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  private void read() throws IOException {
    switch (copy) {
      case NONE -> readItem();
      case REST_OF_LINE -> {
        copyReader.restOfLine(items);
        lexer.at(track.start());
        copy = Copy.DATA;
      }
      case DATA -> readData();
    }
  }

  private void readItem() throws IOException {
    if (lexer.blanks(PIECE)) {
      line.gap(text.chars(), track.start(), lexer.pos());
      Place at = track.place();
      add(new Item.Gap(track.take(lexer.pos()), at));
      return;
    }
    switch (lexer.next()) {
      case END -> end();
      case LINE_COMMENT, BLOCK_COMMENT -> comment();
      case BACKSLASH -> metaCommand();
      default -> statement();
    }
  }

  private void readData() throws IOException {
    Item.CopyData data = copyReader.data();
    if (data == null) {
      brokenOff();
      return;
    }
    items.add(data);
    lexer.at(track.start());
    copy = data.last() ? Copy.NONE : Copy.DATA;
  }

  private void end() {
    if (cutShort()) {
      brokenOff();
      return;
    }
    add(new Item.Gap(text.emptyAt(track.start()), track.place()));
    done = true;
  }

  private void comment() {
    boolean block = lexer.kind() == Kind.BLOCK_COMMENT;
    if (block && !lexer.closed()) {
      unclosed();
    } else if (cutShort() && lexer.pos() == text.limit()) {
      brokenOff();
    } else {
      Place at = track.place();
      add(new Item.Comment(track.take(lexer.pos()), at, block, line.leading(), line.clean()));
      line.comment();
    }
  }

  private void metaCommand() throws IOException {
    Place at = track.place();
    String name = metaName();
    int begin = lexer.start();
    lexer.restOfLine();
    if (cutShort() && lexer.pos() == text.limit()) {
      brokenOff();
      return;
    }
    String command = new String(text.chars(), begin, lexer.pos() - begin);
    String raw = track.take(lexer.pos());
    line.token();
    if (MetaCommand.isIgnored(name)) {
      items.add(new Item.Ignored(raw, at));
      return;
    }
    items.add(new Item.Defect(raw, at, SqlProblems.metaCommand(name, at)));
    if (MetaCommand.isCopyIn(command)) {
      copy = Copy.REST_OF_LINE;
    }
  }

  /** The word behind the backslash that the lexer stands on. */
  private String metaName() throws IOException {
    int backslash = lexer.pos() - 1;
    lexer.restOfLine();
    char[] chars = text.chars();
    int begin = backslash + 1;
    int end = begin;
    while (end < lexer.pos() && (Character.isLetterOrDigit(chars[end]) || chars[end] == '_')) {
      end++;
    }
    if (end == begin && end < lexer.pos()) {
      end++;
    }
    return new String(chars, begin, end - begin);
  }

  private void statement() throws IOException {
    AtomicBody body = lexer.is("create") ? new AtomicBody() : null;
    List<Problem> problems = new ArrayList<>();
    int open = 0;
    int opened = 0;
    int last = lexer.pos();
    while (true) {
      Kind kind = lexer.kind();
      if (!lexer.closed()) {
        unclosed();
        return;
      }
      switch (kind) {
        case END -> {
          if (cutShort()) {
            brokenOff();
          } else if (open > 0) {
            neverClosed(SqlProblems.unclosedParenthesis(track.place(opened)));
          } else if (body != null && body.inside()) {
            neverClosed(SqlProblems.unclosedBody(track.place(body.opened())));
          } else {
            finish(last, last, problems);
            endCopy();
          }
          return;
        }
        case SEMICOLON -> {
          if (open == 0 && (body == null || !body.inside())) {
            finish(last, lexer.pos(), problems);
            return;
          }
        }
        case OPEN -> {
          if (open++ == 0) {
            opened = lexer.start();
          }
        }
        case CLOSE -> open = Math.max(0, open - 1);
        case BACKSLASH -> {
          Place at = track.place(lexer.start());
          String name = metaName();
          problems.add(SqlProblems.metaCommand(name, at));
          if (MetaCommand.sends(name)) {
            finish(lexer.pos(), lexer.pos(), problems);
            return;
          }
        }
        default -> {}
      }
      if (kind != Kind.LINE_COMMENT && kind != Kind.BLOCK_COMMENT) {
        last = lexer.pos();
        if (body != null) {
          body.token(lexer, open);
        }
      }
      lexer.next();
    }
  }

  /** Ends a statement. With problems it is a defect, its COPY data are still data. */
  private void finish(int textEnd, int rawEnd, List<Problem> problems) {
    Place at = track.place();
    int start = track.start();
    boolean plainEscapes = lexer.plainEscapes();
    Text.Sent sent = text.sent(start, textEnd);
    Command command = classifier.classify(new Cursor(text, start, textEnd, plainEscapes));
    LockKind locks = LockKinds.of(command, new Cursor(text, start, textEnd, plainEscapes));
    strings.after(new Cursor(text, start, textEnd, plainEscapes));
    lexer.plainEscapes(strings.plainEscapes());
    unknownPlaceholders(rawEnd);
    String raw = track.take(rawEnd);
    if (problems.isEmpty()) {
      Statement statement =
          new Statement(++ordinal, sent.text(), at, sent.expansions(), command, locks);
      items.add(new Item.Sql(raw, at, statement));
    } else {
      defects(raw, at, problems);
    }
    line.token();
    lexer.at(rawEnd);
    copy = command instanceof Command.CopyIn ? Copy.REST_OF_LINE : Copy.NONE;
  }

  /** COPY that the file's end ends: it has no data, and what follows it are comments. */
  private void endCopy() {
    if (copy != Copy.NONE) {
      items.add(new Item.CopyData("", track.place(), "", true));
      copy = Copy.NONE;
    }
  }

  /** Defects that cover no text: they stand before the item that they are about. */
  private void unknownPlaceholders(int end) {
    track.unknown(
        end,
        (name, at) -> {
          Problem problem =
              SqlProblems.unknownPlaceholder(name, at, placeholders.values().keySet());
          items.add(new Item.Defect("", at, problem));
        });
  }

  private void defects(String raw, Place at, List<Problem> problems) {
    String covered = raw;
    for (Problem problem : problems) {
      items.add(new Item.Defect(covered, at, problem));
      covered = "";
    }
  }

  private void unclosed() {
    if (cutShort()) {
      brokenOff();
      return;
    }
    Place at = track.place(lexer.start());
    switch (lexer.kind()) {
      case QUOTED -> neverClosed(SqlProblems.unclosedName(at));
      case BLOCK_COMMENT -> neverClosed(SqlProblems.unclosedComment(at));
      case DOLLAR -> neverClosed(SqlProblems.unclosedDollarQuote(lexer.dollarTag(), at));
      default -> neverClosed(SqlProblems.unclosedString(at));
    }
  }

  /** The text ended where the file did not. */
  private boolean cutShort() {
    return reader.fault() != null || text.full();
  }

  private void brokenOff() {
    Utf8Reader.Fault fault = reader.fault();
    neverClosed(
        fault == null || text.full()
            ? SqlProblems.tooLarge(most, track.place())
            : SqlProblems.encoding(fault, track.place(text.limit())));
  }

  /** Everything up to the end is one defect. */
  private void neverClosed(Problem problem) {
    int end = text.limit();
    unknownPlaceholders(end);
    Place at = track.place();
    String raw = track.take(end) + text.emptyAt(end);
    items.add(new Item.Defect(raw, at, problem));
    done = true;
  }

  private void add(Item item) {
    if (!item.raw().isEmpty()) {
      items.add(item);
    }
  }
}
