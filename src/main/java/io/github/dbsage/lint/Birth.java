package io.github.dbsage.lint;

import io.github.dbsage.model.Place;

/**
 * Where an object was created.
 *
 * @param transaction numbered through all files
 */
public record Birth(Subject subject, int transaction, Place place) {}
