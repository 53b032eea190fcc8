package io.github.dbsage.run;

import io.github.dbsage.model.Checksum;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.Rollback;
import io.github.dbsage.model.Source;
import io.github.dbsage.model.SqlStep;
import io.github.dbsage.model.UserError;
import io.github.dbsage.model.Version;
import io.github.dbsage.sql.Command;
import io.github.dbsage.sql.Migration;
import io.github.dbsage.sql.Placeholders;
import io.github.dbsage.sql.RollbackScript;
import io.github.dbsage.sql.Survey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/**
 * An applied version that is to be undone.
 *
 * @param script the recorded rollback script as a step, under the migration's version and name
 * @param checksum of the migration, as recorded
 */
public record Undo(SqlStep script, String checksum) {

  /**
   * Reads a script from beginning to end.
   *
   * @param text as recorded, placeholders included
   * @param placeholders their values
   * @param expand whether placeholders are expanded at all
   * @throws UserError where it cannot be run
   */
  public static Undo of(
      Version version,
      String name,
      String checksum,
      String text,
      Map<String, String> placeholders,
      boolean expand) {
    Source source = RollbackScript.source(version, text);
    Placeholders values = expand ? Placeholders.expand(placeholders) : Placeholders.off();
    Survey survey;
    try (Migration script = RollbackScript.open(source, version, values)) {
      survey = Survey.of(script, 1);
    } catch (IOException e) {
      throw inMemory(e);
    }
    List<Problem> faults = survey.faults();
    if (!faults.isEmpty()) {
      throw new UserError(UndoProblems.unusable(version, faults.get(0)));
    }
    requireWatchable(source, version, values);
    Checksum sum = sha256(text);
    SqlStep step =
        new SqlStep(
            version,
            name,
            sum,
            sum,
            source,
            Rollback.MISSING,
            survey.mode(),
            survey.timeouts(),
            placeholders,
            expand,
            survey.shape(text.length()));
    return new Undo(step, checksum);
  }

  private static void requireWatchable(Source source, Version version, Placeholders values) {
    try (Migration script = RollbackScript.open(source, version, values)) {
      for (Migration.Part part = script.next(); part != null; part = script.next()) {
        if (part instanceof Migration.Run run
            && run.statement().command() instanceof Command.NonTransactional alone
            && (alone instanceof Command.Procedural
                || (alone instanceof Command.Shared shared
                    && !shared.create()
                    && shared.kind().equals("DATABASE")))) {
          throw new UserError(
              UndoProblems.unwatchable(version, run.statement().start(), alone.what()));
        }
      }
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("a text that is in memory cannot fail to be read", e);
  }

  private static Checksum sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Checksum.of(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
