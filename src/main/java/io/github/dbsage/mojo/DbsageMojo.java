package io.github.dbsage.mojo;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.Outcome;
import io.github.dbsage.app.Projects;
import io.github.dbsage.model.UserError;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/** What all goals share: parameters that every goal has, and the way from an outcome to Maven. */
abstract class DbsageMojo extends AbstractMojo {

  @Parameter(defaultValue = "${project}", readonly = true)
  MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true)
  MavenSession session;

  @Parameter(defaultValue = "${mojoExecution}", readonly = true)
  MojoExecution execution;

  @Inject @Nullable RepositorySystem repositories;

  @Inject @Nullable SettingsDecrypter decrypter;

  /** Leaves the goal out. */
  @Parameter(property = "dbsage.skip", defaultValue = "false")
  boolean skip;

  /**
   * The project's folder: {@code src/main/db}, or {@code supabase/migrations} where that exists
   * instead.
   */
  @Parameter(property = "dbsage.directory")
  @Nullable File directory;

  /**
   * The schema of {@code schema_migrations} and the other tables; the default is {@code public}.
   */
  @Parameter(property = "dbsage.schema")
  @Nullable String schema;

  /**
   * Values for {@code ${name}} in migrations. {@code -Ddbsage.placeholders.name=value} comes first,
   * then these, then the POM's properties.
   */
  @Parameter @Nullable Map<String, String> placeholders;

  /** Whether {@code ${name}} in migrations is replaced at all. */
  @Parameter(property = "dbsage.expandPlaceholders", defaultValue = "true")
  boolean expandPlaceholders;

  /** The address of a database: a JDBC URL, a libpq URI, or {@code embedded}. */
  @Parameter(property = "dbsage.url")
  @Nullable String url;

  /** The user, where the URL does not name it. */
  @Parameter(property = "dbsage.user")
  @Nullable String user;

  /** The password, where the URL does not hold it. */
  @Parameter(property = "dbsage.password")
  @Nullable String password;

  /** The server of settings.xml that holds the user, the password or both; it may be encrypted. */
  @Parameter(property = "dbsage.serverId")
  @Nullable String serverId;

  /**
   * How often a connection that cannot be had is tried again, with growing pauses; never where the
   * password or the database is wrong.
   */
  @Parameter(property = "dbsage.connectRetries", defaultValue = "3")
  int connectRetries;

  /** How long to wait for another runner: {@code 500ms}, {@code 5s}, {@code 10m}. */
  @Parameter(property = "dbsage.runnerTimeout", defaultValue = "10m")
  String runnerTimeout;

  /** The embedded server's version: {@code 14} to {@code 18}, or an exact one. */
  @Parameter(property = "dbsage.embedded.version", defaultValue = "18")
  String embeddedVersion;

  /** The embedded server's port; 0 for any free one. */
  @Parameter(property = "dbsage.embedded.port", defaultValue = "0")
  int embeddedPort;

  /** Where PostgreSQL's programs are kept between builds; the default is the user's cache. */
  @Parameter(property = "dbsage.cacheDirectory")
  @Nullable File cacheDirectory;

  /** The goal itself. */
  abstract Outcome run(Context context);

  /** Whether the goal is about a project's files. */
  boolean needsProject() {
    return true;
  }

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: dbsage.skip is set.");
      return;
    }
    try {
      Context context = context();
      if (needsProject() && isLeftOut(context)) {
        return;
      }
      Outcome outcome = run(context);
      outcome.properties().forEach(project.getProperties()::setProperty);
      if (outcome.defect() != null) {
        throw new MojoExecutionException(outcome.sentence(), outcome.defect());
      }
      if (!outcome.report().passed()) {
        throw new MojoFailureException(outcome.sentence());
      }
    } catch (UserError e) {
      String fix = e.problem().fix();
      throw new MojoFailureException(e.problem().what() + (fix == null ? "" : " " + fix));
    }
  }

  private Context context() {
    return new MavenContext(this).context();
  }

  boolean isTyped() {
    return execution.getSource() == MojoExecution.Source.CLI;
  }

  /** A module without migrations is left out, unless the user typed the goal and means it. */
  private boolean isLeftOut(Context context) {
    if (Projects.exists(context)) {
      return false;
    }
    if (isTyped()) {
      throw new UserError(Projects.missing(execution.getGoal(), modulesWithMigrations(context)));
    }
    getLog().info("No migrations in this module (no src/main/db, no supabase/migrations).");
    return true;
  }

  /** Maven runs a typed goal that needs no project in the first module only. */
  private List<String> modulesWithMigrations(Context context) {
    List<MavenProject> all = session.getAllProjects();
    if (all == null) {
      return List.of();
    }
    return all.stream()
        .map(MavenProject::getBasedir)
        .filter(basedir -> basedir != null && Projects.exists(context, basedir.toPath()))
        .map(basedir -> Path.of(session.getExecutionRootDirectory()).relativize(basedir.toPath()))
        .map(Path::toString)
        .toList();
  }

  @Nullable Path path(@Nullable File file) {
    return file == null ? null : file.toPath();
  }
}
