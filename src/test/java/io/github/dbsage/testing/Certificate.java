package io.github.dbsage.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate that signed itself, and its key, in PEM; made anew for each run, by the JDK's
 * keytool.
 *
 * @param store the same as a PKCS #12 file, with the password {@link #PASSWORD}
 */
public record Certificate(String pem, String key, Path store) {

  public static final String PASSWORD = "changeit-4711";

  /**
   * Makes one.
   *
   * @param name what it is made out to: {@code CN=…}
   * @param options further ones of {@code keytool -genkeypair}
   */
  public static Certificate of(Path folder, String name, String algorithm, String... options) {
    Path store = folder.resolve(name.replaceAll("\\W", "_") + "-" + algorithm + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "user",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    command.addAll(List.of(options));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      return read(store);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Certificate read(Path store) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
      return new Certificate(
          pem("CERTIFICATE", keys.getCertificate("user").getEncoded()),
          pem("PRIVATE KEY", keys.getKey("user", PASSWORD.toCharArray()).getEncoded()),
          store);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String kind, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, base64);
  }
}
