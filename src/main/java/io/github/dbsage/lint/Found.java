package io.github.dbsage.lint;

import io.github.dbsage.model.Finding;
import io.github.dbsage.model.Place;
import org.jspecify.annotations.Nullable;

/**
 * A finding of a rule, and what a suppression may be written in front of.
 *
 * @param statement where the statement begins that is sent; null where the whole file is meant
 */
public record Found(Finding finding, Subject subject, @Nullable Place statement) {}
