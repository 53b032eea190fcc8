package io.github.dbsage.history;

import org.jspecify.annotations.Nullable;

/**
 * Who runs the tool, for {@code dbsage_log}.
 *
 * @param osUser the operating system's user
 * @param host the machine's name
 * @param reason {@code dbsage.reason}, or null
 */
public record Actor(String osUser, String host, String toolVersion, @Nullable String reason) {}
