package io.github.dbsage.db;

import io.github.dbsage.model.Choices;
import io.github.dbsage.model.Problem;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What this room has to say of an address, before anything is connected; never with a secret. */
final class AddressProblems {

  private static final String CODE = "CONNECTION_URL";
  private static final String FILE = "CONNECTION_FILE";

  private AddressProblems() {}

  static Problem unreadableUrl(String reason) {
    return Problem.of(
        CODE,
        "The database URL cannot be read: " + reason + ".",
        null,
        "Write -Ddbsage.url=jdbc:postgresql://HOST:5432/DATABASE with -Ddbsage.user and"
            + " -Ddbsage.password, or postgresql://USER:PASSWORD@HOST:5432/DATABASE, or"
            + " -Ddbsage.url=embedded for the server that the plugin starts itself.");
  }

  static Problem unknownParameter(String name, String from, Collection<String> known) {
    List<String> near = Choices.near(name, known);
    String all = String.join(", ", new TreeSet<>(known));
    return Problem.of(
        CODE,
        "The parameter " + shown(name) + " of " + from + " is not understood.",
        null,
        near.isEmpty()
            ? "Remove it, or use one of: " + all + "."
            : "Did you mean " + String.join(" or ", near) + "? Otherwise remove it.");
  }

  /** A name that is none may be a piece of a password. */
  private static String shown(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9_.]{0,40}") ? name : "that is no word";
  }

  static Problem noChoice(String name, String value, List<String> choices, String from) {
    return Problem.of(
        CODE,
        name
            + "="
            + value
            + " of "
            + from
            + " is not one of its values"
            + Choices.didYouMean(value, choices)
            + ".",
        null,
        "Write one of: " + String.join(", ", choices) + ".");
  }

  static Problem noServerType(String value, String from) {
    return Problem.of(
        CODE,
        "targetServerType=" + value + " of " + from + " is not one of its values.",
        null,
        "Write one of: any, primary, secondary, preferSecondary.");
  }

  static Problem noSeconds(String name, String from) {
    return Problem.of(
        CODE,
        name + " of " + from + " is not a whole number of seconds.",
        null,
        "Write " + name + "=10, for example; 0 waits without end.");
  }

  static Problem refused(String name, String from, String instead) {
    return Problem.of(CODE, name + " of " + from + " is not supported.", null, instead);
  }

  static Problem portCount(int hosts, int ports) {
    return Problem.of(
        CODE,
        "There are " + ports + " ports for " + hosts + (hosts == 1 ? " host." : " hosts."),
        null,
        "Give each host its port, HOST:PORT,HOST:PORT, or one port for all.");
  }

  static Problem socketDirectory(String from) {
    return Problem.of(
        CODE,
        "The host of " + from + " is a socket directory, and pgJDBC connects over TCP only.",
        null,
        "Name the host, such as localhost, with the server's listen_addresses set to it.");
  }

  static Problem noService(String service, List<String> files, List<String> known) {
    String where = files.isEmpty() ? "there is no service file" : String.join(", ", files);
    return Problem.of(
            CODE,
            "There is no connection service " + service + Choices.didYouMean(service, known) + ".",
            null,
            "Define it in ~/.pg_service.conf as ["
                + service
                + "], or name the file in PGSERVICEFILE.")
        .because(
            known.isEmpty()
                ? where
                : where + " defines " + String.join(", ", new TreeSet<>(known)));
  }

  static Problem serviceLine(String file, int line) {
    return Problem.of(
        FILE,
        "Line " + line + " of the service file " + file + " is not a parameter.",
        null,
        "Write parameter=value; a service cannot name another one.");
  }

  static Problem unreadableFile(String what, String file) {
    return Problem.of(
        FILE, "The " + what + " " + file + " cannot be read.", null, "Check its permissions.");
  }

  static Problem noFile(String name, String file, String from, boolean exists) {
    return Problem.of(
        FILE,
        "The file of "
            + name
            + " "
            + (exists ? "cannot be read: " : "does not exist: ")
            + file
            + ".",
        null,
        "Check " + name + " of " + from + "; a relative path counts from where Maven was started.");
  }

  static Problem noRoot(String mode) {
    return Problem.of(
        FILE,
        "sslmode=" + mode + " needs the certificate of the authority that signed the server's.",
        null,
        "Name it with sslrootcert=/path/to/root.crt, put it into ~/.postgresql/root.crt, or, for"
            + " the authorities that Java trusts, write sslmode=verify-full&sslrootcert=system.");
  }

  static Problem systemRoots(String mode) {
    return Problem.of(
        CODE,
        "sslrootcert=system needs sslmode=verify-full, not " + mode + ".",
        null,
        "Anyone can have a certificate of a public authority: only the host's name tells servers"
            + " apart.");
  }

  static Problem half(String given, String missing) {
    return Problem.of(
        FILE,
        "There is an " + given + " without its " + missing + ".",
        null,
        "Name both, or a .p12 file as sslkey.");
  }

  static Problem openKey(String file) {
    return Problem.of(
        FILE,
        "The private key " + file + " can be read by others.",
        null,
        "Keep it to yourself: chmod 600 " + file);
  }

  static Problem lockedStore(String file, boolean password) {
    return Problem.of(
        FILE,
        password
            ? "sslpassword does not open the key store " + file + ", or it is no PKCS #12 file."
            : "The key store " + file + " needs a password, or it is no PKCS #12 file.",
        null,
        "Give its password as sslpassword.");
  }

  static Problem noAlias(String file, String alias) {
    return Problem.of(
        FILE,
        "The key store "
            + file
            + " has no key with the alias "
            + alias
            + ", the only one that pgJDBC takes.",
        null,
        "Name it so: openssl pkcs12 -export -name " + alias + " …, or keytool -changealias.");
  }

  static Problem keyForm(String file) {
    return Problem.of(
        FILE,
        "The private key " + file + " is in a form that pgJDBC does not read.",
        null,
        "Convert it: openssl pkcs8 -topk8 -nocrypt -in "
            + file
            + " -out client.pk8.pem, and name"
            + " that file as sslkey.");
  }

  /** A sentence for a remark, without its full stop. */
  static String leftOut(String name, String from, String reason) {
    return name + " of " + from + " is not used: " + reason;
  }

  /** A sentence for a remark, without its full stop. */
  static String overridden(String name, String value, String from, String used) {
    return name + "=" + value + " of " + from + " is overridden: migrations need " + used;
  }

  /** A sentence for a remark, without its full stop. */
  static String overriddenSetting(String name, String from, String used) {
    return name + " in the options of " + from + " is overridden: migrations need " + used;
  }
}
