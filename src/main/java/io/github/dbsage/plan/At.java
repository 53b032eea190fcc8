package io.github.dbsage.plan;

import io.github.dbsage.model.Place;

/**
 * A value of a plan, and where it stands: whoever has something to say of it later knows the place.
 */
public record At<T>(T value, Place at) {}
