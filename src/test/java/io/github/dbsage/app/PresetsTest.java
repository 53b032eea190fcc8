package io.github.dbsage.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dbsage.model.SqlStep;
import io.github.dbsage.plan.Project;
import io.github.dbsage.plan.ProjectRequest;
import io.github.dbsage.shadow.Surroundings.Preset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which default privileges files give or take, in whichever way that is written. */
final class PresetsTest {

  @TempDir Path folder;

  private boolean made(String sql, Preset preset) {
    Workspace.of(folder).file("20260101120000_one", sql);
    List<SqlStep> steps =
        Project.read(new ProjectRequest(folder, null, Map.of(), true)).steps().stream()
            .map(SqlStep.class::cast)
            .toList();
    return new Presets(steps, "me").made(preset);
  }

  private static Preset select(String grantor, @Nullable String schema, @Nullable String grantee) {
    return new Preset(grantor, schema, "TABLES", grantee, "SELECT");
  }

  @Test
  void readsGrants() {
    String sql = "ALTER DEFAULT PRIVILEGES GRANT INSERT, SELECT ON TABLES TO a, GROUP \"B c\";";
    assertThat(made(sql, select("me", null, "a"))).isTrue();
    assertThat(made(sql, select("me", null, "B c"))).isTrue();
    assertThat(made(sql, select("me", null, "c"))).isFalse();
    assertThat(made(sql, select("you", null, "a"))).isFalse();
    assertThat(made(sql, select("me", "public", "a"))).isFalse();
    assertThat(made(sql, new Preset("me", null, "TABLES", "a", "DELETE"))).isFalse();
    assertThat(made(sql, new Preset("me", null, "SEQUENCES", "a", "SELECT"))).isFalse();
  }

  @Test
  void readsRolesAndSchemasInEitherOrder() {
    String sql =
        "alter /* x */ default privileges in schema s, t -- y\n for user you, current_user"
            + " grant all privileges on tables to public with grant option;";
    assertThat(made(sql, select("you", "t", null))).isTrue();
    assertThat(made(sql, select("me", "s", null))).isTrue();
    assertThat(made(sql, select("me", null, null))).isFalse();
  }

  @Test
  void readsRevokes() {
    String sql = "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON ROUTINES FROM PUBLIC CASCADE;";
    assertThat(made(sql, new Preset("me", null, "FUNCTIONS", null, "ALL"))).isTrue();
    assertThat(made(sql, new Preset("me", null, "TYPES", null, "ALL"))).isFalse();
  }
}
