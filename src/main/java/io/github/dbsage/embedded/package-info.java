/**
 * The PostgreSQL server that the plugin starts itself.
 *
 * <p>What it keeps between builds lies in the user's cache: {@code programs}, unpacked; {@code
 * templates}, data as initdb made them; {@code seeds}, at most five data directories of at most 512
 * MB, which throw-away servers kept for the next ones. All of it can be deleted at any time.
 */
@NullMarked
package io.github.dbsage.embedded;

import org.jspecify.annotations.NullMarked;
