package io.github.dbsage.mojo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.dbsage.app.Context;
import io.github.dbsage.app.DryRun;
import io.github.dbsage.app.Judgement;
import io.github.dbsage.app.Judging;
import io.github.dbsage.app.Lock;
import io.github.dbsage.app.Severities;
import io.github.dbsage.app.Severities.Level;
import io.github.dbsage.model.Timeouts;
import io.github.dbsage.model.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.api.plugin.testing.Basedir;
import org.apache.maven.api.plugin.testing.InjectMojo;
import org.apache.maven.api.plugin.testing.MojoParameter;
import org.apache.maven.api.plugin.testing.MojoTest;
import org.apache.maven.execution.DefaultMavenExecutionRequest;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.Mojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.Settings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

/** What stands in a POM and on a command line, on its way to a goal. */
@MojoTest
final class MojoParametersTest {

  private static final String PROJECT = "/mojo/project";
  private static final String WITHOUT = "/mojo/without";

  @Inject MavenSession session;

  private final Properties line = new Properties();
  private final RecordingLog log = new RecordingLog();

  @BeforeEach
  void commandLine() {
    Mockito.lenient().doReturn(line).when(session).getUserProperties();
    Mockito.lenient().doReturn(new DefaultMavenExecutionRequest()).when(session).getRequest();
  }

  @Test
  @Basedir(WITHOUT)
  @InjectMojo(goal = "apply")
  void defaultsAreThoseOfTheReadme(ApplyMojo apply) {
    assertThat(apply.skip).isFalse();
    assertThat(apply.runnerTimeout).isEqualTo("10m");
    assertThat(apply.lock).isEqualTo("session");
    assertThat(apply.embeddedVersion).isEqualTo("18");
    assertThat(apply.embeddedPort).isZero();
    assertThat(apply.connectRetries).isEqualTo(3);
    assertThat(apply.expandPlaceholders).isTrue();
    assertThat(apply.outOfOrder).isFalse();
    assertThat(apply.failOnPending).isFalse();
    assertThat(
            new Object[] {
              apply.directory,
              apply.schema,
              apply.placeholders,
              apply.url,
              apply.user,
              apply.password,
              apply.serverId,
              apply.cacheDirectory,
              apply.target,
              apply.lockTimeout,
              apply.statementTimeout,
              apply.reason,
              apply.severities,
              apply.failOn
            })
        .containsOnlyNulls();
  }

  @Test
  @Basedir(WITHOUT)
  @InjectMojo(goal = "dry-run")
  void aDryRunIsOneInAServerOfItsOwn(DryRunMojo dryRun) {
    assertThat(dryRun.mode).isEqualTo("shadow");
    assertThat(dryRun.mode()).isEqualTo(DryRun.Mode.SHADOW);
    assertThat(dryRun.outOfOrder).isFalse();
    assertThat(new Object[] {dryRun.target, dryRun.since, dryRun.serverVersion, dryRun.explain})
        .containsOnlyNulls();
  }

  @Test
  @Basedir(WITHOUT)
  @InjectMojo(goal = "dry-run")
  void aDryRunOnTheDatabaseHasToBeTyped(DryRunMojo dryRun) {
    dryRun.mode = "transaction";
    assertThatThrownBy(dryRun::mode)
        .isInstanceOfSatisfying(
            UserError.class,
            e -> assertThat(e.problem().what()).contains("mode=transaction stands in the POM"));
    line.setProperty("dbsage.mode", "transaction");
    assertThat(dryRun.mode()).isEqualTo(DryRun.Mode.TRANSACTION);
    line.setProperty("dbsage.mode", "production");
    assertThatThrownBy(dryRun::mode).isInstanceOf(UserError.class);
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "apply")
  void everyParameterArrivesFromThePom(ApplyMojo apply) {
    Context context = new MavenContext(apply).context();

    assertThat(context.directory()).endsWithRaw(Path.of("db"));
    assertThat(context.schema()).isEqualTo("ops");
    assertThat(context.expandPlaceholders()).isFalse();
    assertThat(context.placeholders()).contains(entry("currency", "EUR"), entry("empty", ""));
    Context.Access access = context.access();
    assertThat(access.url()).isEqualTo("jdbc:postgresql://127.0.0.1:1/shop");
    assertThat(access.user()).isEqualTo("shop");
    assertThat(access.password()).isEqualTo("open-sesame");
    assertThat(access.embeddedVersion()).isEqualTo("16");
    assertThat(access.embeddedPort()).isEqualTo(5999);
    assertThat(access.cacheDirectory()).endsWithRaw(Path.of("cache"));
    assertThat(access.runnerTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(access.connectRetries()).isEqualTo(7);
    assertThat(apply.serverId).isEqualTo("shop-db");
    assertThat(apply.target).isEqualTo("20260101120000");
    assertThat(apply.outOfOrder).isTrue();
    assertThat(apply.lockTimeout).isEqualTo("3s");
    assertThat(apply.statementTimeout).isEqualTo("5m");
    assertThat(apply.reason).isEqualTo("because");
    assertThat(apply.judgement(Judgement.FailOn.NEVER, apply.failOnPending))
        .isEqualTo(new Judgement(Judgement.FailOn.WARNING, true, true, false));
  }

  @Test
  @Basedir(WITHOUT)
  @InjectMojo(goal = "validate-plan")
  void judgesEverythingAsUsualByDefault(ValidatePlanMojo validate) {
    assertThat(validate.judging()).isEqualTo(Judging.USUAL);
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "validate-plan")
  void judgesAsThePomSays(ValidatePlanMojo validate) {
    assertThat(validate.judging())
        .isEqualTo(
            new Judging(
                new Severities(Map.of("MASS_DML", Level.ERROR, "SERIAL_TYPE", Level.OFF)),
                "20260101000000",
                16));
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "validate-plan")
  void theCommandLineJudgesBeforeThePomAndThatBeforeItsProperties(ValidatePlanMojo validate) {
    validate.project.getProperties().setProperty("dbsage.severities", "MASS_DML=off,INT_PK=info");
    line.setProperty("dbsage.severities", "SERIAL_TYPE=warning");
    line.setProperty("dbsage.since", "origin/main");
    line.setProperty("dbsage.serverVersion", "18");

    assertThat(validate.judging())
        .isEqualTo(
            new Judging(
                new Severities(
                    Map.of(
                        "MASS_DML",
                        Level.ERROR,
                        "SERIAL_TYPE",
                        Level.WARNING,
                        "INT_PK",
                        Level.INFO)),
                "origin/main",
                18));
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "validate-plan")
  @MojoParameter(name = "serverVersion", value = "9.6")
  void refusesAServerVersionThatIsTooOld(ValidatePlanMojo validate) {
    validate.setLog(log);
    validate.directory = null;

    assertThatThrownBy(validate::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasNoCause()
        .hasMessage(
            "dbsage.serverVersion=9.6 is no version of PostgreSQL that DB Sage knows. Write 14 to"
                + " 18, or an exact one such as 16.3.");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "apply")
  void refusesASeverityThatThereIsNot(ApplyMojo apply) {
    apply.setLog(log);
    apply.directory = null;
    line.setProperty("dbsage.severities", "MASS_DML=warn");

    assertThatThrownBy(apply::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasNoCause()
        .hasMessage(
            "dbsage.severities sets MASS_DML to warn, which is unknown (did you mean warning?). Write"
                + " error, warning, info or off.");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "apply")
  void placeholdersOfTheCommandLineComeFirstThenThePluginsThenThePomsProperties(ApplyMojo apply) {
    apply.project.getProperties().setProperty("currency", "from the properties");
    apply.project.getProperties().setProperty("region", "from the properties");
    apply.placeholders = Map.of("currency", "from the plugin", "size", "from the plugin");
    line.setProperty("dbsage.placeholders.size", "");

    assertThat(new MavenContext(apply).context().placeholders())
        .contains(
            entry("region", "from the properties"),
            entry("currency", "from the plugin"),
            entry("size", ""));
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "apply")
  void timeoutsOfTheCommandLineComeBeforeThePoms(ApplyMojo apply) {
    assertThat(apply.timeouts())
        .isEqualTo(new Timeouts(Duration.ofSeconds(3), Duration.ofMinutes(5)));

    line.setProperty("dbsage.lockTimeout", "9s");
    line.setProperty("dbsage.statementTimeout", "0");
    line.setProperty("dbsage.runnerTimeout", "8s");

    assertThat(apply.timeouts()).isEqualTo(new Timeouts(Duration.ofSeconds(9), Duration.ZERO));
    assertThat(new MavenContext(apply).context().access().runnerTimeout())
        .isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "apply")
  @MojoParameter(name = "lockTimeout", value = "soon")
  void refusesALockTimeoutThatIsNoDuration(ApplyMojo apply) {
    apply.directory = null;

    assertRefused(apply, "dbsage.lockTimeout=soon");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "apply")
  @MojoParameter(name = "statementTimeout", value = "5 minutes")
  void refusesAStatementTimeoutThatIsNoDuration(ApplyMojo apply) {
    apply.directory = null;

    assertRefused(apply, "dbsage.statementTimeout=5 minutes");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "status")
  @MojoParameter(name = "runnerTimeout", value = "-1s")
  void refusesARunnerTimeoutThatIsNoDuration(StatusMojo status) {
    assertRefused(status, "dbsage.runnerTimeout=-1s");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "status")
  @MojoParameter(name = "failOn", value = "errors")
  void refusesAnUnknownSeverity(StatusMojo status) {
    status.setLog(log);
    status.directory = null;

    assertThatThrownBy(status::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasNoCause()
        .hasMessage(
            "dbsage.failOn=errors is unknown (did you mean error?). Write error, warning or"
                + " never.");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "backfill")
  @MojoParameter(name = "workers", value = "0")
  void refusesABackfillWithoutWorkers(BackfillMojo backfill) {
    backfill.setLog(log);
    backfill.backfillAction = "status";
    assertThatThrownBy(backfill::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("dbsage.workers=0 is below 1. Write 1 or more.");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "backfill")
  @MojoParameter(name = "backfillAction", value = "halt")
  void refusesToDoWithABackfillWhatIsUnknown(BackfillMojo backfill) {
    backfill.setLog(log);
    assertThatThrownBy(backfill::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessageStartingWith("dbsage.backfill.action=halt is not known")
        .hasMessageEndingWith("Write one of: run, pause, resume, cancel, status.");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "status")
  @MojoParameter(name = "connectRetries", value = "-1")
  void refusesFewerRetriesThanNone(StatusMojo status) {
    status.setLog(log);
    assertThatThrownBy(status::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("dbsage.connectRetries=-1 is below 0. Write 0 or more.");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "snapshot")
  @MojoParameter(name = "from", value = "of-the-pom.txt")
  void aSnapshotOfTheCommandLineComesFirst(SnapshotMojo snapshot) {
    snapshot.setLog(log);
    line.setProperty("dbsage.from", "typed.txt");

    assertThatThrownBy(snapshot::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasMessage("There is no file typed.txt, which dbsage.from names.");
  }

  @Nested
  final class Servers {

    private final Settings settings = new Settings();

    private Context.Access.@Nullable Server find(StatusMojo status, String id, String password) {
      Server server = new Server();
      server.setId("shop-db");
      server.setUsername("shop");
      server.setPassword(password);
      settings.addServer(server);
      Mockito.lenient().doReturn(settings).when(session).getSettings();
      status.serverId = id;
      return new SettingsServers(status).find();
    }

    @Test
    @Basedir(PROJECT)
    @InjectMojo(goal = "status")
    void takesAPasswordWithBracesAsItStands(StatusMojo status) {
      assertThat(find(status, "shop-db", "a{b}c"))
          .isEqualTo(new Context.Access.Server("shop-db", "shop", "a{b}c"));
    }

    @Test
    @Basedir(PROJECT)
    @InjectMojo(goal = "status")
    void asksNobodyWhereNoServerIsNamed(StatusMojo status) {
      assertThat(find(status, " ", "x")).isNull();
    }

    @Test
    @Basedir(PROJECT)
    @InjectMojo(goal = "status")
    void namesTheServersThatThereAre(StatusMojo status) {
      assertThatThrownBy(() -> find(status, "shop", "x"))
          .isInstanceOfSatisfying(
              UserError.class,
              e -> {
                assertThat(e.problem().what())
                    .isEqualTo("There is no server shop in settings.xml (did you mean shop-db?).");
                assertThat(e.problem().fix())
                    .isEqualTo("Name one of: shop-db; or add it to its <servers>.");
              });
    }
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "apply")
  @MojoParameter(name = "skip", value = "true")
  @MojoParameter(name = "runnerTimeout", value = "nonsense")
  void doesNothingWhereItIsSkipped(ApplyMojo apply) throws Exception {
    apply.setLog(log);

    apply.execute();

    assertThat(log.lines()).containsExactly("INFO Skipped: dbsage.skip is set.");
  }

  @Test
  @Basedir(WITHOUT)
  @InjectMojo(goal = "validate-plan")
  void boundGoalLeavesAModuleWithoutMigrationsOut(ValidatePlanMojo validate) throws Exception {
    validate.setLog(log);
    validate.execution = as(validate, MojoExecution.Source.LIFECYCLE);

    validate.execute();

    assertThat(log.lines())
        .containsExactly(
            "INFO No migrations in this module (no src/main/db, no supabase/migrations).");
  }

  @Test
  @Basedir(WITHOUT)
  @InjectMojo(goal = "validate-plan")
  void typedGoalWithoutMigrationsIsAnError(ValidatePlanMojo validate) {
    validate.setLog(log);
    validate.execution = as(validate, MojoExecution.Source.CLI);

    assertThatThrownBy(validate::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasNoCause()
        .hasMessage(
            "There are no migrations here: neither src/main/db nor supabase/migrations exists."
                + " Create src/main/db/migrations with a first file such as"
                + " 20260101120000_create_users.sql, or name the folder with -Ddbsage.directory.");
  }

  @Test
  @Basedir(PROJECT)
  @InjectMojo(goal = "status")
  void keepsSecretsToItself(StatusMojo status) {
    status.setLog(log);
    status.directory = null;
    status.url = "jdbc:postgresql://127.0.0.1:1/shop?password=in-the-url";
    status.serverId = null;
    status.connectRetries = 0;
    line.setProperty("dbsage.placeholders.api_token", "abracadabra");

    assertThatThrownBy(status::execute).isInstanceOf(MojoFailureException.class);

    String told = String.join("\n", log.lines()) + new MavenContext(status).context().access();
    assertThat(log.lines()).isNotEmpty();
    assertThat(told)
        .doesNotContain("open-sesame")
        .doesNotContain("in-the-url")
        .doesNotContain("abracadabra");
  }

  @Test
  void anUnknownWordIsRefusedWithTheChoices() {
    assertThat(Parameters.choice("dbsage.lock", " lease ", Lock.class)).isEqualTo(Lock.LEASE);
    assertThatThrownBy(() -> Parameters.choice("dbsage.lock", "leese", Lock.class))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().what())
                  .isEqualTo("dbsage.lock=leese is not known (did you mean lease?).");
              assertThat(e.problem().fix()).isEqualTo("Write one of: session, lease.");
            });
  }

  private void assertRefused(DbsageMojo mojo, String assignment) {
    mojo.setLog(log);
    assertThatThrownBy(((Mojo) mojo)::execute)
        .isInstanceOf(MojoFailureException.class)
        .hasNoCause()
        .hasMessage(
            assignment
                + " is not a duration. Write a number with a unit, such as 500ms, 5s, 2m or 1h; or"
                + " 0.");
  }

  private static MojoExecution as(DbsageMojo mojo, MojoExecution.Source source) {
    return new MojoExecution(mojo.execution.getMojoDescriptor(), "default", source);
  }
}
