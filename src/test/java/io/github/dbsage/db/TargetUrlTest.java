package io.github.dbsage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.UserError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetUrlTest {

  @Test
  void readsAJdbcUrl() {
    Target target =
        TargetUrl.parse(
            "jdbc:postgresql://db.example.com:6432/shop?user=me&password=a%26b&ssl=true");
    assertThat(target)
        .isEqualTo(new Target("db.example.com", 6432, "shop", "me", "a&b", Map.of("ssl", "true")));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "jdbc:postgresql:shop, localhost, 5432, shop, -, -",
        "jdbc:postgresql://h/shop, h, 5432, shop, -, -",
        "jdbc:postgresql://[::1]:5433/shop, [::1], 5433, shop, -, -",
        "postgresql://h/shop, h, 5432, shop, -, -",
        "postgres://me@h/shop, h, 5432, shop, me, -",
        "postgres://me:pw@h:1/shop, h, 1, shop, me, pw",
        "postgres://me:p%40%3A%2F@h/my%20shop, h, 5432, my shop, me, p@:/",
        "postgres://me:a+b@h/shop, h, 5432, shop, me, a+b",
        "postgres://me:p@ss@h/shop, h, 5432, shop, me, p@ss",
        "postgres://me:pw@[::1]:5433/shop, [::1], 5433, shop, me, pw",
        "postgres://me:pw@[::1]/shop, [::1], 5432, shop, me, pw",
        "postgres:///shop, localhost, 5432, shop, -, -",
        "postgres://me@h, h, 5432, me, me, -",
        "postgres://h:/shop, h, 5432, shop, -, -",
        "postgres:///?host=h&port=7&dbname=shop&user=me&password=pw, h, 7, shop, me, pw",
      })
  void readsWhereTheDatabaseIs(
      String url, String host, int port, String database, String user, String password) {
    Target target = TargetUrl.parse("  " + url + " ");
    assertThat(target).isEqualTo(new Target(host, port, database, user, password, Map.of()));
  }

  @Test
  void translatesLibpqsParameters() {
    Target target =
        TargetUrl.parse(
            "postgres://h/shop?sslmode=require&channel_binding=require&connect_timeout=5&application_name=x");
    assertThat(target.parameters())
        .isEqualTo(
            Map.of(
                "sslmode", "require",
                "channelBinding", "require",
                "connectTimeout", "5",
                "ApplicationName", "x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://me:topsecret@h/shop",
        "topsecret",
        "jdbc:postgresql://a:1,b:2/shop?password=topsecret",
        "postgres://me:topsecret@a,b/shop",
        "postgres://me:topsecret@h:0/shop",
        "postgres://me:topsecret@h:port/shop",
        "postgres://:topsecret@h",
        "postgres://me:topsecret%zz@h/shop",
        "postgres://me:topsecret@h/shop?sslmode",
        "postgres://me:topsecret@h/shop?pgbouncer=true",
        "postgres://me:topsecret@h/shop?host=%2Fvar%2Frun",
      })
  void refusesWhatItCannotReadWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> TargetUrl.parse(url))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("CONNECTION_URL");
              assertThat(e.problem().toString()).doesNotContain("topsecret");
            });
  }

  @Test
  void namesTheParametersThatItKnows() {
    assertThatThrownBy(() -> TargetUrl.parse("postgres://h/shop?pgbouncer=true"))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().what()).contains("not understood: pgbouncer.");
              assertThat(e.problem().fix()).contains("sslmode, sslnegotiation");
            });
  }

  @Test
  void showsNoPasswordWhenPrinted() {
    assertThat(TargetUrl.parse("postgres://me:topsecret@h/shop?sslpassword=topsecret").toString())
        .isEqualTo("shop on h:5432 [sslpassword]");
  }
}
