package io.github.dbsage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.model.UserError;
import java.util.List;
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
            "jdbc:postgresql://db.example.com:6432/shop?user=me&password=a%26b&loginTimeout=9");
    assertThat(target.endpoints()).containsExactly(new Endpoint("db.example.com", 6432));
    assertThat(target.database()).isEqualTo("shop");
    assertThat(target.user()).isEqualTo("me");
    assertThat(target.password()).isEqualTo("a&b");
    assertThat(target.passwordFrom()).isEqualTo("the URL");
    assertThat(target.parameters()).isEqualTo(Map.of("loginTimeout", "9"));
    assertThat(target.remarks()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = ';',
      value = {
        "jdbc:postgresql:shop; localhost:5432; shop; -; -",
        "jdbc:postgresql:///shop; localhost:5432; shop; -; -",
        "jdbc:postgresql://h/shop; h:5432; shop; -; -",
        "jdbc:postgresql://h/my%20shop; h:5432; my shop; -; -",
        "jdbc:postgresql://:7/shop; localhost:7; shop; -; -",
        "jdbc:postgresql://h/?user=me; h:5432; me; me; -",
        "jdbc:postgresql://[::1]:5433/shop; [::1]:5433; shop; -; -",
        "jdbc:postgresql://a:1,b,[::1]:3/shop; a:1 b:5432 [::1]:3; shop; -; -",
        "postgresql://h/shop; h:5432; shop; -; -",
        "postgres://me@h/shop; h:5432; shop; me; -",
        "postgres://me:pw@h:1/shop; h:1; shop; me; pw",
        "postgres://me:p%40%3A%2F%25@h/my%20shop; h:5432; my shop; me; p@:/%",
        "postgres://me:a+b@h/shop; h:5432; shop; me; a+b",
        "postgres://me:a:b@h/shop; h:5432; shop; me; a:b",
        "postgres://me:p@ss@h/shop; h:5432; shop; me; p@ss",
        "postgres://me:pw@[::1]:5433/shop; [::1]:5433; shop; me; pw",
        "postgres://me:pw@[::1]/shop; [::1]:5432; shop; me; pw",
        "postgres:///shop; localhost:5432; shop; -; -",
        "postgres://me@h; h:5432; me; me; -",
        "postgres://h:/shop; h:5432; shop; -; -",
        "postgres://a,b:2/shop; a:5432 b:2; shop; -; -",
        "postgres://a,b/shop?port=7; a:7 b:7; shop; -; -",
        "postgres:///shop?host=a,b&port=1,2; a:1 b:2; shop; -; -",
        "postgres:///shop?host=::1; [::1]:5432; shop; -; -",
        "postgres:///shop?hostaddr=10.0.0.1; 10.0.0.1:5432; shop; -; -",
        "postgres:///?host=h&port=7&dbname=shop&user=me&password=pw; h:7; shop; me; pw",
        "postgres://other@h/other?dbname=shop&user=me; h:5432; shop; me; -",
      })
  void readsWhereTheDatabaseIs(
      String url, String endpoints, String database, String user, String password) {
    Target target = TargetUrl.parse("  " + url + " ");
    assertThat(target.endpoints())
        .extracting(Endpoint::toString)
        .containsExactly(endpoints.split(" "));
    assertThat(target.database()).isEqualTo(database);
    assertThat(target.user()).isEqualTo(user);
    assertThat(target.password()).isEqualTo(password);
    assertThat(target.parameters()).isEmpty();
  }

  @Test
  void translatesLibpqsParameters() {
    Target target =
        TargetUrl.parse(
            "postgres://h/shop?sslmode=require&channel_binding=require&connect_timeout=5"
                + "&gssencmode=disable&sslnegotiation=direct&krbsrvname=pg&require_auth=scram-sha-256"
                + "&options=-c%20search_path%3Dapp&target_session_attrs=read-write");
    assertThat(target.parameters())
        .isEqualTo(
            Map.of(
                "sslmode", "require",
                "channelBinding", "require",
                "connectTimeout", "5",
                "gssEncMode", "disable",
                "sslNegotiation", "direct",
                "kerberosServerName", "pg",
                "requireAuth", "scram-sha-256",
                "options", "-c search_path=app"));
    assertThat(target.role()).isEqualTo(ServerRole.READ_WRITE);
  }

  @Test
  void takesJdbcsWordForTlsInAUri() {
    assertThat(TargetUrl.parse("postgres://h/shop?ssl=true").parameters())
        .isEqualTo(Map.of("sslmode", "require"));
  }

  @Test
  void waitsWithoutEndWhereLibpqWould() {
    assertThat(TargetUrl.parse("postgres://h/shop?connect_timeout=-1").parameters())
        .isEqualTo(Map.of("connectTimeout", "0"));
  }

  @ParameterizedTest
  @CsvSource({
    "any, ANY",
    "primary, PRIMARY",
    "master, PRIMARY",
    "secondary, STANDBY",
    "preferSecondary, PREFER_STANDBY",
    "preferSlave, PREFER_STANDBY"
  })
  void readsJdbcsWordsForTheServerThatIsWanted(String type, ServerRole role) {
    assertThat(TargetUrl.parse("jdbc:postgresql://a,b/shop?targetServerType=" + type).role())
        .isEqualTo(role);
  }

  @Test
  void saysWhichOptionsOfAUrlAreOverridden() {
    Target target =
        TargetUrl.parse(
            "jdbc:postgresql://h/shop?preferQueryMode=extended&autosave=always&readOnly=true"
                + "&socketTimeout=30&stringtype=unspecified&ApplicationName=mine&tcpKeepAlive=true");
    assertThat(target.parameters()).isEmpty();
    assertThat(target.remarks())
        .containsExactly(
            "preferQueryMode=extended of the URL is overridden: migrations need simple",
            "autosave=always of the URL is overridden: migrations need never",
            "readOnly=true of the URL is overridden: migrations need false",
            "socketTimeout=30 of the URL is overridden: migrations need 0",
            "stringtype=unspecified of the URL is overridden: migrations need varchar",
            "application_name of the URL is not used: sessions carry the goal's name, by which"
                + " others know them");
  }

  @Test
  void saysWhatOfAUriHasNoMeaningForPgJdbc() {
    Target target =
        TargetUrl.parse(
            "postgres://h/shop?keepalives_idle=9&client_encoding=LATIN1&load_balance_hosts=random"
                + "&sslcompression=0&keepalives=1&sslcertmode=allow&ssl_min_protocol_version=TLSv1.2");
    assertThat(target.parameters()).isEmpty();
    assertThat(target.remarks())
        .containsExactly(
            "keepalives_idle of the URL is not used: pgJDBC leaves it to the operating system",
            "client_encoding of the URL is not used: the session speaks UTF8",
            "load_balance_hosts of the URL is not used: hosts are tried in the order in which they"
                + " are written");
  }

  @Test
  void saysWhichSessionSettingsOfTheOptionsDoNotHold() {
    assertThat(
            TargetUrl.parse(
                    "postgres://h/shop?options=-c%20idle_session_timeout%3D5s%20-cstatement_timeout%3D1")
                .remarks())
        .containsExactly(
            "idle_session_timeout in the options of the URL is overridden: migrations need 0",
            "statement_timeout in the options of the URL is overridden: migrations need 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://me:topsecret@h/shop",
        "topsecret",
        "jdbc:mysql://h/shop?password=topsecret",
        "jdbc:postgresql://me:topsecret@h/shop",
        "jdbc:postgresql://h?password=topsecret",
        "jdbc:postgresql://h/a/b?password=topsecret",
        "jdbc:postgresql:/h?password=topsecret",
        "jdbc:postgresql://h/shop?password=%topsecret",
        "jdbc:postgresql://h/shop?password=a&topsecret",
        "postgres://me:topsecret@h:0/shop",
        "postgres://me:topsecret@h:port/shop",
        "postgres://me:topsecret@a:1,b:2/shop?port=1,2,3",
        "postgres://:topsecret@h",
        "postgres://me:topsecret%zz@h/shop",
        "postgres://me:topsecret@h/shop?sslmode",
        "postgres://me:topsecret@h/shop?pgbouncer=true",
        "postgres://me:topsecret@h/shop?host=%2Fvar%2Frun",
        "postgres://me:topsecret@%2Fvar%2Frun/shop",
        "postgres://me:topsecret@[::1/shop",
        "postgres://h=topsecret/shop",
        "jdbc:postgresql://h topsecret/shop",
        "postgres://h?password=topsecret@x",
        "postgres://me:top?secret=topsecret@h/shop",
        "postgres://h/shop?password=a&topsecret=1",
        "postgres://h/shop?password=a&topsecret",
        "postgres://me:topsecret@h/shop?host=a&hostaddr=10.0.0.1",
        "postgres://me:topsecret@h/shop?sslmode=verify-ful",
        "postgres://me:topsecret@h/shop?connect_timeout=soon",
        "postgres://me:topsecret@h/shop?sslcrl=x",
        "postgres://me:topsecret@h/shop?ssl_min_protocol_version=TLSv1.3",
        "postgres://me:topsecret@h/shop?sslcertmode=require",
        "postgres://me:topsecret@h/shop?replication=true",
        "postgres://me:topsecret@h/shop?service=x",
      })
  void refusesWhatItCannotReadWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> TargetUrl.parse(url))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().code()).isEqualTo("CONNECTION_URL");
              assertThat(e.problem().fix()).isNotBlank();
              assertThat(e.problem().toString()).doesNotContain("topsecret");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "postgres://h/shop?ssl_mode=x | The parameter ssl_mode of the URL is not understood."
            + " | Did you mean sslmode? Otherwise remove it.",
        "jdbc:postgresql://h/shop?prefferQueryMode=x | The parameter prefferQueryMode of the URL is"
            + " not understood. | Did you mean preferQueryMode? Otherwise remove it.",
        "postgres://h/shop?sslmode=verify-ful | sslmode=verify-ful of the URL is not one of its"
            + " values (did you mean verify-full?). | Write one of: disable, allow, prefer, require,"
            + " verify-ca, verify-full.",
        "postgres://h/shop?sslcrl=x | sslcrl of the URL is not supported. | pgJDBC reads no"
            + " revocation lists. Remove it, and take a revoked certificate's authority out of"
            + " sslrootcert.",
        "postgres://a,b/shop?port=1,2,3 | There are 3 ports for 2 hosts. | Give each host its port,"
            + " HOST:PORT,HOST:PORT, or one port for all.",
        "postgres://%2Ftmp/shop | The host of the URL is a socket directory, and pgJDBC connects"
            + " over TCP only. | Name the host, such as localhost, with the server's"
            + " listen_addresses set to it.",
      })
  void saysWhatToWriteInstead(String url, String what, String fix) {
    assertThatThrownBy(() -> TargetUrl.parse(url))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().what()).isEqualTo(what);
              assertThat(e.problem().fix()).isEqualTo(fix);
            });
  }

  @Test
  void namesTheParametersThatItKnowsWhereNoneIsNear() {
    assertThatThrownBy(() -> TargetUrl.parse("postgres://h/shop?pgbouncer=true"))
        .isInstanceOfSatisfying(
            UserError.class,
            e -> {
              assertThat(e.problem().what())
                  .isEqualTo("The parameter pgbouncer of the URL is not understood.");
              assertThat(e.problem().fix()).contains("sslmode, sslnegotiation");
            });
  }

  @Test
  void showsNoPasswordWhenPrinted() {
    Target target = TargetUrl.parse("postgres://me:topsecret@h/shop?sslpassword=topsecret");
    assertThat(target.toString()).isEqualTo("shop on h:5432 [sslpassword]");
    assertThat(target.secrets()).isEqualTo(List.of("topsecret", "topsecret"));
  }
}
