/** What the tests of every room share: a PostgreSQL server and a fresh database for each test. */
@NullMarked
package io.github.dbsage.testing;

import org.jspecify.annotations.NullMarked;
