package bench;

import bench.MavenTool.Artifact;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tools that are compared, and how each of them wants its files. */
final class Tools {

  static final String OURS = "dbsage";
  static final String FLOOR = "psql";
  static final List<String> NAMES = List.of(OURS, "flyway", "liquibase", "mybatis", FLOOR);

  private static final String FLYWAY = "13.6.0";
  private static final String LIQUIBASE = "5.0.4";
  private static final String MYBATIS = "1.3.0";

  private Tools() {}

  /**
   * One by its name.
   *
   * @param maven runs the plugins
   * @param versions our own version and the driver's, which all of them get
   */
  static Tool named(String name, Maven maven, Versions versions) {
    return switch (name) {
      case OURS -> ours(maven, versions);
      case "flyway" -> flyway(maven, versions);
      case "liquibase" -> liquibase(maven, versions);
      case "mybatis" -> mybatis(maven, versions);
      case FLOOR -> new Psql();
      default -> throw new IllegalArgumentException(name);
    };
  }

  static MavenTool ours(Maven maven, Versions versions) {
    return new MavenTool(
        OURS,
        maven,
        new Artifact("io.github.dbsage", "dbsage-maven-plugin", versions.ours()),
        List.of(),
        """
        <url>${env.BENCH_URL}</url>
        <user>${env.BENCH_USER}</user>
        <password>${env.BENCH_PASSWORD}</password>
        <directory>db</directory>
        """,
        "apply",
        "verify-checksums",
        "SELECT count(*) FROM schema_migrations WHERE success",
        n -> Map.of(),
        number ->
            new MavenTool.File(
                "db/migrations/" + Workload.version(number) + "_item.sql", Workload.sql(number)));
  }

  private static MavenTool flyway(Maven maven, Versions versions) {
    return new MavenTool(
        "flyway",
        maven,
        new Artifact("org.flywaydb", "flyway-maven-plugin", FLYWAY),
        List.of(
            versions.driver(),
            new Artifact("org.flywaydb", "flyway-database-postgresql", FLYWAY),
            new Artifact("tools.jackson.dataformat", "jackson-dataformat-toml", "3.1.7")),
        """
        <url>${env.BENCH_URL}</url>
        <user>${env.BENCH_USER}</user>
        <password>${env.BENCH_PASSWORD}</password>
        <locations><location>filesystem:${project.basedir}/sql</location></locations>
        """,
        "migrate",
        "validate",
        "SELECT count(*) FROM flyway_schema_history WHERE success AND version IS NOT NULL",
        n -> Map.of(),
        number ->
            new MavenTool.File(
                "sql/V" + Workload.version(number) + "__item.sql", Workload.sql(number)));
  }

  private static MavenTool liquibase(Maven maven, Versions versions) {
    String master =
        """
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
              http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
          <includeAll path="changes" relativeToChangelogFile="true"/>
        </databaseChangeLog>
        """;
    return new MavenTool(
        "liquibase",
        maven,
        new Artifact("org.liquibase", "liquibase-maven-plugin", LIQUIBASE),
        List.of(versions.driver()),
        """
        <url>${env.BENCH_URL}</url>
        <username>${env.BENCH_USER}</username>
        <password>${env.BENCH_PASSWORD}</password>
        <searchPath>${project.basedir}</searchPath>
        <changeLogFile>changelog.xml</changeLogFile>
        """,
        "update",
        "validate",
        "SELECT count(*) FROM databasechangelog",
        n -> Map.of("changelog.xml", master),
        number ->
            new MavenTool.File(
                "changes/" + Workload.version(number) + "_item.sql",
                "--liquibase formatted sql\n--changeset bench:"
                    + number
                    + " splitStatements:false\n"
                    + Workload.sql(number)));
  }

  private static MavenTool mybatis(Maven maven, Versions versions) {
    String environment =
        """
        time_zone=UTC
        script_char_set=UTF-8
        driver=org.postgresql.Driver
        send_full_script=true
        auto_commit=false
        changelog=changelog
        """;
    String changelog =
        """
        -- // create changelog
        CREATE TABLE changelog (
          id numeric(20,0) NOT NULL PRIMARY KEY,
          applied_at varchar(25) NOT NULL,
          description varchar(255) NOT NULL
        );
        """;
    return new MavenTool(
        "mybatis",
        maven,
        new Artifact("org.mybatis.maven", "migrations-maven-plugin", MYBATIS),
        List.of(versions.driver()),
        "<repository>${project.basedir}</repository>\n",
        "up",
        "status",
        "SELECT count(*) - 1 FROM changelog",
        n ->
            Map.of(
                "environments/development.properties",
                environment,
                "scripts/" + Workload.version(0) + "_create_changelog.sql",
                changelog),
        number ->
            new MavenTool.File(
                "scripts/" + Workload.version(number) + "_item.sql",
                "-- // item\n" + Workload.sql(number)));
  }

  /** An empty project's {@code validate}: what Maven itself takes. */
  static Tool.Command mavenFloor(Maven maven, Path folder) {
    return new Tool.Command(maven.command(folder, "-q", "validate"), Optional.empty());
  }

  /** A goal of ours that only prints: what Maven takes to load a plugin and to run it. */
  static Tool.Command pluginFloor(Maven maven, Path folder, String version) {
    String goal = "io.github.dbsage:dbsage-maven-plugin:" + version + ":help";
    return new Tool.Command(maven.command(folder, "-q", goal), Optional.empty());
  }

  /**
   * Versions that the POM says.
   *
   * @param driver pgJDBC
   */
  record Versions(String ours, Artifact driver) {}
}
