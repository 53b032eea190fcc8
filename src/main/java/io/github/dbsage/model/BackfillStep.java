package io.github.dbsage.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A declarative backfill ({@code .backfill.yaml}).
 *
 * @param forwardOnly the reason given with {@code # Rollback: none because …}, or null
 */
public record BackfillStep(
    Version version,
    String name,
    Checksum checksum,
    Source source,
    BackfillSpec spec,
    @Nullable String forwardOnly)
    implements Step {

  private static final Pattern CHUNK = Pattern.compile("\\{chunk[^}]*\\}");

  public BackfillStep {
    if (forwardOnly != null && spec.rollback() != null) {
      throw new IllegalArgumentException("a rollback and 'none because' at once");
    }
  }

  /** One that declares nothing of its way back. */
  public BackfillStep(
      Version version, String name, Checksum checksum, Source source, BackfillSpec spec) {
    this(version, name, checksum, source, spec, null);
  }

  @Override
  public Checksum code() {
    return spec.hash();
  }

  /** As whoever runs it by itself needs it: over all rows. */
  @Override
  public Rollback rollback() {
    String script = spec.rollback();
    return new Rollback(
        script == null ? null : CHUNK.matcher(script).replaceAll("true"), forwardOnly);
  }

  @Override
  public StepReport.Kind kind() {
    return StepReport.Kind.BACKFILL;
  }

  @Override
  public int statements() {
    return 1;
  }
}
