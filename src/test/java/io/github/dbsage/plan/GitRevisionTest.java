package io.github.dbsage.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code dbsage.since} as a git revision; needs git, as everyone who builds this project has it.
 */
final class GitRevisionTest {

  private static final String OLD = "20260101000000_old.sql";
  private static final String NEW = "20260102000000_new.sql";
  private static final Duration BUDGET = Duration.ofMinutes(1);
  private static final String OR_VERSION =
      ", or name the first version to judge: -Ddbsage.since=20260101120000";

  @TempDir Path base;

  private Folder folder;

  @BeforeEach
  void createRepository() throws Exception {
    folder = new Folder(base);
    git("init", "-q");
    git("checkout", "-q", "-b", "main");
    folder.migration(OLD, "SELECT 1;\n");
    commit();
    git("checkout", "-q", "-b", "feature");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    git(base, arguments);
  }

  private static void git(Path where, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@example.com",
                "-c",
                "core.autocrlf=false",
                "-c",
                "protocol.file.allow=always"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  private void commit() throws Exception {
    git("add", "-A");
    git("commit", "-q", "-m", "x");
  }

  private Set<String> changed(String revision) {
    return changed(revision, base);
  }

  private static Set<String> changed(String revision, Path base) {
    return revision(revision, "git", base, BUDGET).changed();
  }

  private static GitRevision revision(String revision, String program, Path base, Duration budget) {
    Path migrations = base.resolve(Folder.MIGRATIONS);
    return new GitRevision(revision, new Git(program, migrations), "db/migrations", budget);
  }

  private static Problem refused(ThrowingCallable what) {
    List<Problem> problems = new ArrayList<>();
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(UserError.class, e -> problems.add(e.problem()));
    return problems.get(0);
  }

  private static void assertRefused(
      ThrowingCallable what, String code, String sentence, @Nullable String fix) {
    Problem problem = refused(what);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.what()).isEqualTo(sentence);
    assertThat(problem.fix()).isEqualTo(fix);
  }

  // ---- what is changed

  @Test
  void nothingIsChangedWhereNothingWas() {
    assertThat(changed("main")).isEmpty();
  }

  @Test
  void aFileThatWasAddedOrEditedIsWhetherCommittedOrNot() throws Exception {
    String staged = "20260103000000_staged.sql";
    String untracked = "20260104000000_untracked.sql";
    String ignored = "20260105000000_ignored.sql";
    folder.migration(NEW, "SELECT 2;\n");
    commit();
    folder.migration(staged, "SELECT 3;\n");
    git("add", "-A");
    folder.file(".gitignore", "*_ignored.sql\n");
    folder.migration(untracked, "SELECT 4;\n").migration(ignored, "SELECT 5;\n");
    folder.migration(OLD, "SELECT 11;\n");
    assertThat(changed("main")).containsExactly(OLD, NEW, staged, untracked, ignored);
  }

  @Test
  void aFileThatIsGoneIsNot() throws Exception {
    Files.delete(folder.path(Folder.MIGRATIONS + OLD));
    folder.migration(NEW, "SELECT 1;\n");
    assertThat(changed("main")).containsExactly(NEW);
    commit();
    assertThat(changed("main")).containsExactly(NEW);
  }

  @Test
  void aFileThatWasChangedBackIsNot() throws Exception {
    folder.migration(OLD, "SELECT 2;\n");
    commit();
    folder.migration(OLD, "SELECT 1;\n");
    assertThat(changed("main")).isEmpty();
  }

  @Test
  void whatOnlyTheOtherBranchHasIsNot() throws Exception {
    folder.migration(NEW, "SELECT 2;\n");
    commit();
    git("checkout", "-q", "main");
    folder.migration(OLD, "SELECT 11;\n");
    commit();
    git("checkout", "-q", "feature");
    assertThat(changed("main")).containsExactly(NEW);
  }

  @Test
  void whatWasTakenOutOfTheIndexIsFoundAsItStands() throws Exception {
    git("rm", "-q", "--cached", Folder.MIGRATIONS + OLD);
    assertThat(changed("main")).containsExactly(OLD);
  }

  @Test
  void oddNamesAreTakenAsTheyAre() throws Exception {
    folder.migration("a \"b\" #1.sql", "SELECT 1;\n");
    assertThat(changed("main")).containsExactly("a \"b\" #1.sql");
    commit();
    assertThat(changed("main")).containsExactly("a \"b\" #1.sql");
  }

  @Test
  void onlyTheFolderItselfIsLookedAt() throws Exception {
    folder.file("src/main/java/A.java", "class A {}\n").migration("deeper/" + NEW, "SELECT 1;\n");
    assertThat(changed("main")).isEmpty();
    commit();
    assertThat(changed("main")).isEmpty();
  }

  @Test
  void aLinkCountsAsChangedBecauseGitDoesNotLookBehindIt() throws Exception {
    folder.file("shared.sql", "SELECT 1;\n");
    Path link = folder.path(Folder.MIGRATIONS + NEW);
    Files.createSymbolicLink(link, folder.path("shared.sql"));
    commit();
    git("branch", "-f", "main");
    assertThat(changed("main")).containsExactly(NEW);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "HEAD~1", "v1", "main^{commit}", "refs/heads/main"})
  void aRevisionIsWhateverGitTakesForOne(String revision) throws Exception {
    git("tag", "-a", "-m", "x", "v1");
    folder.migration(NEW, "SELECT 2;\n");
    commit();
    assertThat(changed(revision)).containsExactly(NEW);
  }

  @Test
  void aProjectTellsItByVersionsOfMigrationsAndTheirRollbacks() throws Exception {
    folder
        .migration("20260101000000_old.rollback.sql", "SELECT 0;\n")
        .migration("20260102000000_rows.backfill.yaml", "backfill: rows\n")
        .migration("notes.sql", "SELECT 0;\n");
    assertThat(folder.read().changedSince("main"))
        .containsExactlyInAnyOrder(new Version("20260101000000"), new Version("20260102000000"));
    commit();
    assertThat(folder.read().changedSince("HEAD")).isEmpty();
  }

  @Test
  void aProjectBehindALinkIsLookedAtWhereItIs(@TempDir Path elsewhere) throws Exception {
    folder.migration(NEW, "SELECT 2;\n");
    Files.createSymbolicLink(elsewhere.resolve("src"), base.resolve("src"));
    assertThat(new Folder(elsewhere).read().changedSince("main"))
        .containsExactly(new Version("20260102000000"));
  }

  @Test
  void aProjectWithoutMigrationsHasNoneThatChanged(@TempDir Path empty) throws Exception {
    Files.createDirectories(empty.resolve("src/main/db"));
    assertThat(new Folder(empty).read().changedSince("main")).isEmpty();
  }

  // ---- what git cannot tell

  @Test
  void anUnknownRevisionIsRefusedWithTheOneThatWasMeant() throws Exception {
    String fix =
        "Name a branch, a tag or a commit of this clone; git fetch brings those of its server.";
    assertRefused(
        () -> changed("mian"),
        "GIT_REVISION_UNKNOWN",
        "dbsage.since=mian is neither a version of 14 digits nor a git revision (did you mean"
            + " main?).",
        fix);
    git("update-ref", "refs/remotes/origin/develop", "HEAD");
    assertRefused(
        () -> changed("develop"),
        "GIT_REVISION_UNKNOWN",
        "dbsage.since=develop is neither a version of 14 digits nor a git revision (did you mean"
            + " origin/develop?).",
        fix);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--all", "-h", "--output=x", "main..feature", "HEAD:src", "main feature"})
  void whatIsNoCommitIsRefused(String revision) {
    assertThat(refused(() -> changed(revision)).code()).isEqualTo("GIT_REVISION_UNKNOWN");
    assertThat(base.resolve("x")).doesNotExist();
  }

  @Test
  void aCloneWithoutHistorySaysHowToGetIt(@TempDir Path elsewhere) throws Exception {
    folder.migration(NEW, "SELECT 2;\n");
    commit();
    String url = base.toUri().toString();
    git(elsewhere, "clone", "-q", "--depth", "1", "--no-single-branch", url, "clone");
    Path clone = elsewhere.resolve("clone");
    String fix =
        "This clone lacks its history: run git fetch --unshallow first (in a workflow,"
            + " actions/checkout with fetch-depth: 0).";
    assertRefused(
        () -> changed("HEAD~1", clone),
        "GIT_REVISION_UNKNOWN",
        "dbsage.since=HEAD~1 is neither a version of 14 digits nor a git revision.",
        fix);
    assertRefused(
        () -> changed("origin/main", clone),
        "GIT_NO_ANCESTOR",
        "dbsage.since=origin/main has no commit in common with what is checked out.",
        fix);
  }

  @Test
  void historiesThatNeverMetAreRefused() throws Exception {
    git("checkout", "-q", "--orphan", "alone");
    folder.migration(NEW, "SELECT 2;\n");
    commit();
    assertRefused(
        () -> changed("main"),
        "GIT_NO_ANCESTOR",
        "dbsage.since=main has no commit in common with what is checked out.",
        "Name a revision that the checked out branch comes from.");
  }

  @Test
  void aFolderOutsideOfARepositoryIsRefused(@TempDir Path elsewhere) {
    new Folder(elsewhere).migration(NEW, "SELECT 2;\n");
    assertRefused(
        () -> changed("main", elsewhere),
        "GIT_NO_REPOSITORY",
        "dbsage.since=main is a git revision, and db/migrations is in no git repository.",
        "Run it in a clone" + OR_VERSION);
    assertThat(Objects.requireNonNull(refused(() -> changed("main", elsewhere)).why()))
        .contains("repository");
  }

  @Test
  void aMachineWithoutGitIsTold() {
    assertRefused(
        () -> revision("main", "no-git-here", base, BUDGET).changed(),
        "GIT_MISSING",
        "dbsage.since=main is a git revision, and git cannot be run.",
        "Install git" + OR_VERSION);
  }

  @Test
  void givesUpWhenItsTimeIsUp() {
    assertRefused(
        () -> revision("main", "git", base, Duration.ZERO).changed(),
        "GIT_LATE",
        "git did not say within 0 s what was changed since main.",
        "Run the goal again" + OR_VERSION);
  }

  @Test
  void aDamagedRepositoryIsToldInGitsWords() throws Exception {
    Files.write(base.resolve(".git/index"), new byte[] {1, 2, 3});
    Problem problem = refused(() -> changed("main"));
    assertThat(problem.code()).isEqualTo("GIT_FAILED");
    assertThat(problem.what()).isEqualTo("git could not say what was changed since main.");
    assertThat(Objects.requireNonNull(problem.why())).contains("index");
  }

  @Test
  void anInterruptIsKept() {
    Thread.currentThread().interrupt();
    Problem problem = refused(() -> changed("main"));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(problem.why()).isEqualTo("It was interrupted.");
  }
}
