package io.github.dbsage.db;

import io.github.dbsage.model.Problem;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what went wrong with TLS by the kinds of the exceptions, as the driver has one code for
 * all.
 */
final class TlsFailure {

  private static final String CONNECTION_FAILURE = "08006";
  private static final int SSL_REQUEST = 80_877_103;
  private static final int PATIENCE_MS = 3_000;

  private TlsFailure() {}

  /** What to say, or null where it was not TLS. */
  static @Nullable Problem problem(Target target, ServerFailure failure, SQLException e) {
    if (has(e, CertificateExpiredException.class)
        || has(e, CertificateNotYetValidException.class)) {
      return TlsProblems.expired(target, failure);
    }
    if (has(e, CertPathBuilderException.class)
        || has(e, CertPathValidatorException.class)
        || has(e, CertificateException.class)) {
      return TlsProblems.untrusted(target, failure);
    }
    if (has(e, SSLException.class)) {
      return TlsProblems.handshake(target, failure);
    }
    if (has(e, GeneralSecurityException.class)) {
      return TlsProblems.unusableFile(target, failure);
    }
    if (failure.is(CONNECTION_FAILURE) && has(e, IOException.class)) {
      // Before a session is there, the driver has this code for TLS alone: the server hung up.
      return TlsProblems.handshake(target, failure);
    }
    String mode = target.parameters().getOrDefault("sslmode", "");
    boolean full = mode.equals("verify-full") || isTrue(target.parameters().get("ssl"));
    if (full && failure.is(CONNECTION_FAILURE) && e.getCause() == null) {
      return TlsProblems.otherName(target, failure);
    }
    boolean required = full || mode.equals("require") || mode.equals("verify-ca");
    return required && failure.is("08004") && hasNoTls(target)
        ? TlsProblems.noTls(target, failure)
        : null;
  }

  /** Whether it will be the same the next time: all but a line that broke. */
  static boolean isForGood(SQLException e) {
    return CONNECTION_FAILURE.equals(e.getSQLState())
        && (!has(e, IOException.class) || has(e, SSLException.class));
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> kind) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (kind.isInstance(t)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isTrue(@Nullable String ssl) {
    return ssl != null && !ssl.equals("false");
  }

  /** Asks the server, which answers with S or N (PostgreSQL manual, "SSL Session Encryption"). */
  private static boolean hasNoTls(Target target) {
    Endpoint endpoint = target.endpoints().get(0);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.bareHost(), endpoint.port()), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(8);
      out.writeInt(SSL_REQUEST);
      out.flush();
      return socket.getInputStream().read() == 'N';
    } catch (IOException e) {
      return false;
    }
  }
}
