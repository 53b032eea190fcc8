package io.github.dbsage.model;

/** The commands of the goal {@code repair}, as messages print them for their reader to type. */
public final class RepairCommand {

  private static final String GOAL = "mvn dbsage:repair";
  private static final String WHY = " -Ddbsage.reason=\"why\"";

  private RepairCommand() {}

  /** Lists what needs repair. */
  public static String list() {
    return GOAL;
  }

  /** Shows one version, and changes nothing. */
  public static String show(Version version) {
    return GOAL + " -Ddbsage.version=" + version;
  }

  /**
   * Records a version otherwise.
   *
   * @param to {@code applied}, {@code reverted}, {@code accepted} or {@code cleared}
   */
  public static String to(Version version, String to) {
    return show(version) + " -Ddbsage.to=" + to + WHY;
  }

  /**
   * Records a version otherwise in the Supabase CLI's record alone.
   *
   * @param to {@code applied} or {@code reverted}
   */
  public static String supabase(Version version, String to) {
    return show(version) + " -Ddbsage.from=supabase -Ddbsage.to=" + to + WHY;
  }

  /**
   * Lets a migration that is not one transaction go on from a statement.
   *
   * @param ordinal from 1
   */
  public static String from(Version version, int ordinal) {
    return show(version) + " -Ddbsage.from=" + ordinal + WHY;
  }
}
