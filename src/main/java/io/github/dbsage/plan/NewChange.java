package io.github.dbsage.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a change that are not there yet.
 *
 * @param name what it is called: {@code rename_users_email}; the plan's file has it
 * @param files in the order of their versions
 * @param plan the text of the plan's file; null where a single migration needs none
 */
public record NewChange(String name, List<NewFile> files, @Nullable String plan) {

  public NewChange {
    files = List.copyOf(files);
  }
}
