package io.github.dbsage.model;

import java.util.regex.Pattern;

/** A declarative backfill ({@code .backfill.yaml}). */
public record BackfillStep(
    Version version, String name, Checksum checksum, Source source, BackfillSpec spec)
    implements Step {

  private static final Pattern CHUNK = Pattern.compile("\\{chunk[^}]*\\}");

  @Override
  public Checksum code() {
    return spec.hash();
  }

  /** As whoever runs it by itself needs it: over all rows. */
  @Override
  public Rollback rollback() {
    String script = spec.rollback();
    return new Rollback(script == null ? null : CHUNK.matcher(script).replaceAll("true"), null);
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
