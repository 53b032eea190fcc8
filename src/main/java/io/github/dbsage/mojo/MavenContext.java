package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import java.io.File;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Turns what Maven injected into what the goals are given. */
final class MavenContext {

  private static final String PLACEHOLDER = "dbsage.placeholders.";

  private final DbsageMojo mojo;

  MavenContext(DbsageMojo mojo) {
    this.mojo = mojo;
  }

  Context context() {
    return new Context(
        base(),
        target().resolve("dbsage"),
        mojo.path(mojo.directory),
        mojo.schema,
        placeholders(),
        mojo.expandPlaceholders,
        access(),
        new LogSink(mojo.getLog(), colour()),
        charset(),
        new MavenBinaries(mojo.repositories, mojo.session, mojo.project),
        version());
  }

  private Path base() {
    File basedir = mojo.project.getBasedir();
    return basedir != null ? basedir.toPath() : Path.of(mojo.session.getExecutionRootDirectory());
  }

  /** Without a POM nobody has filled in where {@code ${project.basedir}/target} is. */
  private Path target() {
    return mojo.project.getBasedir() == null
        ? base().resolve("target")
        : Path.of(mojo.project.getBuild().getDirectory());
  }

  private Context.Access access() {
    return new Context.Access(
        mojo.url,
        mojo.user,
        mojo.password,
        new SettingsServers(mojo)::find,
        environment(),
        mojo.embeddedVersion,
        mojo.embeddedPort,
        mojo.path(mojo.cacheDirectory),
        Parameters.duration("dbsage.runnerTimeout", runnerTimeout()),
        Parameters.count("dbsage.connectRetries", mojo.connectRetries));
  }

  private String runnerTimeout() {
    String chosen = Parameters.chosen(mojo.session, "dbsage.runnerTimeout", mojo.runnerTimeout);
    return chosen == null ? mojo.runnerTimeout : chosen;
  }

  /** The environment, with the home that libpq would find without {@code HOME}. */
  private static Map<String, String> environment() {
    Map<String, String> environment = new TreeMap<>(System.getenv());
    environment.putIfAbsent("HOME", System.getProperty("user.home", ""));
    return environment;
  }

  /** The POM's properties, then the plugin's placeholders, then the command line's. */
  private Map<String, String> placeholders() {
    Map<String, String> values = new TreeMap<>();
    addAll(values, mojo.project.getProperties(), "");
    if (mojo.placeholders != null) {
      // Maven hands an empty element as null.
      mojo.placeholders.forEach((name, value) -> values.put(name, value == null ? "" : value));
    }
    addAll(values, mojo.session.getUserProperties(), PLACEHOLDER);
    return values;
  }

  private static void addAll(Map<String, String> values, Properties properties, String prefix) {
    for (String name : properties.stringPropertyNames()) {
      if (name.startsWith(prefix)) {
        values.put(name.substring(prefix.length()), properties.getProperty(name));
      }
    }
  }

  private String version() {
    String version = mojo.execution.getVersion();
    return version == null ? "unknown" : version;
  }

  private boolean colour() {
    String style = mojo.session.getUserProperties().getProperty("style.color", "auto");
    if (style.equals("always") || style.equals("never")) {
      return style.equals("always");
    }
    return mojo.session.getRequest().isInteractiveMode()
        && isTerminal()
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** From JDK 22 on there is always a console; whether it is a terminal JDK 17 cannot ask. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    return Runtime.version().feature() < 22 && System.console() != null;
  }

  private static Charset charset() {
    String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : Charset.defaultCharset();
  }
}
