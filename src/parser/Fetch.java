import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Brings PostgreSQL's grammar (libpg_query as WebAssembly, from the npm package libpg-query) to where
 * the build puts it into the jar. Run by the build: java src/parser/Fetch.java TARGET SHA256
 */
final class Fetch {

  private static final String PACKAGE = "node_modules/libpg-query/";

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    String wanted = arguments[1];
    Path module = work.resolve("jar/io/github/dbsage/sql/tree/libpg-query.wasm");
    if (Files.exists(module) && sha256(module).equals(wanted)) {
      return;
    }
    Files.createDirectories(work);
    for (String name : new String[] {"package.json", "package-lock.json"}) {
      Files.copy(
          Path.of("src/parser", name), work.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    npm(work);
    Path found = work.resolve(PACKAGE + "wasm/libpg-query.wasm");
    if (!Files.exists(found)) {
      fail("npm installed libpg-query without wasm/libpg-query.wasm: is package-lock.json changed?");
    }
    String sum = sha256(found);
    if (!sum.equals(wanted)) {
      fail("libpg-query.wasm has the SHA-256 " + sum + ", not " + wanted + ": another release?"
          + " See CONTRIBUTING.md, \"The parser\".");
    }
    copy(found, module);
    copy(work.resolve(PACKAGE + "LICENSE"),
        work.resolve("jar/META-INF/licenses/libpg-query/LICENSE"));
    System.out.println("PostgreSQL's grammar: " + Files.size(module) + " bytes, SHA-256 as pinned");
  }

  private static void npm(Path work) throws Exception {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    Process process;
    try {
      process =
          new ProcessBuilder(
                  windows ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--prefer-offline",
                  "--no-audit", "--no-fund")
              .directory(work.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      fail("npm was not found. Building the plugin needs npm (it comes with Node.js; Debian:"
          + " apt-get install npm); using the plugin does not.");
      return;
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      fail("npm ci failed, so PostgreSQL's grammar is missing. It said:\n" + said.strip()
          + "\nIs the npm registry reachable from here?");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }

  private static void fail(String message) {
    System.err.println(message);
    System.exit(1);
  }
}
