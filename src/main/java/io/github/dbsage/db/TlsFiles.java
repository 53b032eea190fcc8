package io.github.dbsage.db;

import io.github.dbsage.model.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and keys of a TLS connection: finds libpq's usual ones, and looks at each before
 * anything is connected, because Java's own words for what is wrong with them help nobody.
 */
final class TlsFiles {

  private static final List<String> KEY_KINDS = List.of("RSA", "EC", "Ed25519", "Ed448");

  private static final String ALIAS = "user";

  private TlsFiles() {}

  /** Brings the parameters for TLS into the form that pgJDBC takes. */
  static void settle(Options options, Map<String, String> environment) {
    if (mode(options).equals("disable")) {
      return;
    }
    root(options, environment);
    client(options, environment);
  }

  private static String mode(Options options) {
    String mode = options.text("sslmode");
    if (mode != null) {
      return mode;
    }
    String ssl = options.get("ssl");
    return ssl == null || ssl.equals("false") ? "prefer" : "verify-full";
  }

  private static void root(Options options, Map<String, String> environment) {
    String mode = mode(options);
    String root = options.text("sslrootcert");
    if ("system".equals(root)) {
      if (!mode.equals("verify-full")) {
        throw new UserError(AddressProblems.systemRoots(mode));
      }
      options.drop("sslrootcert");
      options.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory", "sslrootcert=system");
      return;
    }
    if (!mode.startsWith("verify-") || options.get("sslfactory") != null) {
      return;
    }
    if (root == null) {
      Path usual = UserFiles.of(environment, "root.crt", ".postgresql/root.crt");
      if (usual == null || !Files.exists(usual)) {
        throw new UserError(AddressProblems.noRoot(mode));
      }
      root = usual.toString();
      options.put("sslrootcert", root, "the user's folder");
    }
    requireReadable("sslrootcert", root, options);
  }

  private static void client(Options options, Map<String, String> environment) {
    if (options.text("sslcert") == null && options.text("sslkey") == null) {
      Path usual = UserFiles.of(environment, "postgresql.crt", ".postgresql/postgresql.crt");
      if (usual == null || !Files.exists(usual)) {
        return;
      }
      options.put("sslcert", usual.toString(), "the user's folder");
      Path pem = usual.resolveSibling("postgresql.key");
      Path key = Files.exists(pem) ? pem : usual.resolveSibling("postgresql.pk8");
      options.put("sslkey", key.toString(), "the user's folder");
    }
    String certificate = options.text("sslcert");
    String key = options.text("sslkey");
    boolean keyStore = key != null && key.toLowerCase(Locale.ROOT).matches(".*\\.(p12|pfx)");
    if (key == null || (certificate == null && !keyStore)) {
      throw new UserError(
          AddressProblems.half(
              key == null ? "sslcert" : "sslkey", key == null ? "sslkey" : "sslcert"));
    }
    if (certificate != null) {
      requireReadable("sslcert", certificate, options);
    }
    requireReadable("sslkey", key, options);
    if (UserFiles.isOpenToOthers(UserFiles.path(key))) {
      throw new UserError(AddressProblems.openKey(key));
    }
    if (keyStore) {
      open(options, key);
    } else {
      kind(options, key);
    }
  }

  /** Of a key store, pgJDBC takes the key with one certain alias, or silently none. */
  private static void open(Options options, String file) {
    String password = options.text("sslpassword");
    try (InputStream in = Files.newInputStream(UserFiles.path(file))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password == null ? new char[0] : password.toCharArray());
      if (!store.isKeyEntry(ALIAS)) {
        throw new UserError(AddressProblems.noAlias(file, ALIAS));
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new UserError(AddressProblems.lockedStore(file, password != null), e);
    }
  }

  /** pgJDBC reads unencrypted PKCS #8 as PEM, and must be told the algorithm; or DER. */
  private static void kind(Options options, String key) {
    String text = read(key);
    int begin = text.indexOf("-----BEGIN ");
    if (begin < 0) {
      return;
    }
    if (!text.startsWith("-----BEGIN PRIVATE KEY-----", begin)) {
      throw new UserError(AddressProblems.keyForm(key));
    }
    String algorithm = algorithm(text.substring(begin));
    if (algorithm == null) {
      throw new UserError(AddressProblems.keyForm(key));
    }
    options.put("pemKeyAlgorithm", algorithm, "the key");
  }

  private static @Nullable String algorithm(String pem) {
    int end = pem.indexOf("-----END");
    int line = pem.indexOf('\n');
    if (end < 0 || line < 0 || line > end) {
      return null;
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(pem.substring(line, end));
    } catch (IllegalArgumentException e) {
      return null;
    }
    for (String kind : KEY_KINDS) {
      try {
        KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
        return kind;
      } catch (GeneralSecurityException e) {
        // Of another kind.
      }
    }
    return null;
  }

  private static String read(String file) {
    try {
      return new String(Files.readAllBytes(UserFiles.path(file)), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UserError(AddressProblems.unreadableFile("sslkey", file), e);
    }
  }

  private static void requireReadable(String name, String file, Options options) {
    Path path = UserFiles.path(file);
    if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
      throw new UserError(
          AddressProblems.noFile(
              name, path.toAbsolutePath().toString(), options.from(name), Files.exists(path)));
    }
  }
}
