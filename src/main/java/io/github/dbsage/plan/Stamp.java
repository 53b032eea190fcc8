package io.github.dbsage.plan;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.FileChanged;
import io.github.dbsage.model.Place;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.Step;
import io.github.dbsage.model.UserError;
import io.github.dbsage.sql.Item;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.Script;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import org.jspecify.annotations.Nullable;

/** Writes a migration's checksum into its header; every other byte of the file stays as it is. */
public final class Stamp {

  private final Step step;
  private final FileSource source;

  private Stamp(Step step, FileSource source) {
    this.step = step;
    this.source = source;
  }

  /**
   * What was written.
   *
   * @param before the header's value until now, or null where there was no header
   */
  public record Stamped(String file, @Nullable String before, Checksum checksum) {}

  /**
   * Stamps a step's file, by a new file that takes its place in one move.
   *
   * @return null where the right value stood there already; the file was not touched then
   * @throws UserError when the file cannot be written, or was changed since it was read
   */
  public static @Nullable Stamped write(Step step) {
    if (!(step.source() instanceof FileSource source)) {
      throw new IllegalArgumentException("not a step of a project's folder: " + step.title());
    }
    try {
      return new Stamp(step, source).write();
    } catch (FileChanged e) {
      throw new UserError(PlanProblems.changedMeanwhile(source.file()), e);
    } catch (IOException e) {
      throw new UserError(PlanProblems.notStampable(source.file(), WholeFile.reason(e)), e);
    }
  }

  /**
   * Where the header goes.
   *
   * @param line of the header that is there, or of the line that the new one is put before
   * @param prefix chars in front of the value of the header that is there
   * @param before its value, null where there is none
   */
  private record Target(int line, int prefix, @Nullable String before) {}

  private @Nullable Stamped write() throws IOException {
    Target target = step instanceof SqlStep ? inSql() : inYaml();
    if (step.checksum().hex().equals(target.before())) {
      return null;
    }
    Path path = source.path().toRealPath();
    Path folder = path.getParent();
    Path fresh = Files.createTempFile(folder, ".dbsage-stamp", ".tmp");
    try {
      copy(path, fresh, target);
      if (!checksum(fresh).equals(step.checksum())) {
        throw new UserError(PlanProblems.changedMeanwhile(source.file()));
      }
      keepPermissions(path, fresh);
      move(fresh, path);
    } finally {
      Files.deleteIfExists(fresh);
    }
    return new Stamped(source.file(), target.before(), step.checksum());
  }

  private Target inSql() throws IOException {
    int firstComment = 1;
    boolean anyComment = false;
    int behindMigration = 0;
    try (Script script = Script.open(source, Placeholders.opaque())) {
      for (Item item = script.next(); item != null; item = script.next()) {
        if (item instanceof Item.Gap) {
          continue;
        }
        if (!(item instanceof Item.Comment comment) || !comment.leading()) {
          break;
        }
        Place at = comment.at();
        if (!anyComment) {
          anyComment = true;
          firstComment = at.line();
        }
        Header header = comment.ownLine() ? Header.read(comment.raw()) : null;
        if (header != null && header.name() == Header.Name.CHECKSUM) {
          return new Target(at.line(), at.column() - 1 + header.valueAt(), header.value());
        }
        if (header != null && header.name() == Header.Name.MIGRATION && behindMigration == 0) {
          behindMigration = at.line() + 1;
        }
      }
    }
    return new Target(behindMigration > 0 ? behindMigration : firstComment, 0, null);
  }

  private Target inYaml() throws IOException {
    FindingLog log = new FindingLog();
    String text = WholeFile.read(source, log);
    if (text == null) {
      throw new IOException("it cannot be read");
    }
    int behindMigration = 0;
    for (BackfillFile.Line line : BackfillFile.headers(text)) {
      Header header = line.header();
      if (header.name() == Header.Name.CHECKSUM) {
        return new Target(line.number(), line.indent() + header.valueAt(), header.value());
      }
      if (header.name() == Header.Name.MIGRATION && behindMigration == 0) {
        behindMigration = line.number() + 1;
      }
    }
    return new Target(behindMigration > 0 ? behindMigration : firstText(text), 0, null);
  }

  /** A new first comment line must not be parted from the leading comments by blank lines. */
  private static int firstText(String text) {
    int line = 1;
    for (String one : (Iterable<String>) text.lines()::iterator) {
      if (!one.isBlank()) {
        return one.strip().startsWith("#") ? line : 1;
      }
      line++;
    }
    return 1;
  }

  private void copy(Path from, Path to, Target target) throws IOException {
    String comment = step instanceof SqlStep ? "-- Checksum: " : "# Checksum: ";
    try (InputStream in = new BufferedInputStream(Files.newInputStream(from), 1 << 16);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(to), 1 << 16)) {
      Lines lines = new Lines(in, out);
      lines.copyBom();
      byte[] end = lines.copyLines(target.line() - 1, lineEnd(from));
      if (target.before() == null) {
        out.write((comment + step.checksum()).getBytes(StandardCharsets.UTF_8));
        out.write(end);
      } else {
        // Only ASCII stands in front of a header's value.
        byte[] prefix = in.readNBytes(target.prefix());
        out.write(prefix);
        if (prefix[prefix.length - 1] == ':') {
          out.write(' ');
        }
        out.write(step.checksum().hex().getBytes(StandardCharsets.UTF_8));
        lines.skipToLineEnd();
      }
      in.transferTo(out);
    }
  }

  /** The file's first line end, or LF where it has none. */
  private static byte[] lineEnd(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return new byte[] {'\n'};
        }
        if (b == '\r') {
          return in.read() == '\n' ? new byte[] {'\r', '\n'} : new byte[] {'\r'};
        }
      }
    }
    return new byte[] {'\n'};
  }

  private Checksum checksum(Path file) throws IOException {
    FileSource stamped = new FileSource(file, source.file());
    if (step instanceof SqlStep) {
      return CanonicalSql.of(stamped).checksum();
    }
    String text = WholeFile.read(stamped, new FindingLog());
    if (text == null) {
      throw new IOException("it cannot be read");
    }
    return BackfillFile.checksum(text);
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (view != null) {
      Files.setPosixFilePermissions(to, view.readAttributes().permissions());
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Copies bytes line by line, whichever line ends they have. */
  private record Lines(InputStream in, OutputStream out) {

    void copyBom() throws IOException {
      in.mark(3);
      byte[] head = in.readNBytes(3);
      if (head.length == 3
          && (head[0] & 0xff) == 0xef
          && (head[1] & 0xff) == 0xbb
          && (head[2] & 0xff) == 0xbf) {
        out.write(head);
      } else {
        in.reset();
      }
    }

    /** Copies so many lines; where the last one has no line end, it gets one. */
    byte[] copyLines(int count, byte[] usual) throws IOException {
      for (int line = 0; line < count; line++) {
        int b = in.read();
        while (b >= 0 && b != '\n' && b != '\r') {
          out.write(b);
          b = in.read();
        }
        if (b < 0) {
          out.write(usual);
          return usual;
        }
        out.write(b);
        in.mark(1);
        if (b == '\r' && in.read() == '\n') {
          out.write('\n');
        } else if (b == '\r') {
          in.reset();
        }
      }
      return usual;
    }

    void skipToLineEnd() throws IOException {
      in.mark(1);
      for (int b = in.read(); b >= 0 && b != '\n' && b != '\r'; b = in.read()) {
        in.mark(1);
      }
      in.reset();
    }
  }
}
