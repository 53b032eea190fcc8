package io.github.dbsage.plan;

import io.github.dbsage.model.Place;
import io.github.dbsage.model.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which version is to run after which, and the circles in that. Not thread-safe. */
final class DependencyGraph {

  /** More than these nobody reads. */
  private static final int MOST = 20;

  /** Of each version those that it runs after, and where that is said. */
  private final Map<Version, Map<Version, Place>> after = new TreeMap<>();

  /** Says that one runs after another; what is said first stays. */
  void add(Version version, Version earlier, Place at) {
    if (!version.equals(earlier)) {
      after.computeIfAbsent(version, key -> new TreeMap<>()).putIfAbsent(earlier, at);
    }
  }

  /** Says all that a plan says. */
  void add(MigrationPlan plan) {
    for (MigrationPlan.Dependency dependency : plan.dependencies()) {
      for (At<Version> earlier : dependency.after()) {
        add(dependency.version().value(), earlier.value(), earlier.at());
      }
    }
  }

  /** Whether it is still said, and not taken out with a circle. */
  boolean has(Version version, Version earlier) {
    return after.getOrDefault(version, Map.of()).containsKey(earlier);
  }

  /**
   * The circles, each from its lowest version on: the versions with the place that says that one
   * runs after the next. What stands against the order of versions in them is taken out.
   */
  List<List<At<Version>>> takeCircles() {
    List<List<At<Version>>> circles = new ArrayList<>();
    Map<Version, Map<Version, Place>> core = core();
    while (!core.isEmpty() && circles.size() < MOST) {
      List<At<Version>> circle = circle(core);
      circles.add(circle);
      for (int i = 0; i < circle.size(); i++) {
        Version version = circle.get(i).value();
        Version earlier = circle.get((i + 1) % circle.size()).value();
        if (earlier.compareTo(version) > 0) {
          after.getOrDefault(version, Map.of()).remove(earlier);
        }
      }
      core = core();
    }
    return circles;
  }

  /** What is left when all that waits for nothing has run, again and again. */
  private Map<Version, Map<Version, Place>> core() {
    Map<Version, Integer> waiting = new TreeMap<>();
    Map<Version, List<Version>> waiters = new TreeMap<>();
    Deque<Version> free = new ArrayDeque<>();
    after.forEach(
        (version, earlier) -> {
          waiting.put(version, earlier.size());
          earlier
              .keySet()
              .forEach(one -> waiters.computeIfAbsent(one, key -> new ArrayList<>()).add(version));
        });
    waiting.forEach((version, count) -> addIf(count == 0, version, free));
    waiters.keySet().forEach(version -> addIf(!waiting.containsKey(version), version, free));
    while (!free.isEmpty()) {
      for (Version waiter : waiters.getOrDefault(free.remove(), List.of())) {
        int left = waiting.merge(waiter, -1, Integer::sum);
        addIf(left == 0, waiter, free);
      }
    }
    Map<Version, Map<Version, Place>> core = new TreeMap<>();
    after.forEach(
        (version, earlier) -> {
          if (waiting.getOrDefault(version, 0) > 0) {
            Map<Version, Place> kept = new TreeMap<>(earlier);
            kept.keySet().removeIf(one -> waiting.getOrDefault(one, 0) == 0);
            core.put(version, kept);
          }
        });
    return core;
  }

  private static void addIf(boolean free, Version version, Deque<Version> versions) {
    if (free) {
      versions.add(version);
    }
  }

  private static List<At<Version>> circle(Map<Version, Map<Version, Place>> core) {
    Set<Version> path = new LinkedHashSet<>();
    Version current = core.keySet().iterator().next();
    while (path.add(current)) {
      current = core.getOrDefault(current, Map.of()).keySet().iterator().next();
    }
    List<Version> versions = new ArrayList<>(path);
    versions.subList(0, versions.indexOf(current)).clear();
    Collections.rotate(versions, -versions.indexOf(Collections.min(versions)));
    List<At<Version>> circle = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      Version version = versions.get(i);
      Version next = versions.get((i + 1) % versions.size());
      Place at = core.getOrDefault(version, Map.of()).get(next);
      if (at != null) {
        circle.add(new At<>(version, at));
      }
    }
    return circle;
  }
}
