package io.github.dbsage.backfill;

/**
 * A column of a key.
 *
 * @param name as the catalog has it
 * @param type what a value's text is cast to, as SQL; of a domain, the type beneath
 */
record Column(String name, String type) {}
