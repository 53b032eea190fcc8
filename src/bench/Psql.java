package bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The floor: one psql session that does the same, and no more. */
final class Psql implements Tool {

  private static final String INPUT = "input.sql";

  private static final String TABLE =
      """
      CREATE TABLE schema_migrations (
        version text PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz DEFAULT now(),
        applied_by text NOT NULL,
        execution_time_ms integer,
        success boolean NOT NULL DEFAULT false,
        checksum text NOT NULL
      );
      """;

  @Override
  public String name() {
    return Tools.FLOOR;
  }

  @Override
  public String title() {
    return Meter.output(List.of("psql", "--version")).orElse("psql") + " (`psql -X -q -f -`)";
  }

  @Override
  public void write(Path folder, int n) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(INPUT))) {
      out.write(TABLE);
      for (int number = 1; number <= n; number++) {
        out.write("BEGIN;\n" + Workload.sql(number));
        out.write(
            "INSERT INTO schema_migrations"
                + " (version, name, applied_by, execution_time_ms, success, checksum) VALUES ('"
                + Workload.version(number)
                + String.format(
                    Locale.ROOT, "', 'item', current_user, 0, true, '%064x');\n", number)
                + "COMMIT;\n");
      }
    }
  }

  @Override
  public Optional<Command> command(Phase phase, Path folder) {
    return phase == Phase.APPLY
        ? Optional.of(
            new Command(
                List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-"),
                Optional.of(folder.resolve(INPUT))))
        : Optional.empty();
  }

  @Override
  public String recorded() {
    return "SELECT count(*) FROM schema_migrations WHERE success";
  }
}
