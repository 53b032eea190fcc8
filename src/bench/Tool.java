package bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Something that applies migrations. */
interface Tool {

  String name();

  /** Its name and version, for the reader. */
  String title();

  /** Writes N migrations, and whatever it needs beside them, into an empty folder. */
  void write(Path folder, int n) throws IOException;

  /** What to type; empty where it has nothing of that kind. */
  Optional<Command> command(Phase phase, Path folder);

  /** A query for the number of migrations that it has on record. */
  String recorded();

  /** What is measured. */
  enum Phase {
    APPLY,
    NO_OP,
    VERIFY;

    String shown() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A command.
   *
   * @param input what it reads; empty for nothing
   */
  record Command(List<String> words, Optional<Path> input) {}
}
