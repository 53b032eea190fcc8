/** What a run has to say, for machines and people. */
@NullMarked
package io.github.dbsage.report;

import org.jspecify.annotations.NullMarked;
