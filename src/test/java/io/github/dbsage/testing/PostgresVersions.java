package io.github.dbsage.testing;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Turns {@link OnPostgres} into one run of the class per server. */
final class PostgresVersions implements ClassTemplateInvocationContextProvider {

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return context.getRequiredTestClass().isAnnotationPresent(OnPostgres.class);
  }

  @Override
  public Stream<ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    int[] asked = context.getRequiredTestClass().getAnnotation(OnPostgres.class).value();
    if (Postgres.external()) {
      return Stream.of(new OnServer(0));
    }
    IntStream versions = asked.length == 0 ? configured() : Arrays.stream(asked);
    return versions.mapToObj(OnServer::new);
  }

  private static IntStream configured() {
    return Stream.of(System.getProperty("dbsage.test.versions", "14,18").split(","))
        .map(String::strip)
        .mapToInt(Integer::parseInt);
  }

  /**
   * One run of the class.
   *
   * @param major 0 for the server that a property names, whatever its version
   */
  private record OnServer(int major) implements ClassTemplateInvocationContext {

    @Override
    public String getDisplayName(int invocationIndex) {
      return major == 0 ? "on the given server" : "on PostgreSQL " + major;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new DatabaseResolver(major));
    }
  }
}
