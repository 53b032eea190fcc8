package io.github.dbsage.model;

import java.io.IOException;

/** A file is not what it was when this goal read it first. */
public final class FileChanged extends IOException {

  private static final long serialVersionUID = 1L;

  public FileChanged() {
    super("it was changed since the goal began");
  }
}
