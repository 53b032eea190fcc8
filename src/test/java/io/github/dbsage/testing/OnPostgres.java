package io.github.dbsage.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs a test class on real PostgreSQL servers, once per major version.
 *
 * <p>A {@link TestDatabase} parameter of a test, or of its {@code @BeforeEach}, is a database that
 * only this test has; of {@code @BeforeAll}, one that the class's tests share. The test fails when
 * it leaves a connection open.
 *
 * <p>With {@code -Ddbsage.test.url}, {@code .user} and {@code .password} of a superuser, the class
 * runs once, on that server; otherwise in containers where Docker is there, else on the embedded
 * server. {@code -Ddbsage.test.postgres=url}, {@code container} or {@code embedded} insists on one
 * of them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(PostgresVersions.class)
public @interface OnPostgres {

  /** Major versions; none for those of {@code -Ddbsage.test.versions}. */
  int[] value() default {};
}
