package io.github.dbsage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactionTest {

  private static final Redaction PATTERNS = Redaction.of(List.of());

  private static String redact(String secret, String text) {
    return Redaction.of(List.of(secret)).redact(text);
  }

  @Nested
  final class KnownSecret {

    @Test
    void isMaskedWhereverItOccurs() {
      assertThat(redact("tr0ub4dor", "tr0ub4dor is xtr0ub4dorx and tr0ub4dor"))
          .isEqualTo("**** is x****x and ****");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a p@ss/w0rd+é",
          "a%20p%40ss%2Fw0rd%2B%C3%A9",
          "a%20p%40ss%2fw0rd%2b%c3%a9",
          "a+p%40ss%2Fw0rd%2B%C3%A9",
          "a p@ss/w0rd+\\u00e9"
        })
    void isFoundAsUrlsAndJsonWriteIt(String written) {
      assertThat(redact("a p@ss/w0rd+é", "<" + written + ">")).isEqualTo("<****>");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "it's~a(b)!*",
          "it%27s%7Ea%28b%29%21*",
          "it%27s%7Ea%28b%29%21%2A",
          "it%27s%7ea%28b%29%21%2a",
          "it's~a(b)!*",
          "it''s~a(b)!*",
          "it\\'s~a(b)!*"
        })
    void isFoundAsUriComponentsAndSqlWriteIt(String written) {
      assertThat(redact("it's~a(b)!*", "<" + written + ">")).isEqualTo("<****>");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "a\"b\\c'd\b\f\n\r\t\u0001e",
          "a\\\"b\\\\c'd\\b\\f\\n\\r\\t\\u0001e",
          "a\\\"b\\\\c''d\\b\\f\\n\\r\\t\\u0001e",
          "a\"b\\\\c''d\b\f\n\r\t\u0001e",
          "a\"b\\\\c\\'d\b\f\n\r\t\u0001e",
          "a\"b\\c''d\b\f\n\r\t\u0001e",
          "a\\\"b\\\\\\\\c''d\\b\\f\\n\\r\\t\\u0001e"
        })
    void isFoundWithEveryEscapeOfJsonAndSql(String written) {
      assertThat(redact("a\"b\\c'd\b\f\n\r\t\u0001e", "<" + written + ">")).isEqualTo("<****>");
    }

    @Test
    void keepsPrintableAsciiOfItsJsonForm() {
      assertThat(redact("x ~é9", "x ~\\u00e99")).isEqualTo("****");
    }

    @Test
    void isMaskedOnceWhereSecretsOverlapTouchOrContainEachOther() {
      Redaction redaction = Redaction.of(List.of("ab12", "12cd", "ab12cd34", "zz99"));
      assertThat(redaction.redact("ab12cd")).isEqualTo("****");
      assertThat(redaction.redact("-ab12cd34-")).isEqualTo("-****-");
      assertThat(redaction.redact("ab12zz99 zz99")).isEqualTo("**** ****");
      assertThat(redact("aab1aa", "xaab1aab1aay")).isEqualTo("x****y");
    }

    @Test
    void isNotLookedForAcrossAMask() {
      assertThat(redact("ab1*", "ab1****")).isEqualTo("ab1****");
      assertThat(redact("*ab1", "*****ab1")).isEqualTo("*****ab1");
      assertThat(redact("ab1*", "ab1***")).isEqualTo("******");
      assertThat(redact("ab1*", "**** ab1*")).isEqualTo("**** ****");
      assertThat(redact("ab1*", "ab1*-****")).isEqualTo("****-****");
      assertThat(Redaction.of(List.of("ab12", "*ab12c")).redact("****ab12c"))
          .isEqualTo("********c");
    }

    @Test
    void isMaskedAtBothEndsOfTheText() {
      assertThat(redact("x9!z", "x9!z")).isEqualTo("****");
      assertThat(redact("x9!z", "x9!z-x9!z")).isEqualTo("****-****");
      assertThat(redact("x9!z", "x9!")).isEqualTo("x9!");
    }

    @Test
    void mayBeAddedLater() {
      Redaction first = Redaction.of(List.of("one-1"));
      Redaction both = first.plus("two-2").plus("");
      assertThat(both.redact("one-1 two-2")).isEqualTo("**** ****");
      assertThat(first.redact("one-1 two-2")).isEqualTo("**** two-2");
    }

    @Test
    void thatIsEmptyIsIgnored() {
      assertThat(redact("", "text")).isEqualTo("text");
    }
  }

  @Nested
  final class PlainWord {

    @ParameterizedTest
    @CsvSource({
      "shop, workshop shopping shop_1 1shop shop2, workshop shopping shop_1 1shop shop2",
      "shop, shop /shop/ 'shop', **** /****/ '****'",
      "Zebra, aZebra Zebra Zebraz, aZebra **** Zebraz",
      "AZaz, xAZaz AZaz, xAZaz ****",
      "1234, 20251234560000 1234 1234ms, 20251234560000 **** 1234ms",
      "0090, x0090 0090, x0090 ****",
      "shop, éshop shopé, éshop shopé",
    })
    void isMaskedAsAWholeOnly(String secret, String text, String expected) {
      assertThat(redact(secret, text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"%3D", "%3d", "%0a", "%00", "%a0", "a%3D", "\\n", "a\\t", "\\u003d", "x\\u003d"})
    void isMaskedBehindAnEscapeThatEndsInALetter(String escape) {
      assertThat(redact("shop", escape + "shop")).isEqualTo(escape + "****");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%GD", "%DG", "3D", "u003d", "\\v003d", "100%is", "\\nx"})
    void isNotMaskedBehindWhatIsNoEscape(String before) {
      assertThat(redact("shop", before + "shop")).isEqualTo(before + "shop");
    }

    @Test
    void isMaskedAnywhereOnceItIsTooLongToOccurByChance() {
      assertThat(redact("abcdefghijk", "xabcdefghijk")).isEqualTo("xabcdefghijk");
      assertThat(redact("abcdefghijkl", "xabcdefghijkl")).isEqualTo("x****");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"shop7", "sh_op", "[abc", "`abc", "abc{", "@abc", "12a4", "12:4", "12/4"})
    void isNoMoreOneWithAnythingElseInIt(String secret) {
      assertThat(redact(secret, "x" + secret + "x")).isEqualTo("x****x");
    }

    @Test
    void isTheLongerOfTwo() {
      Redaction redaction = Redaction.of(List.of("shop", "shopping"));
      assertThat(redaction.redact("shopping shop")).isEqualTo("**** ****");
    }
  }

  @Nested
  final class WeakSecret {

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "abc", "   ", "     ", "postgres", "password", "postgresql"})
    void doesNotTearOrdinaryTextApart(String secret) {
      String text = "a cab of postgresql: abc = password, by      postgres";
      assertThat(redact(secret, text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ab", "/", "1/2", "@", "@/@", "a b", " ", "****", "postgres", "?"})
    void doesNotLeakFromAUrl(String secret) {
      assertThat(redact(secret, "x://app:" + secret + "@h:5432/shop"))
          .isEqualTo("x://app:****@h:5432/shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a&b", "a b", "'", "x'y", "\"", ",", "  ", "****", "postgres"})
    void doesNotLeakBehindPassword(String secret) {
      assertThat(redact(secret, "h?password=" + secret)).isEqualTo("h?password=****");
      assertThat(redact(secret, "h?password=" + secret + "&user=app"))
          .isEqualTo("h?password=****&user=app");
    }

    @Test
    void isFoundInItsWrittenFormsToo() {
      assertThat(redact("a b", "x://app:a b@h")).isEqualTo("x://app:****@h");
      assertThat(redact("'1", "password=''1 x")).isEqualTo("password=**** x");
    }

    @Test
    void thatEqualsANameShownOpenlyIsMaskedAsAPasswordOnly() {
      Redaction redaction = Redaction.of(List.of("sh0p")).sparing(List.of("sh0p", "app"));
      assertThat(redaction.redact("sh0p on h as sh0p, x://sh0p:sh0p@h password=sh0p"))
          .isEqualTo("sh0p on h as sh0p, x://sh0p:****@h password=****");
      assertThat(redaction.sparing(List.of("other")).redact("sh0p")).isEqualTo("sh0p");
      assertThat(redaction.plus("n3w!").redact("sh0p n3w!")).isEqualTo("sh0p ****");
    }
  }

  @Nested
  final class Url {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '^',
        value = {
          "postgres://app:s3cret@h:5432/shop | postgres://app:****@h:5432/shop",
          "postgres://:s3cret@h | postgres://:****@h",
          "postgres://app:p@ss@h/x | postgres://app:****@h/x",
          "postgres://app:p/ss@h/x | postgres://app:****@h/x",
          "postgres://app:p?ss@h/x | postgres://app:****@h/x",
          "postgres://app:p'ss@h/x | postgres://app:****@h/x",
          "postgres://app:p#ss@h/x?u=a@b | postgres://app:****@h/x?u=a@b",
          "postgres://app:1234@h | postgres://app:****@h",
          "postgres://app:12a/@h | postgres://app:****@h",
          "postgres://app:/x@h | postgres://app:****@h",
          "postgres://a@srv:s3cret@h | postgres://a@srv:****@h",
          "postgres://app:s3cret@h1:1,h2:2/x | postgres://app:****@h1:1,h2:2/x",
          "postgres://app:s3cret@[::1]:5432/x | postgres://app:****@[::1]:5432/x",
          "'postgres://app:s3cret@h' and 'a@b' | 'postgres://app:****@h' and 'a@b'",
          "'postgres://app:s3cret@h'a@b | 'postgres://app:****@h'a@b",
          "\"x://a:b@h\"@ | \"x://a:****@h\"@",
          "<x://a:b@h>@ | <x://a:****@h>@",
          "`x://a:b@h`@ | `x://a:****@h`@",
          "x://a:b@h x://c:d@i | x://a:****@h x://c:****@i",
          "x://a:b x://c:d@i | x://a:b x://c:****@i",
          "x://a://c:d@i | x://a:****@i",
          "x://a:b@y://c:z'd@i | x://a:****@y://c:****@i",
        })
    void losesThePasswordBehindTheUser(String text, String expected) {
      assertThat(PATTERNS.redact(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "jdbc:postgresql://127.0.0.1:5432/shop",
          "jdbc:postgresql://h:5432/shop?user=app@server",
          "jdbc:postgresql://h:5432?user=app@server",
          "jdbc:postgresql://h:5432#app@server",
          "jdbc:postgresql://h:5432,i:5433/shop?user=app@server",
          "jdbc:postgresql://h:9090/shop?user=app@server",
          "jdbc:postgresql://[::1]:5432/shop?user=app@server",
          "jdbc:postgresql://app@[::1]:5432/shop?user=app@server",
          "https://example.org/a:b@c",
          "https://example.org?a:b@c",
          "https://example.org#a:b@c",
          "https://example.org:443/@scope/x",
          "https://example.org 1:2@3",
          "'https://example.org':2@3",
          "\"https://example.org\":2@3",
          "`https://example.org`:2@3",
          "<https://example.org>:2@3",
          "<https://example.org<:2@3",
          "x://a:b c@d",
          "x://a:",
          "x://a:9",
          "x://a:@h",
          "x://a",
          "x://",
          "://",
          ":/",
          "postgres://app@h/x",
          "src/a.sql:7:8: x@y"
        })
    void withoutAPasswordStays(String text) {
      assertThat(PATTERNS.redact(text)).isSameAs(text);
    }
  }

  @Nested
  final class KeyAndValue {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "password",
          "PASSWORD",
          "PassWord",
          "PGPASSWORD",
          "sslpassword",
          "dbsage.password",
          "passwd",
          "passphrase",
          "pwd",
          "PWD",
          "access_token",
          "accessToken",
          "auth_token",
          "authToken",
          "refresh_token",
          "oauth_client_secret",
          "api_key",
          "apiKey",
          "scram_client_key",
          "scram_server_key"
        })
    void losesTheValue(String key) {
      assertThat(PATTERNS.redact("user=app " + key + "=s3cret host=h"))
          .isEqualTo("user=app " + key + "=**** host=h");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "jdbc:postgresql://h/x?user=a&password=s3c#=ret&ssl=true | jdbc:postgresql://h/x?user=a&password=****&ssl=true",
          "?password=a\\&b | ?password=****&b",
          "?ssl.pg-password=a&b | ?ssl.pg-password=****&b",
          "&spring.password=a&b | &spring.password=****&b",
          "h?token=abc&x | h?token=****&x",
          "h&token=abc | h&token=****",
          "password=a&b | password=****",
          "x password=a&b y | x password=**** y",
          "password=a\\ b c | password=**** c",
          "password=a\\ | password=****",
          "password='a b' c | password='****' c",
          "password='a\\' b' c | password='****' c",
          "password='a'' b' c | password='****' c",
          "password=\"a b\" c | password=\"****\" c",
          "password=\"a\\\" b\" c | password=\"****\" c",
          "password='.a b' c | password='****' c",
          "password='a b | password='****",
          "password='a\\ | password='****",
          "password=e'a b' c | password=e'****' c",
          "password=E'a\\' b' c | password=E'****' c",
          "password=''a b'' c' | password=''****'' c'",
          "password=''a b' c | password=''**** b' c",
          "password = ''a b' c | password = ''**** b' c",
          "password=ab''c d | password=**** d",
          "password=ab\"c d | password=**** d",
          "'password=ab' c | 'password=****' c",
          "\"password=ab\", c | \"password=****\", c",
          "`` `password=ab`. c`` | `` `password=****`. c``",
          "'password=ab'' c | 'password=****'' c",
          "'password=ab' | 'password=****'",
          "password= ab c | password= **** c",
          "password=\t ab c | password=\t **** c",
          "('password=ab') c | ('password=****') c",
          "{a=b, password=ab, c=d} | {a=b, password=****, c=d}",
          "{password=ab} | {password=****}",
          "(password=ab); | (password=****);",
          "[password=ab]. | [password=****].",
          "<password=ab>: | <password=****>:",
          "password = 'a b' c | password = '****' c",
          "password= 'a b' c | password= '****' c",
          "password ='a b' c | password ='****' c",
          "password := 'a b' c | password := '****' c",
          "password => 'a b' c | password => '****' c",
          "password:=ab c | password:=**** c",
          "password=>ab c | password=>**** c",
          "\"password\": \"a b\" | \"password\": \"****\"",
          "\"password\":\"ab\",c | \"password\":\"****\",c",
          "\"password\" = 'a b' | \"password\" = '****'",
          "host = h password = ab c | host = h password = **** c",
          "HOSTADDR=h password= ab c | HOSTADDR=h password= **** c",
          "password = ab dbname = x password = cd | password = **** dbname = x password = ****",
          "password=a password=b | password=**** password=****",
          "password=${x}y z | password=**** z",
          "password=${x z | password=**** z",
          "password='${x}y' z | password='****' z",
          "CREATE SUBSCRIPTION s CONNECTION 'host=h password=ab' PUBLICATION p | CREATE SUBSCRIPTION s CONNECTION 'host=h password=****' PUBLICATION p",
        })
    void endsWhereTheValueEnds(String text, String expected) {
      assertThat(PATTERNS.redact(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "password",
          "password=",
          "password= ",
          "password=''",
          "password='' AND x = ''",
          "password='') x ''",
          "password='",
          "password=' is missing",
          "password=\"",
          "password=)",
          "password =",
          "password=\nuser=app",
          "password= \n user=app",
          "password: x",
          "password == x",
          "UPDATE u SET password = crypt(p, gen_salt('bf'))",
          "WHERE password = $1",
          "WHERE \"password\" = $1",
          "\"password\"=$1",
          "\"password\": null",
          "\"password:x\"",
          "localhost = 1 password = x",
          "host password = x",
          "password_encryption=scram",
          "passwordless = true",
          "password=${db.password}",
          "password='${db.password}' x",
          "password=****",
          "(password=****)",
          "password='****'",
          "token=abc",
          "next_token=abc",
          "?token",
          "tokens?",
          "forgot_pass=1",
        })
    void withoutASecretStays(String text) {
      assertThat(PATTERNS.redact(text)).isSameAs(text);
    }
  }

  @Nested
  final class Sql {

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        value = {
          "CREATE ROLE a LOGIN PASSWORD 's3cret' x | CREATE ROLE a LOGIN PASSWORD '****' x",
          "ALTER USER a WITH ENCRYPTED password\t's3''cret'; | ALTER USER a WITH ENCRYPTED password\t'****';",
          "PASSWORD's3' x | PASSWORD'****' x",
          "PASSWORD's' x | PASSWORD'****' x",
          "PASSWORD 's x' y | PASSWORD '****' y",
          "PASSWORD 's' x | PASSWORD '****' x",
          "PASSWORD'sx' y | PASSWORD'****' y",
          "PASSWORD's_' y | PASSWORD'****' y",
          "PASSWORD 'a\\' x | PASSWORD '****' x",
          "PASSWORD E'a\\' b' x | PASSWORD E'****' x",
          "PASSWORD e'ab' x | PASSWORD e'****' x",
          "PASSWORD U&'ab' x | PASSWORD U&'****' x",
          "PASSWORD u&'ab' x | PASSWORD u&'****' x",
          "PASSWORD $$a'b$$ x | PASSWORD $$****$$ x",
          "PASSWORD $a_1$b$$c$a_1$ x | PASSWORD $a_1$****$a_1$ x",
          "PASSWORD $$ab | PASSWORD $$****",
          "x PASSWORD $$ab | x PASSWORD $$****",
          "PASSWORD $$a$$ PASSWORD $$b$$ | PASSWORD $$****$$ PASSWORD $$****$$",
          "PASSWORD $tag$xpwd=$tag$ y | PASSWORD $tag$****$tag$ y",
          "PASSWORD 'ab | PASSWORD '****",
          "PASSWORD E'ab\\ | PASSWORD E'****",
          "OPTIONS (user 'a', password 'b', x 'y') | OPTIONS (user 'a', password '****', x 'y')",
          "OPTIONS (\"password\" 'b') | OPTIONS (\"password\" '****')",
          "OPTIONS (sslpassword 'b') | OPTIONS (sslpassword '****')",
          "PASSWORD 'a' PASSWORD 'b' | PASSWORD '****' PASSWORD '****'",
          "PASSWORD 'a'PASSWORD 'b' | PASSWORD '****'PASSWORD '****'",
        })
    void losesThePassword(String text, String expected) {
      assertThat(PATTERNS.redact(text)).isEqualTo(expected);
    }

    @Test
    void findsThePasswordOnTheNextLine() {
      assertThat(PATTERNS.redact("PASSWORD\n  'ab'")).isEqualTo("PASSWORD\n  '****'");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "ALTER ROLE a PASSWORD NULL",
          "password text NOT NULL DEFAULT 'x'",
          "the role password's expiry and the user's",
          "the role password's",
          "PASSWORD '${app_password}'",
          "PASSWORD ''",
          "PASSWORD $1 $2",
          "PASSWORD $1$ x",
          "PASSWORD $x",
          "PASSWORD $x y$ z",
          "PASSWORD $",
          "password$$a$$",
          "passworde'a'",
          "passwordu&'a'",
          "PASSWORD e",
          "passwd 'x'",
          "pwd 'x'",
          "password authentication failed for user \"app\"",
        })
    void withoutAPasswordStays(String text) {
      assertThat(PATTERNS.redact(text)).isSameAs(text);
    }
  }

  @Nested
  final class Anything {

    private static final String[] PIECES = {
      "password",
      "PASSWORD",
      "pwd",
      "token",
      "=",
      " = ",
      ":=",
      "'",
      "''",
      "\"",
      "$$",
      "$a$",
      "E'",
      "U&'",
      "://",
      "user:",
      "@",
      "/",
      "?",
      "&",
      " ",
      "\n",
      "\\",
      "****",
      "*",
      "**",
      "s3cret!",
      "shop",
      "ab",
      "${x}",
      "${",
      "}",
      ")",
      ",",
      "host=",
      "1",
      "a",
      "%3D",
      "é",
      "\ud83d",
      "\ude00"
    };

    @Test
    @Tag("slow")
    void staysAsItIsWhenRedactedTwice() {
      Redaction redaction =
          Redaction.of(List.of("s3cret!", "shop", "ab", "*!x*", "=a=1", "a ", "=", "'a'1"))
              .plus("@/");
      Random random = new Random(20251027);
      for (int round = 0; round < 60_000; round++) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
          text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        String once = redaction.redact(text.toString());
        assertThat(redaction.redact(once)).as("from <%s>", text).isSameAs(once);
        assertThat(once).doesNotContain("s3cret!");
      }
    }

    @Test
    @Tag("slow")
    void isRedactedInTimeInProportionToItsLength() {
      // Some of these took minutes with a search that starts again at every place.
      Redaction redaction = Redaction.of(List.of("aaab-", "aaaaaaaaaaaa"));
      for (String piece :
          List.of(
              "://a:",
              "://a",
              "password",
              "password=",
              "password = ",
              "password='",
              "password=''a ",
              "PASSWORD '",
              "PASSWORD $a$",
              "PASSWORD $a",
              "$",
              "''",
              "password=a''",
              "a",
              "*",
              "@",
              "?password",
              "password=${",
              "password=)",
              "a.",
              "\"password\" ",
              "&token=")) {
        String text = piece.repeat(600_000 / piece.length());
        String once = redaction.redact(text);
        assertThat(redaction.redact(once)).as(piece).isSameAs(once);
      }
    }

    @Test
    void doesNotDependOnTheLocale() {
      Locale before = Locale.getDefault();
      try {
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        assertThat(Redaction.of(List.of("ı%İi")).redact("API_KEY=x ı%25İi %C4%B1%25%C4%B0i"))
            .isEqualTo("API_KEY=**** ı%25İi ****");
        assertThat(PATTERNS.redact("ACCESS_TOKEN=x CLIENT_SECRET=y"))
            .isEqualTo("ACCESS_TOKEN=**** CLIENT_SECRET=****");
      } finally {
        Locale.setDefault(before);
      }
    }

    @Test
    void isTheSameInstanceWithoutSecrets() {
      String text = "relation \"orders\" already exists, skipping";
      assertThat(redact("s3cret", text)).isSameAs(text);
      assertThat(redact("s3cret", "")).isEmpty();
    }

    @Test
    void mayBeNull() {
      assertThat(PATTERNS.redactNullable(null)).isNull();
      assertThat(PATTERNS.redactNullable("pwd=x")).isEqualTo("pwd=****");
    }
  }

  @Nested
  final class Values {

    private static final String HELD = "-k3y!-";
    private static final String MASKED = "-****-";
    private static final Place WHERE = new Place("k3y!.sql", 2, 3);
    private final Redaction redaction = Redaction.of(List.of("k3y!"));

    private static Problem problem(String text) {
      return new Problem("CODE", text, WHERE, text, text, "42601", text);
    }

    private static Finding finding(String text) {
      return new Finding("RULE", Severity.INFO, Certainty.POSSIBLE, WHERE, text, text, text, text);
    }

    private static StepReport step(String text) {
      return new StepReport(
          new Version("20251027120000"),
          "k3y!",
          StepReport.Kind.SQL,
          StepReport.State.APPLIED,
          3,
          List.of(new StepReport.StatementReport(4, text, 5L, 6L)),
          7L,
          StepReport.RollbackState.PROVEN,
          null,
          List.of(),
          backfill(text),
          null);
    }

    private static BackfillReport backfill(String text) {
      return new BackfillReport(
          "k3y!",
          "failed",
          "k3y!",
          "k3y!",
          List.of(text),
          1,
          2,
          3,
          4,
          5,
          6,
          7,
          List.of(new BackfillReport.Poison(text, "23514", text)),
          8,
          List.of(new BackfillReport.SlowDown("a signal", text, 9)),
          List.of(
              new BackfillReport.Point(1, 2, 3, 4, 5, text),
              new BackfillReport.Point(1, 2, 3, 4, 5, null)),
          List.of(new BackfillReport.Check("remaining", 1, 0L, false)),
          10);
    }

    private static Report report(String text) {
      return new Report(
          "apply",
          false,
          new Report.Waiting("k3y!", "deploy"),
          new DatabaseInfo("h", 5432, "shop", "k3y!", "18.6"),
          List.of(step(text)),
          List.of(finding(text)),
          List.of(suppressed(text)),
          List.of(new Withdrawn(finding(text), text)),
          List.of(new Hazard("RULE", Severity.INFO, "k3y! is our word.", "hazards/RULE.md")),
          null,
          null,
          null,
          List.of(new LockMeeting(null, text, text, List.of(text), 1)),
          problem(text));
    }

    private static Suppressed suppressed(String text) {
      return new Suppressed(finding(text), text, WHERE);
    }

    @Test
    void keepTheirIdentifiersAndLoseTheirSecrets() {
      assertThat(redaction.redact(problem(HELD))).isEqualTo(problem(MASKED));
      assertThat(redaction.redact(finding(HELD))).isEqualTo(finding(MASKED));
      assertThat(redaction.redact(suppressed(HELD))).isEqualTo(suppressed(MASKED));
      assertThat(redaction.redact(step(HELD))).isEqualTo(step(MASKED));
      assertThat(redaction.redact(report(HELD))).isEqualTo(report(MASKED));
    }

    @Test
    void keepTheirNulls() {
      Problem problem = Problem.of("CODE", "what", null, null);
      Finding finding = Finding.error("RULE", WHERE, "message", null);
      Report report = new Report("status", true, null, null, List.of(), List.of(), null);
      assertThat(redaction.redact(problem)).isEqualTo(problem);
      assertThat(redaction.redact(finding)).isEqualTo(finding);
      assertThat(redaction.redact(report)).isEqualTo(report);
    }

    @Test
    void ofEveryEventAreRedacted() {
      Duration took = Duration.ofMillis(8);
      assertThat(redaction.redact(new Event.LockAwaited(HELD, took)))
          .isEqualTo(new Event.LockAwaited(MASKED, took));
      assertThat(redaction.redact(new Event.StatementStarted(WHERE, HELD)))
          .isEqualTo(new Event.StatementStarted(WHERE, MASKED));
      assertThat(
              redaction.redact(new Event.LockWait(HELD, HELD, took, List.of("x", HELD), "SELECT")))
          .isEqualTo(new Event.LockWait(MASKED, MASKED, took, List.of("x", MASKED), "SELECT"));
      assertThat(
              redaction.redact(
                  new Event.StillRunning(
                      HELD, took, new Event.Progress(HELD, "scan", 1, 2, "rows"))))
          .isEqualTo(
              new Event.StillRunning(
                  MASKED, took, new Event.Progress(MASKED, "scan", 1, 2, "rows")));
      assertThat(redaction.redact(new Event.StillRunning(HELD, took, null)))
          .isEqualTo(new Event.StillRunning(MASKED, took, null));
      assertThat(
              redaction.redact(new Event.BackfillProgress(HELD, 1, 0.5, 2, 3, took, 4, 5, 6, HELD)))
          .isEqualTo(new Event.BackfillProgress(MASKED, 1, 0.5, 2, 3, took, 4, 5, 6, MASKED));
      assertThat(
              redaction.redact(new Event.BackfillProgress(HELD, 1, 0.5, 2, 3, null, 4, 5, 6, null)))
          .isEqualTo(new Event.BackfillProgress(MASKED, 1, 0.5, 2, 3, null, 4, 5, 6, null));
      assertThat(redaction.redact(new Event.Notice("NOTICE", HELD, HELD)))
          .isEqualTo(new Event.Notice("NOTICE", MASKED, MASKED));
      assertThat(redaction.redact(new Event.Notice("NOTICE", HELD, null)))
          .isEqualTo(new Event.Notice("NOTICE", MASKED, null));
      assertThat(redaction.redact(new Event.Remark(HELD))).isEqualTo(new Event.Remark(MASKED));
      assertThat(redaction.redact(new Event.StepEnded(step(HELD), problem(HELD))))
          .isEqualTo(new Event.StepEnded(step(MASKED), problem(MASKED)));
      assertThat(redaction.redact(new Event.StepEnded(step(HELD), null)))
          .isEqualTo(new Event.StepEnded(step(MASKED), null));
      assertThat(redaction.redact(new Event.Table(List.of(HELD), List.of(List.of("x", HELD)))))
          .isEqualTo(new Event.Table(List.of(MASKED), List.of(List.of("x", MASKED))));
      assertThat(redaction.redact(new Event.GoalEnded(report(HELD), took)))
          .isEqualTo(new Event.GoalEnded(report(MASKED), took));
    }

    @Test
    void ofEventsWithoutFreeTextStay() {
      List<Event> events =
          List.of(
              new Event.GoalStarted("apply"),
              new Event.Connected(new DatabaseInfo("h", 5432, "shop", "k3y!", "18.6")),
              new Event.ServerStarted("18.6", 5432, Duration.ZERO),
              new Event.Planned(1, 2),
              new Event.Delayed(new Version("20260101120000"), 1, Duration.ZERO));
      assertThat(events).allSatisfy(event -> assertThat(redaction.redact(event)).isSameAs(event));
    }

    @Test
    void areAllTheEventsThatThereAre() {
      // A new event with text must be redacted in Redaction and shown so above.
      assertThat(Event.class.getPermittedSubclasses())
          .extracting(Class::getSimpleName)
          .containsExactlyInAnyOrder(
              "GoalStarted",
              "Connected",
              "ServerStarted",
              "LockAwaited",
              "LockWait",
              "Delayed",
              "StillRunning",
              "BackfillProgress",
              "Planned",
              "StepStarted",
              "StatementStarted",
              "Notice",
              "Remark",
              "StepEnded",
              "Table",
              "GoalEnded");
    }
  }
}
