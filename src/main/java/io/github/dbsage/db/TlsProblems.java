package io.github.dbsage.db;

import io.github.dbsage.model.Problem;
import org.jspecify.annotations.Nullable;

/** What to say where TLS keeps us from a server. */
final class TlsProblems {

  private static final String CODE = "CONNECTION_TLS";

  private TlsProblems() {}

  static Problem untrusted(Target target, ServerFailure failure) {
    return said(
        "The certificate of the server of " + target.describe() + " is not trusted.",
        "Name the certificate of the authority that signed it with sslrootcert="
            + rootOf(target)
            + ", or, for an authority that Java trusts, write sslmode=verify-full and"
            + " sslrootcert=system.",
        failure);
  }

  static Problem expired(Target target, ServerFailure failure) {
    return said(
        "A certificate on the way to " + target.describe() + " is not valid at this time.",
        "Check this machine's clock, and have the server's certificate renewed.",
        failure);
  }

  static Problem otherName(Target target, ServerFailure failure) {
    return said(
        "The certificate of the server of "
            + target.describe()
            + " is not made out to the host name "
            + target.endpoints().get(0).bareHost()
            + ".",
        "Name the host as the certificate does, or, where no one stands between, write"
            + " sslmode=verify-ca.",
        failure);
  }

  static Problem noTls(Target target, ServerFailure failure) {
    return said(
        "The server of " + target.describe() + " has no TLS, and the connection demands it.",
        "Turn it on (ssl = on in postgresql.conf), or write sslmode=prefer, which sends everything"
            + " readable where the server has none.",
        failure);
  }

  static Problem unusableFile(Target target, ServerFailure failure) {
    return said(
        "A certificate or key for " + target.describe() + " cannot be used.",
        "Check sslrootcert, sslcert, sslkey and sslpassword: certificates are PEM, the key is PKCS"
            + " #8 without a password (openssl pkcs8 -topk8 -nocrypt), or all is in a .p12 file.",
        failure);
  }

  static Problem handshake(Target target, ServerFailure failure) {
    String certificate = target.parameters().get("sslcert");
    return said(
        "TLS with the server of " + target.describe() + " failed.",
        certificate == null
            ? "Check sslmode and, where the server demands a client's certificate, name it with"
                + " sslcert and sslkey."
            : "Check that the server trusts " + certificate + " (its ssl_ca_file), and sslkey.",
        failure);
  }

  private static String rootOf(Target target) {
    String root = target.parameters().get("sslrootcert");
    return root == null ? "/path/to/root.crt" : "… (now " + root + ")";
  }

  private static Problem said(String what, String fix, ServerFailure failure) {
    return new Problem(
        CODE, what, null, failure.text() + because(failure), fix, failure.sqlState(), null);
  }

  /** The driver's own words often only say that something happened. */
  private static String because(ServerFailure failure) {
    Throwable deepest = failure.getCause();
    for (@Nullable Throwable t = deepest; t != null; t = t.getCause()) {
      deepest = t;
    }
    String message = deepest == null ? null : deepest.getMessage();
    return message == null || failure.text().contains(message) ? "" : ": " + message;
  }
}
