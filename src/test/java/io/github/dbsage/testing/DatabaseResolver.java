package io.github.dbsage.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests their database; the store closes it after the test, and so checks for leaks. */
final class DatabaseResolver implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(DatabaseResolver.class);

  private final int major;

  DatabaseResolver(int major) {
    this.major = major;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Store servers = context.getRoot().getStore(NAMESPACE);
    Postgres server =
        servers.getOrComputeIfAbsent(major, key -> Postgres.start(major), Postgres.class);
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            TestDatabase.class, key -> TestDatabase.create(server), TestDatabase.class);
  }
}
