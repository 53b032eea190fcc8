package io.github.dbsage.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dbsage.db.Address.Login;
import io.github.dbsage.model.Problem;
import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the address and the credentials come from, in which order. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the user's files are elsewhere there")
final class AddressTest {

  @TempDir Path home;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void atHome() {
    environment.put("HOME", home.toString());
  }

  private Target resolve(@Nullable String url, Login... logins) {
    return Address.resolve(url, List.of(logins), environment);
  }

  private Problem refused(@Nullable String url) {
    return assertThatThrownBy(() -> resolve(url))
        .asInstanceOf(InstanceOfAssertFactories.type(UserError.class))
        .actual()
        .problem();
  }

  private void passwordFile(String permissions, String... lines) throws IOException {
    Path file = home.resolve(".pgpass");
    Files.writeString(file, String.join("\n", lines));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void readsTheVariablesOfLibpq() {
    environment.putAll(
        Map.of(
            "PGHOST", "a,b",
            "PGPORT", "1,2",
            "PGDATABASE", "shop",
            "PGUSER", "me",
            "PGPASSWORD", "pw",
            "PGSSLMODE", "require",
            "PGCONNECT_TIMEOUT", "7",
            "PGOPTIONS", "-c geqo=off",
            "PGTARGETSESSIONATTRS", "primary"));
    Target target = resolve(null);
    assertThat(target.describe()).isEqualTo("shop on a:1, b:2");
    assertThat(target.user()).isEqualTo("me");
    assertThat(target.password()).isEqualTo("pw");
    assertThat(target.passwordFrom()).isEqualTo("PGPASSWORD");
    assertThat(target.role()).isEqualTo(ServerRole.PRIMARY);
    assertThat(target.parameters())
        .isEqualTo(Map.of("sslmode", "require", "connectTimeout", "7", "options", "-c geqo=off"));
  }

  @ParameterizedTest
  @CsvSource({"PGHOST, true", "PGSERVICE, true", "PGHOSTADDR, true", "PGPORT, false"})
  void takesOnlyAHostOrAServiceForAGivenDatabase(String variable, boolean named) {
    assertThat(Address.namedBy(Map.of(variable, "1"))).isEqualTo(named ? variable : null);
    assertThat(Address.namedBy(Map.of(variable, " "))).isNull();
  }

  @Test
  void letsThePropertiesCountBeforeTheServerThatBeforeTheUrlAndTheVariablesLast() {
    environment.putAll(
        Map.of("PGUSER", "env", "PGPASSWORD", "env", "PGHOST", "env", "PGSSLMODE", "require"));
    assertThat(resolve("postgres://h/shop").user()).isEqualTo("env");
    Target url = resolve("postgres://url:url@h/shop?sslmode=disable");
    assertThat(url.describe()).isEqualTo("shop on h:5432");
    assertThat(url.user()).isEqualTo("url");
    assertThat(url.password()).isEqualTo("url");
    assertThat(url.parameters()).isEqualTo(Map.of("sslmode", "disable"));
    Login settings = new Login("server x of settings.xml", null, "settings");
    Target server = resolve("postgres://url:url@h/shop", settings);
    assertThat(server.user()).isEqualTo("url");
    assertThat(server.password()).isEqualTo("settings");
    assertThat(server.passwordFrom()).isEqualTo("server x of settings.xml");
    Target line =
        resolve("postgres://url:url@h/shop", new Login("dbsage.user", "line", null), settings);
    assertThat(line.user()).isEqualTo("line");
    assertThat(line.password()).isEqualTo("settings");
    assertThat(line.remarks())
        .containsExactly("dbsage.user names the user line, which counts before the URL's");
  }

  @Test
  void fillsTheHostOfAUriFromTheVariablesAsPsqlDoesButNotOfAJdbcUrl() {
    environment.putAll(Map.of("PGHOST", "env", "PGPORT", "7"));
    assertThat(resolve("postgresql:///shop").describe()).isEqualTo("shop on env:7");
    assertThat(resolve("postgresql://h/shop").describe()).isEqualTo("shop on h:7");
    assertThat(resolve("jdbc:postgresql:shop").describe()).isEqualTo("shop on localhost:5432");
    assertThat(resolve("jdbc:postgresql://h/shop").describe()).isEqualTo("shop on h:5432");
  }

  @Test
  void namesTheVariableThatIsWrong() {
    environment.putAll(Map.of("PGHOST", "h", "PGDATABASE", "shop", "PGSSLMODE", "requir"));
    assertThat(refused(null).what())
        .isEqualTo("sslmode=requir of PGSSLMODE is not one of its values (did you mean require?).");
  }

  @Test
  void findsThePasswordOfEachHostInThePasswordFile() throws IOException {
    passwordFile(
        "rw-------",
        "# a comment:*:*:*:no",
        "not a line",
        "a:1:shop:me:of\\:a\\\\1:and more",
        "b:*:other:me:no",
        "b:*:*:me:of b",
        "\\:\\:1:*:*:*:of v6",
        "*:*:*:you:no");
    Target target = resolve("postgres://me@a:1,b:2,c:3,[::1]/shop");
    assertThat(target.filed())
        .isEqualTo(
            Map.of(
                new Endpoint("a", 1), "of:a\\1:and more",
                new Endpoint("b", 2), "of b",
                new Endpoint("::1", 5432), "of v6"));
    assertThat(target.passwordFrom()).isEqualTo(home.resolve(".pgpass").toString());
    assertThat(target.at(new Endpoint("b", 2)).effectivePassword()).isEqualTo("of b");
    assertThat(target.at(new Endpoint("c", 3)).effectivePassword()).isNull();
    assertThat(target.secrets()).contains("of b", "of v6");
    assertThat(target.remarks()).isEmpty();
  }

  @Test
  void doesNotAskThePasswordFileWhereThereIsAPassword() throws IOException {
    passwordFile("rw-------", "*:*:*:*:filed");
    assertThat(resolve("postgres://me:given@h/shop").filed()).isEmpty();
  }

  @Test
  void endsALineOfThePasswordFileAsWindowsDoesToo() throws IOException {
    passwordFile("rw-------", "*:*:*:*:filed\r");
    assertThat(resolve("postgres://me@h/shop").effectivePassword()).isEqualTo("filed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw--w----"})
  void leavesAPasswordFileOutThatOthersCanTouch(String permissions) throws IOException {
    passwordFile(permissions, "*:*:*:*:filed");
    Target target = resolve("postgres://me@h/shop");
    assertThat(target.effectivePassword()).isNull();
    Path file = home.resolve(".pgpass");
    assertThat(target.remarks())
        .containsExactly(
            "the password file %s is left out, because others can read it: chmod 600 %s"
                .formatted(file, file));
  }

  @Test
  void takesThePasswordFileThatIsNamed() throws IOException {
    Path file = Files.writeString(home.resolve("mine"), "*:*:*:*:mine");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    environment.put("PGPASSFILE", file.toString());
    assertThat(resolve("postgres://me@h/shop").effectivePassword()).isEqualTo("mine");
    environment.put("PGPASSFILE", home.resolve("none").toString());
    assertThat(resolve("postgres://me@h/shop").remarks())
        .containsExactly("there is no password file " + home.resolve("none"));
    assertThat(resolve("postgres://me@h/shop?passfile=" + file).effectivePassword())
        .isEqualTo("mine");
  }

  @Test
  void readsAConnectionService() throws IOException {
    Files.writeString(
        home.resolve(".pg_service.conf"),
        """
        # ours
        [other]
        host=wrong

        [shop]
        host = db.example.com
        port=6432
        dbname=shop
        user=me
        password=a=b
        sslmode=require
        [last]
        host=wrong
        """);
    environment.putAll(Map.of("PGSERVICE", "shop", "PGUSER", "env", "PGCONNECT_TIMEOUT", "3"));
    Target target = resolve(null);
    assertThat(target.describe()).isEqualTo("shop on db.example.com:6432");
    assertThat(target.user()).isEqualTo("me");
    assertThat(target.password()).isEqualTo("a=b");
    assertThat(target.passwordFrom()).isEqualTo("service shop");
    assertThat(target.parameters()).isEqualTo(Map.of("sslmode", "require", "connectTimeout", "3"));
    assertThat(resolve("postgres:///mine?service=shop").describe())
        .isEqualTo("mine on db.example.com:6432");
    assertThat(resolve("jdbc:postgresql://h:1/mine?service=shop").describe())
        .isEqualTo("mine on h:1");
  }

  @Test
  void namesTheServicesThatThereAre() throws IOException {
    Path file = Files.writeString(home.resolve("services"), "[shop]\nhost=h\n[blog]\nhost=h\n");
    environment.putAll(Map.of("PGSERVICE", "shopp", "PGSERVICEFILE", file.toString()));
    Problem problem = refused(null);
    assertThat(problem.what())
        .isEqualTo("There is no connection service shopp (did you mean shop?).");
    assertThat(problem.why()).isEqualTo(file + " defines blog, shop");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldap://x", "service=other"})
  void refusesALineOfAServiceThatIsNoParameter(String line) throws IOException {
    Files.writeString(home.resolve(".pg_service.conf"), "[shop]\n" + line);
    environment.put("PGSERVICE", "shop");
    assertThat(refused(null).what())
        .isEqualTo(
            "Line 2 of the service file %s is not a parameter."
                .formatted(home.resolve(".pg_service.conf")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sslmode=verify-ca | sslmode=verify-ca needs the certificate of the authority that signed"
            + " the server's.",
        "sslmode=verify-full&sslrootcert=/no/root.crt | The file of sslrootcert does not exist:"
            + " /no/root.crt.",
        "sslmode=require&sslrootcert=system | sslrootcert=system needs sslmode=verify-full, not"
            + " require.",
        "sslcert=/no/client.crt | There is an sslcert without its sslkey.",
        "sslkey=/no/client.key | There is an sslkey without its sslcert.",
        "sslcert=/no/client.crt&sslkey=/no/client.key | The file of sslcert does not exist:"
            + " /no/client.crt.",
        "sslkey=/no/client.p12 | The file of sslkey does not exist: /no/client.p12.",
      })
  void looksAtTheFilesOfTlsFirst(String parameters, String what) {
    Problem problem = refused("postgres://h/shop?" + parameters);
    assertThat(problem.what()).isEqualTo(what);
    assertThat(problem.fix()).isNotBlank();
  }

  @Test
  void takesTheAuthoritiesThatJavaTrusts() {
    assertThat(resolve("postgres://h/shop?sslmode=verify-full&sslrootcert=system").parameters())
        .isEqualTo(
            Map.of(
                "sslmode",
                "verify-full",
                "sslfactory",
                "org.postgresql.ssl.DefaultJavaSSLFactory"));
  }

  @Test
  void findsTheCertificatesInTheUsersFolder() throws IOException {
    Path folder = Files.createDirectory(home.resolve(".postgresql"));
    Path root = Files.writeString(folder.resolve("root.crt"), "root");
    assertThat(resolve("postgres://h/shop?sslmode=verify-ca").parameters())
        .containsEntry("sslrootcert", root.toString());
    Path certificate = Files.writeString(folder.resolve("postgresql.crt"), "certificate");
    Path key = Files.write(folder.resolve("postgresql.pk8"), new byte[] {48, 1});
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    assertThat(resolve("postgres://h/shop").parameters())
        .isEqualTo(Map.of("sslcert", certificate.toString(), "sslkey", key.toString()));
    assertThat(resolve("postgres://h/shop?sslmode=disable").parameters())
        .isEqualTo(Map.of("sslmode", "disable"));
  }

  @Test
  void refusesAKeyThatOthersCanReadOrThatPgJdbcCannot() throws IOException {
    Path certificate = Files.writeString(home.resolve("client.crt"), "certificate");
    Path key = Files.writeString(home.resolve("client.key"), "-----BEGIN RSA PRIVATE KEY-----\n");
    String url = "postgres://h/shop?sslcert=" + certificate + "&sslkey=" + key;
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(refused(url).what()).isEqualTo("The private key " + key + " can be read by others.");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Problem problem = refused(url);
    assertThat(problem.what())
        .isEqualTo("The private key " + key + " is in a form that pgJDBC does not read.");
    assertThat(problem.fix()).contains("openssl pkcs8 -topk8 -nocrypt -in " + key);
  }
}
