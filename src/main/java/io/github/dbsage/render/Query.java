package io.github.dbsage.render;

/**
 * A query for whoever sits at psql.
 *
 * @param sql without a semicolon
 */
public record Query(String title, String sql) {}
