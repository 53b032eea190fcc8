/**
 * A project's folder: migration files, their headers, directives, placeholders and checksums, read
 * into steps.
 */
@NullMarked
package io.github.dbsage.plan;

import org.jspecify.annotations.NullMarked;
