package io.github.dbsage.lint;

/**
 * The major versions that a migration may meet: one where it is known, else all that are supported.
 */
public record Server(int oldest, int newest) {

  /** Any supported one. */
  public static final Server ANY = new Server(14, 18);

  /** The one that a user named; what is newer than the newest known counts as that. */
  public static Server of(int major) {
    return new Server(major, major);
  }

  /** Whether every possible version is at least this one. */
  public boolean isAtLeast(int major) {
    return oldest >= major;
  }

  /** Whether one of the possible versions is older. */
  public boolean mayBeBefore(int major) {
    return oldest < major;
  }

  /** Whether the version is not known. */
  public boolean isOpen() {
    return oldest != newest;
  }
}
