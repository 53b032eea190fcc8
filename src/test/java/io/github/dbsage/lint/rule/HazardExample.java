package io.github.dbsage.lint.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file {@code hazards/<ID>/bad.sql} or {@code good.sql}, or of another pair {@code bad-x.sql},
 * {@code good-x.sql}: a header of evidence lines, and behind it three parts that lines {@code --
 * setup}, {@code -- migration} and {@code -- after} begin.
 *
 * <p>The header's lines are {@code -- proof: …} ({@link Proof}), {@code -- versions: 14-17}
 * (elsewhere it is no hazard), {@code -- needs: 18} (what is older does not know the syntax),
 * {@code -- server: 18} (what the linter is told), {@code -- role: superuser} and {@code -- note:
 * …}.
 *
 * @param id of the hazard
 * @param file its name: {@code bad.sql}
 * @param proofs what the server shows for the bad one, and does not for the good one
 * @param versions the majors on which the hazard is one
 * @param needs the first major that knows the syntax, or 0
 * @param server the version that the linter is told, or null
 * @param superuser whether it takes one
 * @param setup what production has already; empty where nothing is needed
 * @param migration a migration file's text
 * @param after what the application does behind the migration
 */
public record HazardExample(
    String id,
    String file,
    List<Proof> proofs,
    Versions versions,
    int needs,
    @Nullable Integer server,
    boolean superuser,
    String setup,
    String migration,
    String after) {

  private static final Path FOLDER = Path.of("src", "test", "resources", "hazards");

  private static final Pattern FILE = Pattern.compile("bad(-[a-z0-9-]+)?\\.sql");

  /** Major versions, both included. */
  public record Versions(int from, int to) {

    static final Versions ALL = new Versions(0, Integer.MAX_VALUE);

    public boolean contains(int major) {
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

  /** A hazard and two examples of it. */
  public record Pair(String id, HazardExample bad, HazardExample good) {}

  /** Every pair of examples, by id; a hazard has one or more. */
  public static List<Pair> all() {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.filter(Files::isDirectory).sorted().flatMap(HazardExample::pairs).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Pair> pairs(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      List<String> bad = names.stream().filter(name -> FILE.matcher(name).matches()).toList();
      List<String> good = bad.stream().map(name -> name.replaceFirst("bad", "good")).toList();
      if (bad.isEmpty() || names.size() != 2 * bad.size() || !names.containsAll(good)) {
        throw new IllegalArgumentException(folder + ": bad.sql and good.sql make a pair: " + names);
      }
      String id = folder.getFileName().toString();
      return bad.stream()
          .map(
              name ->
                  new Pair(id, read(folder, name), read(folder, name.replaceFirst("bad", "good"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    int needs = 0;
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
      } else if (line.startsWith("-- needs: ")) {
        needs = Integer.parseInt(line.substring("-- needs: ".length()));
      } else if (line.startsWith("-- server: ")) {
        server = Integer.valueOf(line.substring("-- server: ".length()));
      } else if (line.equals("-- role: superuser")) {
        superuser = true;
      } else if (!line.isBlank() && !line.startsWith("-- note: ")) {
        throw new IllegalArgumentException(
            id
                + "/"
                + file
                + ": not a line of the header (proof, versions, needs, server, role, note): "
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
        needs,
        server,
        superuser,
        setup.toString(),
        migration.toString(),
        after.toString());
  }

  public boolean isBad() {
    return file.startsWith("bad");
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
