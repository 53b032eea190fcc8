package io.github.dbsage.backfill;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a user is told, as lines. */
final class Problems {

  private Problems() {}

  static AbstractStringAssert<?> assertThat(ThrowingCallable work) {
    UserError error = catchThrowableOfType(UserError.class, work);
    Assertions.assertThat(error).as("refused").isNotNull();
    Problem problem = error.problem();
    return Assertions.assertThat(
        Stream.of(
                problem.where() + " " + problem.code(),
                problem.what(),
                problem.why(),
                problem.fix())
            .filter(Objects::nonNull)
            .collect(Collectors.joining("\n")));
  }
}
