package io.github.dbsage.lint.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file {@code hazards/<ID>/bad.sql} or {@code good.sql}: a header of evidence lines, and behind
 * it three parts that lines {@code -- setup}, {@code -- migration} and {@code -- after} begin.
 *
 * <p>The header's lines are {@code -- proof: …} ({@link Proof}), {@code -- versions: 14-17}, {@code
 * -- server: 18} (what the linter is told), {@code -- role: superuser} and {@code -- note: …}.
 *
 * @param id of the hazard
 * @param file its name: {@code bad.sql}
 * @param proofs what the server shows for the bad one, and does not for the good one
 * @param versions the majors on which the hazard is one
 * @param server the version that the linter is told, or null
 * @param superuser whether it takes one
 * @param setup what production has already; empty where nothing is needed
 * @param migration a migration file's text
 * @param after what the application does behind the migration
 */
record HazardExample(
    String id,
    String file,
    List<Proof> proofs,
    Versions versions,
    @Nullable Integer server,
    boolean superuser,
    String setup,
    String migration,
    String after) {

  static final String BAD = "bad.sql";
  static final String GOOD = "good.sql";

  private static final Path FOLDER = Path.of("src", "test", "resources", "hazards");

  /** Major versions, both included. */
  record Versions(int from, int to) {

    static final Versions ALL = new Versions(0, Integer.MAX_VALUE);

    boolean contains(int major) {
      return from <= major && major <= to;
    }

    private static Versions of(String text) {
      int dash = text.indexOf('-');
      String from = dash < 0 ? text : text.substring(0, dash);
      String to = dash < 0 ? text : text.substring(dash + 1);
      return new Versions(
          Integer.parseInt(from), to.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(to));
    }
  }

  /** A hazard and its two examples. */
  record Pair(String id, HazardExample bad, HazardExample good) {}

  /** Every hazard that has examples, by id. */
  static List<Pair> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.filter(Files::isDirectory).sorted().map(HazardExample::pair).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Pair pair(Path folder) {
    String id = folder.getFileName().toString();
    return new Pair(id, read(folder, BAD), read(folder, GOOD));
  }

  private static HazardExample read(Path folder, String file) {
    try {
      String text = Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
      return parse(folder.getFileName().toString(), file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HazardExample parse(String id, String file, String text) {
    List<Proof> proofs = new ArrayList<>();
    Versions versions = Versions.ALL;
    Integer server = null;
    boolean superuser = false;
    StringBuilder setup = new StringBuilder();
    StringBuilder migration = new StringBuilder();
    StringBuilder after = new StringBuilder();
    StringBuilder part = null;
    for (String line : text.lines().toList()) {
      if (line.equals("-- setup")) {
        part = setup;
      } else if (line.equals("-- migration")) {
        part = migration;
      } else if (line.equals("-- after")) {
        part = after;
      } else if (part != null) {
        part.append(line).append('\n');
      } else if (line.startsWith("-- proof: ")) {
        proofs.add(Proof.of(line.substring("-- proof: ".length())));
      } else if (line.startsWith("-- versions: ")) {
        versions = Versions.of(line.substring("-- versions: ".length()));
      } else if (line.startsWith("-- server: ")) {
        server = Integer.valueOf(line.substring("-- server: ".length()));
      } else if (line.equals("-- role: superuser")) {
        superuser = true;
      } else if (!line.isBlank() && !line.startsWith("-- note: ")) {
        throw new IllegalArgumentException(
            id
                + "/"
                + file
                + ": not a line of the header (proof, versions, server, role): "
                + line);
      }
    }
    if (proofs.isEmpty() || migration.isEmpty()) {
      throw new IllegalArgumentException(
          id + "/" + file + ": a proof and a migration are what an example is made of");
    }
    return new HazardExample(
        id,
        file,
        List.copyOf(proofs),
        versions,
        server,
        superuser,
        setup.toString(),
        migration.toString(),
        after.toString());
  }

  /** Whether one of its proofs begins with this word. */
  boolean proves(String word) {
    return proofs.stream().anyMatch(proof -> proof.is(word));
  }

  @Override
  public String toString() {
    return id + "/" + file;
  }
}
