package io.github.dbsage.model;

/** Hears what happens while a goal runs; called on the goal's thread only. */
@FunctionalInterface
public interface Listener {

  /** Something happened. */
  void on(Event event);
}
