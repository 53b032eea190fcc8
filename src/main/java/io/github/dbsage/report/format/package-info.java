/** One class per way to show a report. */
@NullMarked
package io.github.dbsage.report.format;

import org.jspecify.annotations.NullMarked;
