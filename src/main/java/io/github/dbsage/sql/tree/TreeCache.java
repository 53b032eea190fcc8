package io.github.dbsage.sql.tree;

import io.github.dbsage.model.Checksum;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the parser said of texts, kept in a folder by their SHA-256. A cache is a courtesy: what
 * cannot be read or written is done without, and an entry that is damaged is as good as none. Not
 * thread-safe; several processes may share a folder.
 */
public final class TreeCache {

  /** Entries that may stay; the oldest go first. */
  private static final int MOST = 20_000;

  private final @Nullable Path folder;
  private final int most;
  private int written;

  /**
   * A cache.
   *
   * @param folder null for none
   */
  public TreeCache(@Nullable Path folder) {
    this(folder, MOST);
  }

  TreeCache(@Nullable Path folder, int most) {
    this.folder = folder == null ? null : folder.resolve(Engine.SHA_256.substring(0, 12));
    this.most = most;
  }

  /** What was kept for these texts, one answer each; null where there is none. */
  @Nullable List<String> get(List<String> texts) {
    Path entry = entry(texts);
    if (entry == null) {
      return null;
    }
    try {
      byte[] bytes = Files.readAllBytes(entry);
      if (bytes.length < 32 || !intact(bytes)) {
        return null;
      }
      List<String> answers = answers(bytes);
      if (answers.size() != texts.size()) {
        return null;
      }
      return answers;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Keeps the answers to texts. */
  void put(List<String> texts, List<String> answers) {
    Path entry = entry(texts);
    if (entry == null) {
      return;
    }
    try {
      Files.createDirectories(entry.getParent());
      Path part = entry.resolveSibling(UUID.randomUUID() + ".part");
      Files.write(part, bytes(answers));
      Files.move(part, entry, StandardCopyOption.REPLACE_EXISTING);
      written++;
    } catch (IOException e) {
      // Next time it is parsed again.
    }
  }

  /** Makes room where much was written. */
  void close() {
    if (folder == null || written == 0) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder, 2)) {
      List<Path> entries = all.filter(Files::isRegularFile).toList();
      if (entries.size() > most) {
        entries.stream()
            .sorted(Comparator.comparing(TreeCache::age))
            .limit(entries.size() - most * 3L / 4)
            .forEach(TreeCache::delete);
      }
    } catch (IOException | UncheckedIOException e) {
      // Another process cleans up, or will.
    }
  }

  private static FileTime age(Path entry) {
    try {
      return Files.getLastModifiedTime(entry);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static void delete(Path entry) {
    try {
      Files.deleteIfExists(entry);
    } catch (IOException e) {
      // It stays.
    }
  }

  private @Nullable Path entry(List<String> texts) {
    if (folder == null) {
      return null;
    }
    MessageDigest digest = sha256();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    String name = Checksum.of(digest.digest()).hex();
    return folder.resolve(name.substring(0, 2)).resolve(name.substring(2));
  }

  /** 32 bytes of SHA-256 over the rest; the rest is compressed. */
  private static byte[] bytes(List<String> answers) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(packed))) {
      out.writeInt(answers.size());
      for (String answer : answers) {
        byte[] text = answer.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    }
    byte[] rest = packed.toByteArray();
    ByteArrayOutputStream whole = new ByteArrayOutputStream(rest.length + 32);
    whole.write(sha256().digest(rest));
    whole.write(rest);
    return whole.toByteArray();
  }

  private static boolean intact(byte[] bytes) {
    MessageDigest digest = sha256();
    digest.update(bytes, 32, bytes.length - 32);
    return MessageDigest.isEqual(digest.digest(), Arrays.copyOf(bytes, 32));
  }

  private static List<String> answers(byte[] bytes) throws IOException {
    List<String> answers = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(bytes, 32, bytes.length - 32)))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        answers.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
      }
    }
    return answers;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
