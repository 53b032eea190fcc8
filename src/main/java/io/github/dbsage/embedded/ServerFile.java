package io.github.dbsage.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@code embedded.properties}: how a later goal, or another Maven, finds a server and its data.
 *
 * @param home where the kept data of all major versions are
 * @param server null where none runs, as far as this file knows
 */
record ServerFile(Path home, EmbeddedServer.@Nullable Running server) {

  /** Reads a file; empty where it is not there or not ours. */
  static Optional<ServerFile> read(Path file) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
      return Optional.of(
          new ServerFile(Path.of(properties.getProperty("home", "")), running(properties)));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Writes the file at once and for us alone: it holds a password. */
  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("home", home.toString());
    if (server != null) {
      properties.setProperty("url", server.url());
      properties.setProperty("user", EmbeddedServer.SUPERUSER);
      properties.setProperty("password", server.password());
      properties.setProperty("port", Integer.toString(server.port()));
      properties.setProperty("version", server.version());
      properties.setProperty("pid", Long.toString(server.pid()));
      properties.setProperty("data", server.data().toString());
      properties.setProperty("lifetime", server.lifetime().name());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    properties.store(bytes, "DB Sage's embedded server");
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("not a file: " + file);
    }
    Path staging = Files.createTempFile(parent, ".embedded-", ".tmp");
    try {
      Files.write(staging, bytes.toByteArray());
      Files.move(
          staging, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(staging);
    }
  }

  /** Keeps no more than where the data are, unless the file tells of another server by now. */
  static void forget(Path file, EmbeddedServer.Running ended) {
    Optional<ServerFile> content =
        read(file).filter(found -> found.server != null && found.server.pid() == ended.pid());
    try {
      if (content.isPresent() && Files.isDirectory(content.get().home)) {
        new ServerFile(content.get().home, null).write(file);
      } else if (content.isPresent()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw Folders.failed(file, e);
    }
  }

  private static EmbeddedServer.@Nullable Running running(Properties properties) {
    String data = properties.getProperty("data");
    Path folder = data == null ? null : Path.of(data).getParent();
    if (folder == null) {
      return null;
    }
    return new EmbeddedServer.Running(
        properties.getProperty("version", ""),
        Integer.parseInt(properties.getProperty("port", "")),
        properties.getProperty("password", ""),
        Long.parseLong(properties.getProperty("pid", "")),
        folder,
        EmbeddedServer.Lifetime.valueOf(properties.getProperty("lifetime", "")));
  }
}
