package io.github.dbsage.model;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks what stands where a password stands: in a URL behind {@code user:}, as the value of {@code
 * password=} and its like, in SQL behind PASSWORD. One pass from left to right; what was looked at
 * in vain is remembered, so that the time stays in proportion to the text. Not thread-safe.
 */
final class SecretPlaces {

  private static final String PASSWORD = "password";

  /** The ends of names whose values are secret; {@code PGPASSWORD} and {@code sslpassword} too. */
  private static final List<String> KEYS =
      List.of(
          PASSWORD,
          "passwd",
          "passphrase",
          "pwd",
          "access_token",
          "accesstoken",
          "auth_token",
          "authtoken",
          "refresh_token",
          "client_secret",
          "api_key",
          "apikey",
          "scram_client_key",
          "scram_server_key");

  /** Too common a word to be a key elsewhere than in a URL. */
  private static final String TOKEN = "token";

  /** What a place can begin with; a char that is not ASCII may equal a letter without its case. */
  private static final String BEGINNINGS = ":parcstPARCST";

  private static final String QUOTES = "'\"`";
  private static final String CLOSERS = ",;.)]}>:";

  /** What only a connection string holds: there a value needs no quotes behind {@code key = }. */
  private static final Pattern CONNECTION_STRING =
      Pattern.compile("\\b(?:host|hostaddr|dbname)\\s*=", Pattern.CASE_INSENSITIVE);

  private final String text;
  private final int length;
  private final Characters in;
  private final List<String> known;
  private final Masking masking;

  /** Up to here no {@code @} follows. */
  private int searchedForAt;

  private @Nullable Boolean connectionString;

  /**
   * Prepares a text.
   *
   * @param known secrets that are looked for in such places only
   */
  SecretPlaces(String text, List<String> known) {
    this.text = text;
    this.length = text.length();
    this.in = new Characters(text);
    this.known = known;
    this.masking = new Masking(text);
  }

  /** The masked text; the same instance where it holds no secret. */
  String mask() {
    int at = candidate(0);
    while (at < length) {
      at = candidate(text.startsWith("://", at) ? userInfo(at + 3) : key(at));
    }
    return masking.done();
  }

  /** The next position where a place could begin: a key's first letter in either case, a colon. */
  private int candidate(int from) {
    int at = from;
    while (at < length && text.charAt(at) < 0x80 && BEGINNINGS.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  // ---- ://user:secret@host

  private int userInfo(int start) {
    int colon = start;
    while (colon < length && !in.isSpace(colon) && !in.isOneOf(colon, ":/?#[<>" + QUOTES)) {
      colon++;
    }
    if (!in.is(colon, ':')) {
      return start;
    }
    int from = colon + 1;
    int behindKnown = behindKnownSecret(from, "@");
    if (behindKnown == from && isPort(from)) {
      return from;
    }
    int end = lastAt(behindKnown);
    if (end < 0) {
      return from;
    }
    masking.mask(from, end);
    return end + 1;
  }

  private boolean isPort(int from) {
    int end = from;
    while (in.isDigit(end)) {
      end++;
    }
    return end > from && in.isOneOf(end, "/?#,");
  }

  /**
   * The last {@code @} that can end a password: people forget to encode the {@code @}, {@code /}
   * and {@code ?} in theirs. Behind the first one found, a query or a quote ends the search.
   */
  private int lastAt(int from) {
    if (from < searchedForAt) {
      return -1;
    }
    int last = -1;
    int i = from;
    while (i < length && !in.isSpace(i) && !(last >= 0 && in.isOneOf(i, "?<>" + QUOTES))) {
      if (in.is(i, '@')) {
        last = i;
      }
      i++;
    }
    if (last < 0) {
      searchedForAt = i;
    }
    return last;
  }

  // ---- password=secret, PASSWORD 'secret'

  private int key(int start) {
    for (String key : KEYS) {
      if (mayBegin(key, start) && text.regionMatches(true, start, key, 0, key.length())) {
        return behindKey(start, start + key.length(), key.equals(PASSWORD));
      }
    }
    if (isQueryParameter(start) && text.regionMatches(true, start, TOKEN, 0, TOKEN.length())) {
      return behindKey(start, start + TOKEN.length(), false);
    }
    return start + 1;
  }

  /** Spares a comparison without case where the second letter tells already. */
  private boolean mayBegin(String key, int start) {
    char second = start + 1 < length ? text.charAt(start + 1) : 0;
    return second >= 0x80 || (second | 0x20) == key.charAt(1);
  }

  private int behindKey(int start, int end, boolean sqlKeyword) {
    boolean quoted = in.is(end, '"');
    int at = in.skipSpace(quoted ? end + 1 : end);
    int operator = operator(at, quoted);
    if (operator > 0) {
      int from = at + operator;
      boolean tight = !quoted && at == end && in.skip(from, " \t") == in.skipSpace(from);
      int behindKnown = behindKnownSecret(from, "");
      return behindKnown > from
          ? maskWord(from, behindKnown, inUrl(start))
          : value(in.skipSpace(from), tight, inUrl(start));
    }
    if (sqlKeyword && !(at == end && isPossessive(at))) {
      return sqlLiteral(at, end);
    }
    return end;
  }

  /** How long {@code =}, {@code :=}, {@code =>}, or JSON's colon is, 0 where there is none. */
  private int operator(int at, boolean quoted) {
    if (text.startsWith(":=", at) || text.startsWith("=>", at)) {
      return 2;
    }
    return in.is(at, '=') || (quoted && in.is(at, ':')) ? 1 : 0;
  }

  private int value(int from, boolean tight, boolean inUrl) {
    if (text.startsWith("''", from)) {
      return endsQuote(from + 2) ? from + 2 : doublyQuoted(from, inUrl);
    }
    if (in.is(from, '\'') || in.is(from, '"')) {
      boolean closes = endsQuote(from + 1) && text.indexOf(text.charAt(from), from + 1) < 0;
      return closes ? from + 1 : quoted(from + 1, text.charAt(from), true);
    }
    if (in.isOneOf(from, "eE") && in.is(from + 1, '\'')) {
      return quoted(from + 2, '\'', true);
    }
    return tight || isConnectionString() ? maskWord(from, from, inUrl) : from;
  }

  /** A quoted value of a connection string that stands in an SQL literal itself. */
  private int doublyQuoted(int from, boolean inUrl) {
    int end = text.indexOf("''", from + 2);
    if (end < 0) {
      return maskWord(from + 2, from + 2, inUrl);
    }
    masking.mask(from + 2, end);
    return end + 2;
  }

  /** Masks up to white space, {@code &} in a URL, or a quote that closes what is around. */
  private int maskWord(int from, int searchFrom, boolean inUrl) {
    int end = searchFrom;
    while (end < length && !in.isSpace(end) && !(inUrl && in.is(end, '&'))) {
      if (in.isOneOf(end, QUOTES)) {
        int behind = in.skip(end, QUOTES);
        if (endsQuote(behind)) {
          break;
        }
        end = behind;
      } else {
        end += in.is(end, '\\') && !inUrl ? 2 : 1;
      }
    }
    int whole = Math.min(end, length);
    end = whole;
    while (end > searchFrom && in.isOneOf(end - 1, CLOSERS)) {
      end--;
    }
    if (!isPlaceholder(from, end, whole)) {
      masking.mask(from, end);
    }
    return whole;
  }

  private int sqlLiteral(int at, int keywordEnd) {
    boolean apart = at > keywordEnd;
    if (in.is(at, '\'')) {
      return quoted(at + 1, '\'', false);
    }
    if (apart && in.isOneOf(at, "eE") && in.is(at + 1, '\'')) {
      return quoted(at + 2, '\'', true);
    }
    if (apart && text.regionMatches(true, at, "U&'", 0, 3)) {
      return quoted(at + 3, '\'', false);
    }
    return apart && in.is(at, '$') ? dollarQuoted(at) : keywordEnd;
  }

  /** Masks up to the closing quote; a quote that is doubled does not close. */
  private int quoted(int from, char quote, boolean backslashEscapes) {
    int end = from;
    while (end < length && !(in.is(end, quote) && !in.is(end + 1, quote))) {
      end += in.is(end, quote) || (backslashEscapes && in.is(end, '\\')) ? 2 : 1;
    }
    end = Math.min(end, length);
    if (!isPlaceholder(from, end, end)) {
      masking.mask(from, end);
    }
    return end + 1;
  }

  private int dollarQuoted(int at) {
    int tagEnd = at + 1;
    while (in.isNamePart(tagEnd)) {
      tagEnd++;
    }
    if (!in.is(tagEnd, '$') || in.isDigit(at + 1)) {
      return at;
    }
    String tag = text.substring(at, tagEnd + 1);
    int end = text.indexOf(tag, tagEnd + 1);
    masking.mask(tagEnd + 1, end < 0 ? length : end);
    return end < 0 ? length : end + tag.length();
  }

  // ---- what stands where

  /** The end of the longest known secret here that the given text follows; {@code at} if none. */
  private int behindKnownSecret(int at, String follower) {
    int end = at;
    for (String secret : known) {
      int behind = at + secret.length();
      if (behind > end && text.startsWith(secret, at) && text.startsWith(follower, behind)) {
        end = behind;
      }
    }
    return end;
  }

  /** Whether the value is a placeholder: no secret, and its name is what an error is about. */
  private boolean isPlaceholder(int from, int end, int whole) {
    if (!text.startsWith("${", from)) {
      return false;
    }
    int close = from;
    while (close < whole && !in.is(close, '}')) {
      close++;
    }
    return close < whole && close + 1 >= end;
  }

  private boolean isConnectionString() {
    Boolean answer = connectionString;
    if (answer == null) {
      answer = CONNECTION_STRING.matcher(text).find();
      connectionString = answer;
    }
    return answer;
  }

  /** Whether the name that ends here with a key is a parameter behind {@code ?} or {@code &}. */
  private boolean inUrl(int keyStart) {
    int at = keyStart;
    while (at > 0 && (in.isNamePart(at - 1) || in.is(at - 1, '.') || in.is(at - 1, '-'))) {
      at--;
    }
    return isQueryParameter(at);
  }

  private boolean isQueryParameter(int at) {
    return at > 0 && in.isOneOf(at - 1, "?&");
  }

  /** Whether a quote that ends in front of this closes something. */
  private boolean endsQuote(int at) {
    return at >= length || in.isSpace(at) || in.isOneOf(at, CLOSERS + "&");
  }

  /** {@code the password's length}. */
  private boolean isPossessive(int at) {
    return text.startsWith("'s", at) && !in.isNamePart(at + 2) && !in.is(at + 2, '\'');
  }
}
