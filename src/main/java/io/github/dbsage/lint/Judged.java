package io.github.dbsage.lint;

import io.github.dbsage.model.Certainty;
import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import io.github.dbsage.sql.tree.Code;
import io.github.dbsage.sql.tree.Parsed;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A file that was read to its end.
 *
 * @param scenes its statements that say something about tables, in order, with what stands inside
 *     DO blocks and called functions
 * @param state behind the last file
 * @param parser reads the rollback script
 * @param coder reads the code of a DO block in it
 */
public record Judged(
    Subject subject,
    List<Scene> scenes,
    State state,
    Function<String, Parsed> parser,
    Function<String, List<Code>> coder,
    Consumer<Found> findings) {

  public Judged {
    scenes = List.copyOf(scenes);
  }

  /** Tells of a hazard of the file as a whole. */
  public void find(Rule rule, String message, @Nullable String fix) {
    About about = rule.about();
    Finding finding =
        new Finding(
            about.id(),
            about.severity(),
            Certainty.CERTAIN,
            Place.startOf(subject.file()),
            null,
            message,
            about.effect(),
            fix == null ? about.safe() : fix);
    findings.accept(new Found(finding, subject, null));
  }
}
