package io.github.dbsage.plan;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A git revision in {@code dbsage.since}: tells which files of a folder are not as they were at its
 * common ancestor with what is checked out, whether that was committed or not.
 */
final class GitRevision {

  private static final int MOST_REFS = 1000;

  private final String revision;
  private final Git git;
  private final String shownFolder;
  private final Duration budget;

  private long end;

  /**
   * One that is asked in a folder.
   *
   * @param shownFolder the folder in messages
   * @param budget for all questions together
   */
  GitRevision(String revision, Git git, String shownFolder, Duration budget) {
    this.revision = revision;
    this.git = git;
    this.shownFolder = shownFolder;
    this.budget = budget;
  }

  /**
   * The names of the files that stand in the folder itself and were added or changed, those that
   * git ignores or was not told of included.
   *
   * @throws UserError when git cannot tell
   */
  Set<String> changed() {
    end = System.nanoTime() + budget.toNanos();
    try {
      String ancestor = ancestor(commit());
      Set<String> names = new TreeSet<>(links());
      // The index may say that nothing changed where a monitor of the file system is behind.
      add(
          names,
          "-c",
          "core.fsmonitor=false",
          "diff",
          "--name-only",
          "-z",
          "--no-renames",
          "--no-ext-diff",
          "--diff-filter=d",
          "--relative",
          ancestor,
          "--",
          ".");
      add(names, "ls-files", "-z", "--others", "--", ".");
      return names;
    } catch (Git.Missing e) {
      throw new UserError(GitProblems.missing(revision, e.getMessage()), e);
    } catch (IOException e) {
      throw new UserError(GitProblems.failed(revision, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserError(GitProblems.failed(revision, "It was interrupted."), e);
    }
  }

  private String commit() throws IOException, InterruptedException {
    Answer inside = ask("rev-parse", "--is-inside-work-tree");
    if (!inside.out().equals("true\n")) {
      throw new UserError(GitProblems.noRepository(revision, shownFolder, inside.errors()));
    }
    // What begins with a dash would be an option.
    Answer commit =
        revision.startsWith("-")
            ? null
            : ask("rev-parse", "--verify", "--quiet", revision + "^{commit}");
    if (commit == null || commit.exit() != 0) {
      throw new UserError(GitProblems.unknown(revision, didYouMean(), isShallow()));
    }
    return commit.out().strip();
  }

  private String ancestor(String commit) throws IOException, InterruptedException {
    Answer ancestor = ask("merge-base", commit, "HEAD");
    if (ancestor.exit() != 0) {
      throw new UserError(GitProblems.noAncestor(revision, isShallow()));
    }
    return ancestor.out().strip();
  }

  private boolean isShallow() throws IOException, InterruptedException {
    return ask("rev-parse", "--is-shallow-repository").out().equals("true\n");
  }

  /** A branch of the server by its short name, or one that is written nearly so. */
  private String didYouMean() throws IOException, InterruptedException {
    List<String> refs =
        ask("for-each-ref", "--count=" + MOST_REFS, "--format=%(refname:short)")
            .out()
            .lines()
            .toList();
    return refs.stream()
        .filter(ref -> ref.endsWith("/" + revision))
        .findFirst()
        .map(ref -> " (did you mean " + ref + "?)")
        .orElseGet(() -> Choices.didYouMean(revision, refs));
  }

  private void add(Set<String> names, String... arguments)
      throws IOException, InterruptedException {
    Answer answer = ask(arguments);
    if (answer.exit() != 0) {
      throw new UserError(GitProblems.failed(revision, answer.errors()));
    }
    Stream.of(answer.out().split("\0", -1))
        .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
        .forEach(names::add);
  }

  /** Git knows where a link leads, not what stands there now: it counts as changed. */
  private Set<String> links() throws IOException {
    Set<String> links = new TreeSet<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(git.folder(), Files::isSymbolicLink)) {
      files.forEach(file -> links.add(file.getFileName().toString()));
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return links;
  }

  private record Answer(int exit, String out, @Nullable String errors) {}

  private Answer ask(String... arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("dbsage-git", ".out");
    Path errors = Files.createTempFile("dbsage-git", ".err");
    try {
      int exit = git.run(List.of(arguments), out, ProcessBuilder.Redirect.to(errors.toFile()), end);
      if (exit == Git.LATE) {
        throw new UserError(GitProblems.late(revision, budget));
      }
      String said = text(errors).strip();
      return new Answer(exit, text(out), said.isEmpty() ? null : said);
    } finally {
      Files.deleteIfExists(out);
      Files.deleteIfExists(errors);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
