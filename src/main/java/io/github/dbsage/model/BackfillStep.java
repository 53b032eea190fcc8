package io.github.dbsage.model;

/** A declarative backfill ({@code .backfill.yaml}). */
public record BackfillStep(
    Version version, String name, Checksum checksum, Source source, BackfillSpec spec)
    implements Step {

  @Override
  public Checksum code() {
    return spec.hash();
  }

  @Override
  public Rollback rollback() {
    return new Rollback(spec.rollback(), null);
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
