package io.github.dbsage.plan;

import io.github.dbsage.model.FileChanged;
import io.github.dbsage.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A file of the project. A run may take hours: what it sends must be what it has checked before and
 * will record, so a file that was changed since it was first opened is not opened again.
 */
final class FileSource implements Source {

  private final Path path;
  private final String file;
  private final AtomicReference<@Nullable State> first = new AtomicReference<>();

  /** What changes with a file's content, short of reading it. */
  private record State(long size, FileTime modified) {
    boolean is(State other) {
      return size == other.size && modified.equals(other.modified);
    }
  }

  FileSource(Path path, String file) {
    this.path = path;
    this.file = file;
  }

  Path path() {
    return path;
  }

  @Override
  public String file() {
    return file;
  }

  /**
   * {@inheritDoc}
   *
   * @throws FileChanged when it is not what it was when it was first opened
   */
  @Override
  public InputStream open() throws IOException {
    BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
    State state = new State(now.size(), now.lastModifiedTime());
    State before = first.compareAndExchange(null, state);
    if (before != null && !before.is(state)) {
      throw new FileChanged();
    }
    return Files.newInputStream(path);
  }
}
