package io.github.dbsage.embedded;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The account under which PostgreSQL runs: ours, or where it refuses ours (root), one taken on.
 *
 * @param way how it is taken on
 * @param owner who must own the data, null where files of our own will do
 */
record Account(Way way, @Nullable Owner owner) {

  /** The ways, in the order in which they are tried. */
  enum Way {
    /** As who we are. */
    DIRECT,
    /** util-linux, as root. */
    SETPRIV,
    /** A user namespace in which we are nobody; many containers forbid it. */
    UNSHARE,
    /** util-linux, as root; PAM has a say. */
    RUNUSER,
    /** Everywhere, as root; PAM has a say. */
    SU;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Numbers, because a name may be missing. */
  record Owner(int uid, int gid) {}

  /** The kernel's "nobody", also where /etc/passwd does not tell. */
  private static final int OVERFLOW = 65534;

  private static final String NOBODY = "nobody";

  /** initdb insists on both: not root, and a name in /etc/passwd. */
  private static final String TRIAL = "test \"$(id -u)\" -ne 0 && id -un";

  /**
   * The first way that works, which only trying tells.
   *
   * @param folder a folder of ours that every account may enter
   * @throws UserError where none does
   */
  static Account choose(Platform platform, Path folder) {
    if (platform.windows()) {
      return new Account(Way.DIRECT, null);
    }
    long uid = uid(folder);
    List<Way> ways =
        uid == 0
            ? List.of(Way.SETPRIV, Way.UNSHARE, Way.RUNUSER, Way.SU)
            : List.of(Way.DIRECT, Way.UNSHARE);
    return ways.stream()
        .map(Account::of)
        .filter(Account::works)
        .findFirst()
        .orElseThrow(() -> EmbeddedProblems.account(uid, ways.stream().map(Way::label).toList()));
  }

  /** An account taken on in one way, whether it works or not. */
  static Account of(Way way) {
    return switch (way) {
      case DIRECT, UNSHARE -> new Account(way, null);
      case SETPRIV, RUNUSER, SU -> new Account(way, new Owner(id("-u"), id("-g")));
    };
  }

  /** Whether it can be taken on here. */
  boolean works() {
    return Program.run(command(List.of("/bin/sh", "-c", TRIAL)), Path.of("/"), "").exit() == 0;
  }

  /** The command that runs a program under this account. */
  List<String> command(List<String> program) {
    return switch (way) {
      case DIRECT -> program;
      case UNSHARE -> concat(List.of("unshare", "-U", "--"), program);
      case RUNUSER -> concat(List.of("runuser", "-u", NOBODY, "--"), program);
      case SU -> List.of("su", "-s", "/bin/sh", "-c", "exec " + quoted(program), NOBODY);
      case SETPRIV -> concat(setpriv(), program);
    };
  }

  /** Whether the way leaves a process of its own between us and the program. */
  boolean forks() {
    return way == Way.RUNUSER || way == Way.SU;
  }

  private List<String> setpriv() {
    Owner other = owner == null ? new Owner(OVERFLOW, OVERFLOW) : owner;
    return List.of(
        "setpriv", "--reuid=" + other.uid, "--regid=" + other.gid, "--clear-groups", "--");
  }

  /** Whether we are root, by who owns a file that we make there. */
  static boolean root(Path folder) {
    return Folders.posix(folder) && uid(folder) == 0;
  }

  /** Our numeric user id, by who owns a file that we make there. */
  static long uid(Path folder) {
    try {
      Path probe = Files.createTempFile(folder, "dbsage-", ".probe");
      try {
        return ((Integer) Files.getAttribute(probe, "unix:uid")).longValue();
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      throw EmbeddedProblems.file(folder, e);
    }
  }

  private static int id(String option) {
    Program.Result result = Program.run(List.of("id", option, NOBODY), Path.of("/"), "");
    String text = result.output().strip();
    return result.exit() == 0 && text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : OVERFLOW;
  }

  private static String quoted(List<String> words) {
    return words.stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  private static List<String> concat(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream())
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
