package io.github.dbsage.plan;

import io.github.dbsage.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the project. */
record FileSource(Path path, String file) implements Source {

  @Override
  public InputStream open() throws IOException {
    return Files.newInputStream(path);
  }
}
