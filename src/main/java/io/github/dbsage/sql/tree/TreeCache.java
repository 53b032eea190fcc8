package io.github.dbsage.sql.tree;

import io.github.dbsage.model.Checksum;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * What the parser said of texts, kept in a folder by their SHA-256. A cache is a courtesy: what
 * cannot be read or written is done without, and an entry that is damaged, or that is another's, is
 * as good as none. Not thread-safe; several processes may share a folder.
 */
public final class TreeCache {

  /** Entries that may stay; the oldest go first. */
  private static final int MOST = 20_000;

  private static final long MOST_BYTES = 256L << 20;

  private final @Nullable Path folder;
  private final int most;
  private final long mostBytes;
  private int written;

  /**
   * A cache.
   *
   * @param folder null for none
   */
  public TreeCache(@Nullable Path folder) {
    this(folder, MOST, MOST_BYTES);
  }

  TreeCache(@Nullable Path folder, int most, long mostBytes) {
    this.folder = folder == null ? null : folder.resolve(Engine.SHA_256.substring(0, 12));
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /** What was kept for these texts, one answer each; null where there is none. */
  @Nullable List<String> get(List<String> texts) {
    Path entry = entry(texts);
    if (entry == null) {
      return null;
    }
    try {
      byte[] bytes = Files.readAllBytes(entry);
      if (bytes.length < 32 || !intact(entry, bytes)) {
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
    Path part = entry.resolveSibling(UUID.randomUUID() + ".part");
    try {
      Files.createDirectories(entry.getParent());
      Files.write(part, bytes(entry, answers));
      // Replacing is no single step: another process would see the entry gone.
      Files.move(part, entry, StandardCopyOption.ATOMIC_MOVE);
      written++;
    } catch (IOException e) {
      // Next time it is parsed again.
      delete(part);
    }
  }

  /** Makes room where much was written. */
  void close() {
    if (folder == null || written == 0) {
      return;
    }
    List<Kept> all = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
              all.add(new Kept(file, is.lastModifiedTime(), is.size()));
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      // What was seen so far is enough.
    }
    clear(all);
  }

  private record Kept(Path file, FileTime time, long bytes) {}

  /** Deletes the oldest, down to three quarters of what may stay. */
  private void clear(List<Kept> all) {
    all.sort(Comparator.comparing(Kept::time));
    int left = all.size();
    long bytes = all.stream().mapToLong(Kept::bytes).sum();
    if (left <= most && bytes <= mostBytes) {
      return;
    }
    for (Kept oldest : all) {
      if (left <= most * 3L / 4 && bytes <= mostBytes / 4 * 3) {
        return;
      }
      delete(oldest.file());
      left--;
      bytes -= oldest.bytes();
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
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

  /** 32 bytes of SHA-256 over the entry's name and the rest; the rest is compressed. */
  private static byte[] bytes(Path entry, List<String> answers) throws IOException {
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
    whole.write(seal(entry, rest, 0));
    whole.write(rest);
    return whole.toByteArray();
  }

  private static boolean intact(Path entry, byte[] bytes) {
    return MessageDigest.isEqual(seal(entry, bytes, 32), Arrays.copyOf(bytes, 32));
  }

  private static byte[] seal(Path entry, byte[] bytes, int from) {
    MessageDigest digest = sha256();
    digest.update(String.valueOf(entry.getFileName()).getBytes(StandardCharsets.UTF_8));
    digest.update(bytes, from, bytes.length - from);
    return digest.digest();
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
