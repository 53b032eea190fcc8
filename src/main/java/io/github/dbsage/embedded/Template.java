package io.github.dbsage.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A data directory as initdb made it, to be copied for every server: that takes less time.
 *
 * <p>Its superuser has a password that nobody knows; each server sets one of its own.
 */
final class Template {

  /** Changes when what we ask of initdb changes. */
  private static final String FORMAT = "1";

  /** PostgreSQL brings a C.UTF-8 of its own from here on; before, the machine may have none. */
  private static final int BUILTIN_LOCALES = 17;

  private Template() {}

  /** Finds the template of a version, or makes it. */
  static Path of(Path cache, Installation programs, PostgresVersion version, Account account) {
    Path folder = cache.resolve("templates").resolve(programs.name() + "-" + FORMAT);
    return Cached.obtain(
        folder, account.owner(), content -> initdb(content, programs, version, account));
  }

  private static void initdb(
      Path data, Installation programs, PostgresVersion version, Account account)
      throws IOException {
    checkExecutable(programs, account);
    Path password = data.resolveSibling("password");
    Files.writeString(password, password() + "\n", StandardCharsets.UTF_8);
    Folders.give(password, account.owner());
    Folders.give(data, account.owner());
    List<String> command = new ArrayList<>();
    command.add(programs.program("initdb").toString());
    command.addAll(List.of("-D", data.toString(), "-U", EmbeddedServer.SUPERUSER, "-E", "UTF8"));
    command.addAll(List.of("-A", "scram-sha-256", "--pwfile=" + password, "--locale=C"));
    if (version.major() >= BUILTIN_LOCALES) {
      command.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    }
    command.addAll(List.of("--no-sync", "--no-instructions"));
    Program.Result result = Program.run(account.command(command), programs.folder(), "");
    Files.delete(password);
    if (result.exit() != 0) {
      throw Folders.orFull(data, EmbeddedProblems.program("initdb", result.output()));
    }
  }

  private static void checkExecutable(Installation programs, Account account) {
    Path postgres = programs.program("postgres");
    Program.Result result =
        Program.run(
            account.command(List.of(postgres.toString(), "--version")), programs.folder(), "");
    if (result.exit() != 0) {
      throw EmbeddedProblems.notExecutable(postgres, result.output());
    }
  }

  /** 256 bits in hexadecimal: needs no quoting in a URL, in SQL or on a command line. */
  static String password() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
