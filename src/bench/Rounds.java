package bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Runs the tools, one after the other, round by round. */
final class Rounds {

  private static final String SCRATCH = "bench_scratch";

  private final Setup setup;
  private final Server server;
  private final List<Tool> tools;
  private final int rounds;
  private final Path csv;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * Rounds.
   *
   * @param csv gets each sample as soon as it is there
   */
  Rounds(Setup setup, Server server, List<Tool> tools, int rounds, Path csv) throws IOException {
    this.setup = setup;
    this.server = server;
    this.tools = tools;
    this.rounds = rounds;
    this.csv = csv;
    Files.writeString(csv, Sample.HEADER);
  }

  List<Sample> samples() {
    return samples;
  }

  /** All rounds of N migrations. */
  void of(int n) throws IOException, InterruptedException, SQLException {
    for (Tool tool : tools) {
      tool.write(Setup.fresh(setup.folder(tool.name() + "-" + n)), n);
    }
    for (int round = 1; round <= rounds; round++) {
      round(n, round);
    }
  }

  /**
   * All tools apply, then all have nothing to do, then all verify; another one begins each time.
   */
  private void round(int n, int round) throws IOException, InterruptedException, SQLException {
    List<Tool> order = new ArrayList<>(tools);
    Collections.rotate(order, 1 - round);
    Set<String> failed = new HashSet<>();
    for (Tool tool : order) {
      server.create(database(tool));
    }
    warmUp(n);
    for (Tool.Phase phase : Tool.Phase.values()) {
      floor(n, round, phase);
      for (Tool tool : order) {
        Path folder = setup.folder(tool.name() + "-" + n);
        Optional<Tool.Command> command = tool.command(phase, folder);
        if (command.isPresent() && !failed.contains(tool.name())) {
          server.settle();
          Map<String, String> environment = server.environment(database(tool), server.port());
          String log = tool.name() + "-" + n + "-" + round + "-" + phase.shown();
          Meter.Measured measured = setup.meter(environment).run(log, command.get());
          String flaw = flaw(tool, n, measured);
          if (!flaw.isEmpty()) {
            failed.add(tool.name());
          }
          keep(new Sample(tool.name(), n, round, phase, measured, flaw));
        }
      }
    }
    for (Tool tool : order) {
      server.drop(database(tool));
    }
    server.drop(SCRATCH);
  }

  /**
   * Whoever comes first after databases were made and dropped waits for the disk: that is for one
   * whose time nobody takes.
   */
  private void warmUp(int n) throws IOException, InterruptedException, SQLException {
    Tool scratch = tools.get(tools.size() - 1);
    String database = SCRATCH;
    Path folder = Setup.fresh(setup.folder("scratch-" + n));
    scratch.write(folder, n);
    server.create(database);
    server.settle();
    setup
        .meter(server.environment(database, server.port()))
        .run("scratch", scratch.command(Tool.Phase.APPLY, folder).orElseThrow());
  }

  /** Counts what the tools say, untimed: N and as many again on fresh databases, by a proxy. */
  Map<String, Messages> messages(int n, Path file)
      throws IOException, InterruptedException, SQLException {
    Map<String, Messages> all = new TreeMap<>();
    StringBuilder rows = new StringBuilder(Messages.HEADER);
    for (Tool tool : tools) {
      Optional<CountingProxy.Count> once = counted(tool, n);
      Optional<CountingProxy.Count> twice = once.isEmpty() ? once : counted(tool, 2 * n);
      if (twice.isPresent()) {
        Messages messages = new Messages(tool.name(), n, once.get(), twice.get().since(once.get()));
        all.put(tool.name(), messages);
        rows.append(messages.csv());
      }
    }
    Files.writeString(file, rows);
    return all;
  }

  private Optional<CountingProxy.Count> counted(Tool tool, int n)
      throws IOException, InterruptedException, SQLException {
    Path folder = Setup.fresh(setup.folder(tool.name() + "-messages"));
    tool.write(folder, n);
    String database = database(tool);
    server.create(database);
    try (CountingProxy proxy = new CountingProxy(server.host(), server.port())) {
      Meter meter = setup.meter(server.environment(database, proxy.port()));
      Meter.Measured measured =
          meter.run(
              tool.name() + "-messages-" + n, tool.command(Tool.Phase.APPLY, folder).orElseThrow());
      String flaw = flaw(tool, n, measured);
      System.err.println(
          "messages, " + n + ", " + tool.name() + (flaw.isEmpty() ? "" : ": VOID, " + flaw));
      return flaw.isEmpty() ? Optional.of(proxy.count()) : Optional.empty();
    } finally {
      server.drop(database);
    }
  }

  private void floor(int n, int round, Tool.Phase phase) throws IOException, InterruptedException {
    Path folder = setup.folder("install");
    Meter.Measured measured =
        setup.meter(Map.of()).run(Figures.MAVEN, Tools.mavenFloor(setup.maven(), folder));
    String flaw = measured.exit() == 0 ? "" : measured.complaint();
    keep(new Sample(Figures.MAVEN, n, round, phase, measured, flaw));
    Meter.Measured plugin = setup.meter(Map.of()).run(Figures.PLUGIN, setup.pluginFloor(folder));
    String complaint = plugin.exit() == 0 ? "" : plugin.complaint();
    keep(new Sample(Figures.PLUGIN, n, round, phase, plugin, complaint));
  }

  private void keep(Sample sample) throws IOException {
    samples.add(sample);
    Files.writeString(csv, sample.csv(), StandardOpenOption.APPEND);
    System.err.println(
        "N "
            + sample.n()
            + ", round "
            + sample.round()
            + " of "
            + rounds
            + ", "
            + sample.tool()
            + (sample.tool().equals(Figures.MAVEN) || sample.tool().equals(Figures.PLUGIN)
                ? ""
                : " " + sample.phase().shown())
            + ": "
            + (sample.valid()
                ? Meter.seconds(sample.measured().wallMs())
                : "VOID, " + sample.flaw()));
  }

  /** What is missing of what a run should have left; empty where all is there. */
  private String flaw(Tool tool, int n, Meter.Measured measured) throws IOException {
    if (measured.exit() != 0) {
      return measured.complaint();
    }
    try {
      String there = server.ask(database(tool), Workload.check(n));
      if (!there.equals(Workload.done(n))) {
        return there + " instead of " + Workload.done(n);
      }
      String recorded = server.ask(database(tool), tool.recorded());
      return recorded.equals(Integer.toString(n)) ? "" : recorded + " on record instead of " + n;
    } catch (SQLException e) {
      return "the check failed: " + e.getMessage();
    }
  }

  private static String database(Tool tool) {
    return "bench_" + tool.name();
  }
}
