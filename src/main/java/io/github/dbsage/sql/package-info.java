/**
 * PostgreSQL text: reading it as the server would, cutting it into statements, knowing what each
 * one needs.
 */
@NullMarked
package io.github.dbsage.sql;

import org.jspecify.annotations.NullMarked;
